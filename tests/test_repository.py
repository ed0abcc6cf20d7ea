"""What the hosting services and tools read of this repository, by their own rules."""

import json
import re
import subprocess
import sys
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema.validators import validator_for

from tests.conftest import ROOT

FORMS = sorted(ROOT.glob(".github/ISSUE_TEMPLATE/[0-9]*.yml"))


def githubs(schema: str) -> Any:
    """Return the validator of one of the schemas that check-jsonschema brings from SchemaStore."""
    text = (
        resources.files("check_jsonschema")
        .joinpath("builtin_schemas", "vendor", f"{schema}.json")
        .read_text()
    )
    data = json.loads(text)
    return validator_for(data)(data)


def load(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.name)
def test_an_issue_form_is_one_for_github(form: Path) -> None:
    data = load(form)
    assert [error.message for error in githubs("github-issue-forms").iter_errors(data)] == []
    ids = [part["id"] for part in data["body"] if "id" in part]
    assert len(ids) == len(set(ids))
    labels = [part["attributes"]["label"] for part in data["body"] if "label" in part["attributes"]]
    assert len(labels) == len(set(labels))
    assert any(part.get("validations", {}).get("required") for part in data["body"])


def test_there_is_a_form_to_correct_and_one_to_propose() -> None:
    assert [load(form)["name"] for form in FORMS] == ["틀린 곳 알리기", "새 용어 제안하기"]
    config = load(ROOT / ".github/ISSUE_TEMPLATE/config.yml")
    assert [error.message for error in githubs("github-issue-config").iter_errors(config)] == []


def test_the_validator_refuses_a_form_that_github_would() -> None:
    broken = load(FORMS[0]) | {"body": [{"type": "inputs", "attributes": {"label": "x"}}]}
    assert list(githubs("github-issue-forms").iter_errors(broken))


# https://docs.github.com/articles/about-code-owners: a pattern without !, [ ] or \#, then owners.
_OWNER = r"(?:@[A-Za-z0-9-]+(?:/[A-Za-z0-9._-]+)?|[^\s@]+@[^\s@]+\.[^\s@]+)"
_RULE = re.compile(rf"(?![!#])[^\s\[\]]+(?:\s+{_OWNER})*(?:\s+#.*)?")


def test_code_owners_are_rules_about_what_is_here() -> None:
    lines = ROOT.joinpath(".github/CODEOWNERS").read_text("utf-8").splitlines()
    rules = [line for line in lines if line.strip() and not line.startswith("#")]
    assert all(_RULE.fullmatch(rule) for rule in rules)
    examples = [line[2:] for line in lines if line.startswith("# /")]
    assert examples
    for line in (*rules, *examples):
        assert (ROOT / line.split()[0].strip("/")).exists(), line


def test_the_hook_is_one_for_pre_commit() -> None:
    manifest = ROOT / ".pre-commit-hooks.yaml"
    words = [sys.executable, "-m", "pre_commit", "validate-manifest", str(manifest)]
    done = subprocess.run(words, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout
    (hook,) = load(manifest)
    assert hook["entry"] == "puri check"
    assert not hook["pass_filenames"]
    for file, runs in (("content/terms/npu.md", True), ("mkdocs.yml", True), ("docs/content/x.md", False)):
        assert bool(re.search(hook["files"], file)) is runs
    assert hook["id"] in ROOT.joinpath("README.md").read_text("utf-8")
