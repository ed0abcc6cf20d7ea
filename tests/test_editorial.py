"""What an editor should look at: golden cases that a writer can read, and the statistics behind them."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from builder import korean
from builder.check.quizzes import chi_square_tail, is_uneven
from builder.check.summaries import near_copies
from builder.diagnostics import WARNINGS, Code, hint, message
from builder.load import RawFile
from builder.pipeline import examine, review
from builder.resources import LANGUAGES
from tests import making
from tests.conftest import ROOT
from tests.test_diagnostics import CONFIG

TODAY = date(2026, 11, 22)
# Told by reading the files alone, in tests/golden/faults.md.
WITHOUT_LINKING = {Code.BOM, Code.LINE_ENDINGS, Code.NOT_NFC, Code.UNKNOWN_FILE, Code.NO_REVIEW_DATE} | {
    Code.CONFUSABLE_SLUG
}

Case = tuple[str, str, dict[str, str], list[str]]


def golden() -> list[Case]:
    text = Path(__file__).with_name("golden").joinpath("editorial.md").read_text("utf-8")
    cases = []
    for case in re.split(r"^## (?=[a-z-]+: )", text, flags=re.MULTILINE)[1:]:
        heading, _, rest = case.partition("\n")
        code, _, title = heading.partition(": ")
        files, _, expected = rest.partition("=>\n")
        parts = (part.partition("\n") for part in re.split(r"^@ ", files, flags=re.M)[1:])
        cases.append((code, title, {path: data for path, _, data in parts}, expected.split()))
    return cases


def places(files: Mapping[str, str], code: str) -> list[str]:
    text = files.get("mkdocs.yml", "")
    content = {"sources.yml": making.SOURCES} | {path: files[path] for path in files if path != "mkdocs.yml"}
    raw = [RawFile(f"content/{path}", data.encode()) for path, data in content.items()]
    examined = review(examine(raw, yaml.safe_load(text) if text else CONFIG, text, "content"), TODAY)
    for found in examined.diagnostics:
        for language in LANGUAGES:
            assert "{" not in message(found, language) + hint(found, language)
    faults = {each.code for each in examined.diagnostics} - WARNINGS
    assert faults <= {code}, "the case has a fault of its own"
    return [str(found.place) for found in examined.diagnostics if found.code == code]


@pytest.mark.parametrize(("code", "title", "files", "expected"), golden(), ids=lambda part: str(part)[:40])
def test_golden(code: str, title: str, files: dict[str, str], expected: list[str]) -> None:
    assert places(files, code) == expected


def test_every_warning_has_a_case_and_a_near_one() -> None:
    given = {code for code, _, _, expected in golden() if expected}
    withheld = {code for code, _, files, expected in golden() if not expected or len(files) > 1}
    assert given >= WARNINGS - WITHOUT_LINKING
    assert withheld >= WARNINGS - WITHOUT_LINKING


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_the_documents_name_every_warning(document: str) -> None:
    text = ROOT.joinpath(document).read_text("utf-8")
    assert {code for code in WARNINGS if f"`{code}`" not in text} == set()


def test_content_with_errors_is_not_linked() -> None:
    raw = [RawFile("content/terms/a.md", making.term("하나", "[[없는 말]]").encode())]
    examined = examine(raw, CONFIG, "", "content")
    assert review(examined, TODAY) is examined


def test_an_allowed_warning_of_the_first_pass_is_not_given() -> None:
    files = {"terms/a.md": making.term("하나", status="reviewed", allow="[no-review-date]")}
    assert not places(files, Code.NO_REVIEW_DATE)
    assert not places(files, Code.UNUSED_ALLOW)


# Percentage points as every table of the distribution prints them (NIST/SEMATECH e-Handbook, 1.3.6.7.4).
@pytest.mark.parametrize(
    ("value", "freedom", "tail"),
    [(6.635, 1, 0.01), (9.210, 2, 0.01), (11.345, 3, 0.01), (7.815, 3, 0.05), (23.209, 10, 0.01), (0, 3, 1)],
)
def test_chi_square_is_that_of_the_tables(value: float, freedom: int, tail: float) -> None:
    assert chi_square_tail(value, freedom) == pytest.approx(tail, rel=2e-3)


def test_many_questions_do_not_make_a_small_difference_matter() -> None:
    assert not is_uneven([300, 200, 200, 200])
    assert is_uneven([300, 100, 200, 200])


_SHORT = st.text("가나다라", min_size=1, max_size=9)


@given(st.lists(_SHORT, max_size=12))
def test_near_copies_are_those_that_comparing_all_pairs_finds(texts: list[str]) -> None:
    sets = [{text[i : i + 3] for i in range(max(1, len(text) - 2))} for text in texts]
    expected: list[tuple[int, int]] = []
    for i, own in enumerate(sets):
        copies = {copy for _, copy in expected}
        like = (j for j in range(i) if j not in copies and len(own & sets[j]) >= 0.8 * len(own | sets[j]))
        if (first := next(like, None)) is not None:
            expected.append((first, i))
    assert list(near_copies(texts)) == expected


@pytest.mark.parametrize(
    ("sentence", "level"),
    [
        ("만듭니다.", "hamnida"),
        ("무엇입니까?", "hamnida"),
        ("보십시오!", "hamnida"),
        ("무엇인가요?", "haeyo"),
        ("할까요?", "haeyo"),
        ("그렇죠…", "haeyo"),
        ("만든다.", "handa"),
        ("아니다.", "handa"),
        ("무엇인가?", "handa"),
        ("그럴까.)", "handa"),
        ("돈이 필요.", None),
        ("할 때마다.", None),
        ("만드는 회사.", None),
        ("만든다", None),
        ("", None),
    ],
)
def test_the_speech_level_of_a_sentence(sentence: str, level: str | None) -> None:
    told = korean.speech_level(sentence)
    assert (told[1] if told else None) == level
