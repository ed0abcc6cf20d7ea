"""The workflows: well-formed, and safe where they run what a stranger contributes."""

import re
import subprocess
import sys
import zipfile
from html import unescape
from pathlib import Path
from typing import Any

import markdown
import pytest
import yaml

from builder.changes import as_markdown, compare
from tests.conftest import ROOT
from tests.test_changes import GOLDEN, TODAY, edition

WORKFLOWS = {
    path.name: yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
    for path in ROOT.glob(".github/workflows/*.yml")
}
TOOLS = Path(sys.executable).parent


def steps(workflow: dict[str, Any]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    return [(job, step) for job in workflow["jobs"].values() for step in job["steps"]]


@pytest.mark.parametrize(
    "command", [["actionlint"], ["zizmor", "--offline", "--no-progress", "--quiet"]], ids=" ".join
)
def test_the_linters_find_nothing(command: list[str]) -> None:
    paths = [str(ROOT / ".github/workflows" / name) for name in sorted(WORKFLOWS)]
    paths.append(str(ROOT / "docs/shards.yml"))
    done = subprocess.run([TOOLS / command[0], *command[1:], *paths], capture_output=True, cwd=ROOT)
    assert done.returncode == 0, done.stdout.decode()


def test_the_linters_see_the_workflows() -> None:
    broken = yaml.dump(WORKFLOWS["ci.yml"]).replace("ubuntu-latest", "ubuntu-latets")
    done = subprocess.run([TOOLS / "actionlint", "-"], input=broken.encode(), capture_output=True)
    assert done.returncode == 1


def test_gitlab_takes_the_example() -> None:
    command = [str(TOOLS / "check-jsonschema"), "--builtin-schema", "vendor.gitlab-ci", "docs/gitlab-ci.yml"]
    assert subprocess.run(command, cwd=ROOT, capture_output=True).returncode == 0


def test_nothing_that_runs_a_contribution_may_write_or_knows_a_secret() -> None:
    for name, workflow in WORKFLOWS.items():
        assert "pull_request_target" not in workflow["on"]
        if "pull_request" not in workflow["on"]:
            continue
        text = (ROOT / ".github/workflows" / name).read_text("utf-8")
        assert "secrets." not in text
        assert "github.token" not in text
        assert workflow["permissions"] == {"contents": "read"}
        assert not [job for job in workflow["jobs"].values() if "permissions" in job]


def test_what_may_write_runs_no_contribution() -> None:
    may_write = [
        (name, job)
        for name, workflow in WORKFLOWS.items()
        for job in workflow["jobs"].values()
        if "write" in (workflow["permissions"] | job.get("permissions", {})).values()
    ]
    assert {name for name, _ in may_write} == {"report.yml", "publish.yml", "release.yml"}
    for _, job in may_write:
        used = [step["uses"].partition("@")[0] for step in job["steps"] if "uses" in step]
        assert not {"actions/checkout", "actions/setup-python"} & set(used)
        assert not any("puri" in step.get("run", "").replace("puri-report", "") for step in job["steps"])


def test_no_script_is_made_of_what_others_wrote() -> None:
    for workflow in WORKFLOWS.values():
        for _, step in steps(workflow):
            assert "${{" not in step.get("run", "")


def test_actions_are_pinned_and_checkouts_leave_no_token() -> None:
    for workflow in WORKFLOWS.values():
        for _, step in steps(workflow):
            if "uses" in step:
                assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", step["uses"])
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] == "false"


def cleaned(report: bytes, folder: Path) -> str:
    """Run the step of report.yml that takes a report from a stranger."""
    (script,) = (s["run"] for _, s in steps(WORKFLOWS["report.yml"]) if s.get("shell") == "python")
    with zipfile.ZipFile(folder / "report.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("../../escaped.md", b"x")
        packed.writestr("report.md", report)
    environment = {"RUN_URL": "https://example.org/run/1", "PATH": ""}
    subprocess.run([sys.executable, "-c", script], cwd=folder, env=environment, check=True)
    return (folder / "comment.md").read_text("utf-8")


@pytest.mark.parametrize("case", GOLDEN, ids=[case[2].split("\n")[0] for case in GOLDEN])
def test_a_report_comes_through_as_it_is(case: Any, tmp_path: Path) -> None:
    report = as_markdown(compare(edition(case[0]), edition(case[1]), TODAY), "ko")
    comment = cleaned(report.encode(), tmp_path)
    html, kept = (unescape(markdown.markdown(text.replace("\u2060", ""))) for text in (report, comment))
    assert kept.startswith("<!-- puri-report -->\n" + html)


HOSTILE = b"""\
@octocat &#64;octocat &#x40;octocat &commat;octocat #12 !3 [x](https://example.org) ![x](//example.org/x.png)
<img src=x onerror=alert(1)> <a href="https://example.org">x</a> <!-- hidden -->
https://example.org www.example.org
[x][y] https&#58;//example.org

[y]: https://example.org
\x1b[31m \xff \xe2\x80\xae
"""


def test_a_hostile_report_is_only_text(tmp_path: Path) -> None:
    comment = cleaned(HOSTILE, tmp_path)
    body = comment.removeprefix("<!-- puri-report -->").rpartition("\n\n[")[0]
    html = markdown.markdown(body, extensions=["pymdownx.magiclink"])
    assert set(re.findall(r"<(/?[a-z]+)", html)) <= {"p", "/p"}
    assert not re.search(r"@\w|#\d|://|www\.|[\x00-\x08\x0b-\x1f\u202e]", html)
    assert not list(tmp_path.parent.glob("escaped.md"))


def test_a_report_that_unpacks_without_end_is_cut(tmp_path: Path) -> None:
    assert len(cleaned(b"a" * 50_000_000, tmp_path)) < 61_000
