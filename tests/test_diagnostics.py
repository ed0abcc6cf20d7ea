"""Every problem in one run, each with its place: golden cases that a writer can read."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from builder import report
from builder.diagnostics import Code, has_errors, hint, message
from builder.load import RawFile
from builder.model import Reason
from builder.pipeline import Examined, examine
from builder.resources import LANGUAGES, load_yaml
from tests import making

CONFIG = {"theme": {"language": "ko"}, "extra": {"puri": {"categories": ["분류"]}}}


def check(
    files: Mapping[str, str | bytes], config: Mapping[str, object] = CONFIG, text: str = ""
) -> Examined:
    raw = [RawFile(f"content/{path}", d.encode() if isinstance(d, str) else d) for path, d in files.items()]
    return examine(raw, config, text, "content")


def golden() -> list[tuple[str, dict[str, str | bytes], list[str]]]:
    text = Path(__file__).with_name("golden").joinpath("faults.md").read_text("utf-8")
    cases = []
    for case in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        title, _, rest = case.partition("\n")
        given, _, expected = rest.partition("=>\n")
        files = {
            part.partition("\n")[0]: part.partition("\n")[2]
            for part in re.split(r"^@ ", given, flags=re.M)[1:]
        }
        cases.append((title, {"sources.yml": making.SOURCES} | files, expected.split("\n")))
    return cases


@pytest.mark.parametrize(("title", "files", "expected"), golden(), ids=[case[0] for case in golden()])
def test_golden(title: str, files: dict[str, str | bytes], expected: list[str]) -> None:
    found = [f"{d.place} {d.severity} {d.code}" for d in check(files).diagnostics]
    assert found == list(filter(None, expected))


def test_bytes_that_are_no_clean_text() -> None:
    good = making.term("파운드리")
    found = check(
        {
            "terms/bom.md": b"\xef\xbb\xbf" + making.term("하나").encode(),
            "terms/crlf.md": making.term("둘").replace("\n", "\r\n"),
            "terms/latin.md": good.encode() + b"\n\xb0\xa1",
            "terms/nfd.md": making.term("셋", "\u1100\u1161"),
            "terms/zero.md": making.term("넷", "a\0"),
            "sources.yml": making.SOURCES,
        }
    ).diagnostics
    assert [(str(each.place), each.code) for each in found] == [
        ("content/terms/bom.md:1:1", Code.BOM),
        ("content/terms/crlf.md:1:4", Code.LINE_ENDINGS),
        ("content/terms/latin.md:8:1", Code.ENCODING),
        ("content/terms/nfd.md:7:1", Code.NOT_NFC),
        ("content/terms/zero.md:7:2", Code.CONTROL_CHARACTER),
    ]


def test_settings_are_checked_where_they_stand() -> None:
    config = {"extra": {"puri": {"categorys": ["분류"], "linking": "word"}}}
    text = "site_name: x\nextra:\n  puri:\n    categorys: [분류]\n    linking: word\n"
    found = check({}, config, text).diagnostics
    assert [(str(each.place), each.code) for each in found] == [
        ("mkdocs.yml:4:5", Code.UNKNOWN_KEY),
        ("mkdocs.yml:5:14", Code.BAD_VALUE),
    ]


@pytest.mark.parametrize("lengths", ["[250]", "[2500, 250]", "[-1, 250]", "[1, 2, 3]"])
def test_lengths_are_a_lowest_and_a_highest(lengths: str) -> None:
    text = f"extra:\n  puri:\n    lengths: {{terms: {lengths}}}\n"
    (found,) = check({}, yaml.safe_load(text), text).diagnostics
    assert (str(found.place), found.code) == ("mkdocs.yml:3:22", Code.BAD_VALUE)


def test_a_near_name_is_suggested() -> None:
    files = {"terms/fabless.md": making.term("팹리스"), "terms/a.md": making.term("하나", "[[팹리수]]")}
    (found,) = check({"sources.yml": making.SOURCES} | files).diagnostics
    assert message(found, "ko") == "'팹리수'라는 용어가 없습니다."
    assert hint(found, "ko") == "혹시 '팹리스'(fabless)?"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_its_words(language: str) -> None:
    assert set(load_yaml(f"i18n/{language}.yml")["diagnostics"]) == set(Code)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_has_its_words(language: str) -> None:
    assert set(load_yaml(f"i18n/{language}.yml")["reasons"]) == set(Reason)


def test_both_languages_have_the_same_words() -> None:
    def shape(value: object) -> object:
        return {key: shape(inner) for key, inner in value.items()} if isinstance(value, dict) else None

    korean, english = (load_yaml(f"i18n/{language}.yml") for language in ("ko", "en"))
    assert shape(korean["site"]) == shape(english["site"])


def test_json_is_the_contract() -> None:
    found = check({"terms/a.md": "x"}).diagnostics
    data = json.loads(report.as_json(found, "ko").plain)
    assert data["errors"] == 1
    assert data["warnings"] == 0
    assert set(data["diagnostics"][0]) == {"file", "line", "column", "severity", "code", "message", "hint"}


def test_no_depth_of_nesting_makes_it_stumble() -> None:
    for deep in ("[" * 100_000, "{a: " * 50_000, "".join(" " * i + "a:\n" for i in range(2_000))):
        assert check({"terms/a.md": f"---\nterm: {deep}\n---\n"}).has_errors


def test_messages_carry_nothing_a_terminal_would_act_on() -> None:
    found = check({"terms/a.md": '---\n"\\e[31mred": 1\n---\n'}).diagnostics
    assert "\x1b" not in report.as_text(found, "ko").plain


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: f"---\n{text}\n---\n".encode()))
def test_no_file_makes_it_stumble(data: bytes) -> None:
    places = (
        "terms/a.md",
        "articles/a/index.md",
        "articles/a/01-b.md",
        "sources.yml",
        "paths/p.yml",
        "index.md",
    )
    examined = check(dict.fromkeys(places, data))
    assert report.as_text(examined.diagnostics, "ko").plain
    assert has_errors(examined.diagnostics)
