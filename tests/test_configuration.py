"""What is wrong with mkdocs.yml is told like anything else: in the form that was asked for."""

import json
import re
import sys
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result

from builder.cli import main, puri
from tests import making
from tests.test_report import SARIF

SOUND = "site_name: 시험\ndocs_dir: content\ntheme: {name: material, language: ko}\nplugins: [puri]\n"
WRONG = {
    "no yaml": (f"{SOUND}nav: [", "yaml-syntax", (6, 1)),
    "no mapping": ("- a\n", "bad-settings", (1, 1)),
    "nothing": ("", "bad-settings", (1, 1)),
    "type": (SOUND.replace("시험", "[1]"), "bad-settings", (1, 1)),
    "address": (f"{SOUND}site_url: x\n", "bad-settings", (5, 1)),
    "address that is none": (f"{SOUND}site_url: 'https://[x'\n", "bad-settings", (1, 1)),
    "folder": (SOUND.replace("content", "gone"), "bad-settings", (2, 1)),
    "theme": (SOUND.replace("material", "gone"), "bad-settings", (3, 1)),
    "plugin": (SOUND.replace("[puri]", "[puri, gone]"), "bad-settings", (4, 1)),
    "no plugin": (SOUND.replace("[puri]", "[search]"), "bad-settings", (4, 1)),
    "extension": (f"{SOUND}markdown_extensions: [gone]\n", "bad-settings", (5, 1)),
    "inherited text": (f"{SOUND}INHERIT: own.txt\n", "bad-settings", (1, 1)),
    "folder of the theme": (SOUND.replace("ko}", "ko, custom_dir: 5}"), "bad-settings", (1, 1)),
    "time": (f"{SOUND}x: !!timestamp x\n", "bad-settings", (1, 1)),
    "hook": (f"{SOUND}hooks: [gone.py]\n", "bad-settings", (5, 1)),
    "inherit": (f"{SOUND}INHERIT: gone.yml\n", "bad-settings", (1, 1)),
    "strict": (f"{SOUND}strict: true\nunheard_of: 1\n", "bad-settings", (6, 1)),
    "command": (f"{SOUND}site_description: '::error::x'\nsite_url: '::set-output'\n", "bad-settings", (6, 1)),
}


def told(tmp_path: Path, text: str, *words: str) -> Result:
    root = making.write_site(tmp_path / "root", {})
    (root / "mkdocs.yml").write_text(text, "utf-8")
    (root / "own.txt").write_text("text", "utf-8")
    return CliRunner().invoke(puri, [*words, "--root", str(root)])


@pytest.mark.parametrize(("text", "code", "place"), WRONG.values(), ids=WRONG)
def test_wrong_settings_are_diagnostics(tmp_path: Path, text: str, code: str, place: tuple[int, int]) -> None:
    done = told(tmp_path, text, "check", "--format", "json")
    data = json.loads(done.stdout)
    found = [(each["file"], each["code"], (each["line"], each["column"])) for each in data["diagnostics"]]
    assert found == [("mkdocs.yml", code, place)]
    assert (data["errors"], done.exit_code) == (1, 2)


@pytest.mark.parametrize("name", ["no yaml", "address", "command"])
def test_wrong_settings_in_every_form(tmp_path: Path, name: str) -> None:
    text, code, (line, column) = WRONG[name]
    place = f"{line},col={column}"
    shown = told(tmp_path / "github", text, "check", "--format", "github").stdout
    assert f"::error file=mkdocs.yml,line={place},title={code}::" in shown
    assert len(re.findall("^::", shown, re.MULTILINE)) == 1
    log = json.loads(told(tmp_path / "sarif", text, "check", "--format", "sarif").stdout)
    jsonschema.validate(log, SARIF)
    assert [each["ruleId"] for each in log["runs"][0]["results"]] == [code]
    said = f"mkdocs.yml:{line}:{column}: error[{code}]"
    assert said in told(tmp_path / "text", text, "check").stdout


def test_a_build_says_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = making.write_site(tmp_path / "root", {})
    (root / "mkdocs.yml").write_text(WRONG["address"][0], "utf-8")
    monkeypatch.setattr(sys, "argv", ["puri", "build", "--root", str(root)])
    with pytest.raises(SystemExit) as done:
        main()
    shown = capsys.readouterr()
    assert (done.value.code, shown.out) == (2, "")
    assert shown.err.startswith("mkdocs.yml:5:1: error[bad-settings] 'site_url' 설정을 MkDocs가")
