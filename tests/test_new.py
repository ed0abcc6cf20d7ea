"""`puri new`: whatever is answered, either a valid draft is written or nothing."""

import os
import signal
import subprocess
import sys
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import assume, given
from hypothesis import strategies as st

from builder import publish
from builder.cli import puri
from builder.diagnostics import has_errors
from builder.drafts import KINDS, Desk, WrongAnswerError, refusals, suggest_slug
from builder.load import RawFile, assemble
from builder.pipeline import examine
from builder.publish import write_new
from builder.unseen import UNSEEN
from tests import making

FILES = {
    "sources.yml": "s: {title: 글}\n",
    "terms/foundry.md": making.term("파운드리", aliases="[위탁생산]", redirect_from="[fab]"),
    "terms/Chip.md": making.term("칩"),
    "articles/a/index.md": making.ARTICLE,
    "articles/Big/index.md": making.ARTICLE,
    "articles/a/01-one.md": making.section("하나"),
    "articles/a/07-seven.md": making.section("일곱"),
    "articles/a/12-twelve.md": "---\n[\n---\n",
    "paths/first.yaml": "title: 길\nsummary: 길의 요약.\nsteps: [terms/foundry]\n",
}
TERM: Mapping[str, Any] = {
    "term": "팹리스",
    "slug": "fabless",
    "summary": "설계만 하는 회사.",
    "category": "분류",
}


def desk(language: str = "ko", categories: tuple[str, ...] = ("분류",)) -> Desk:
    raw = tuple(RawFile(f"content/{path}", data.encode()) for path, data in FILES.items())
    config = {"theme": {"language": language}, "extra": {"puri": {"categories": list(categories)}}}
    return Desk(examine(raw, config, "", "content"), raw)


DESK = desk()


def accepted(kind: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Take the answers as the command line does."""
    answers: dict[str, Any] = {}
    for question in KINDS[kind].questions:
        value = given.get(question.key, ())
        value = DESK.accept(KINDS[kind], question, (value,) if isinstance(value, str) else value, answers)
        if value is not None:
            answers[question.key] = value
    return answers


def refusal(kind: str, **given: Any) -> str:
    with pytest.raises(WrongAnswerError) as wrong:
        accepted(kind, dict(given) if kind != "term" else {**TERM, **given})
    return str(wrong.value)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = {
        path: data
        for path, data in FILES.items()
        if "Chip" not in path and "Big" not in path and "twelve" not in path
    }
    return making.write_site(tmp_path / "site", files)


def run(root: Path, *words: str, typed: str = "") -> Result:
    return CliRunner().invoke(puri, ["new", words[0], "--root", str(root), *words[1:]], input=typed)


def content(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


TEXT = st.text(max_size=40) | st.text(" :#'\"[]{}&*!|>%@`,-?\\~\u2028\ufeff\x85가a1", max_size=12)
WORDS = st.sampled_from(
    ["NO", "on", "1.0", "~", "null", "---", "...", "- a", "? a", "2026-11-21", "0x1F", "<<"]
)


@given(st.fixed_dictionaries(dict.fromkeys(("term", "english", "reading", "summary"), TEXT | WORDS)))
def test_any_text_in_any_field_is_read_back_as_it_was_given(texts: dict[str, str]) -> None:
    given = {**TERM, **texts, "aliases": tuple(texts.values())}
    try:
        answers = accepted("term", given)
    except WrongAnswerError:
        given_text = "".join(texts.values())
        assert UNSEEN.search(given_text) or any(unicodedata.category(char) == "Cs" for char in given_text)
        return
    assume(TERM.keys() <= answers.keys())
    draft = DESK.draft(KINDS["term"], answers)
    loaded = assemble([draft], "content")
    assert loaded.diagnostics == ()
    fields = loaded.library.terms["fabless"].fields
    for key, text in texts.items():
        assert (getattr(fields, key) or "") == unicodedata.normalize("NFC", " ".join(text.split()))
    assert fields.aliases == tuple(
        filter(None, (unicodedata.normalize("NFC", " ".join(a.split())) for a in given["aliases"]))
    )
    assert loaded.library.terms["fabless"].document.body == ""


def test_letters_that_were_typed_apart_are_put_together() -> None:
    assert accepted("term", {**TERM, "term": unicodedata.normalize("NFD", "팹리스")})["term"] == "팹리스"


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_draft_of_each_kind_is_valid_and_says_what_to_fill_in(language: str) -> None:
    answers: dict[str, dict[str, Any]] = {
        "term": {**TERM, "related": ("foundry",), "requires": ("foundry",), "sources": ("s",)},
        "article": {"title": "글", "slug": "b", "summary": "요약", "source": "s", "published": "2024-Q1"},
        "section": {"article": "a", "title": "절", "slug": "two", "summary": "요약"},
        "path": {
            "title": "길",
            "slug": "way",
            "summary": "짧은 길.",
            "steps": ("terms/foundry", "articles/a/07-seven"),
        },
    }
    here = desk(language)
    files = [here.draft(kind, accepted(name, answers[name])) for name, kind in KINDS.items()]
    assert [file.file for file in files] == [
        "content/terms/fabless.md",
        "content/articles/b/index.md",
        "content/articles/a/13-two.md",
        "content/paths/way.yml",
    ]
    after = examine((*here.files, *files), {"extra": {"puri": {"categories": ["분류"]}}}, "", "content")
    assert refusals(here.examined, after) == ()
    text = files[0].data.decode()
    for key in ("status: draft", "reviewed:", "quiz:", "related: {requires: [foundry], related: [foundry]}"):
        assert f"\n{key}\n" in text
    assert after.library.terms["fabless"].fields.status == "draft"


def test_a_slug_is_made_of_the_english_name() -> None:
    assert (
        suggest_slug({"term": "온디바이스 AI", "english": "On-device  A.I. (edge)"}) == "on-device-a-i-edge"
    )
    assert suggest_slug({"term": "NPU", "english": "Neural Processing Unit"}) == "npu"
    assert suggest_slug({"term": "파운드리"}) == ""
    assert len(suggest_slug({"english": "long word " * 1_000})) <= 60
    assert len(suggest_slug({"english": "x" * 10_000})) == 60


@pytest.mark.parametrize(
    "slug",
    [
        "../x",
        "a/b",
        "..",
        ".",
        "a\\b",
        "Fabless",
        "팹리스",
        "a_b",
        "-a",
        "a--b",
        "a b",
        "C:",
        "/etc/passwd",
        "con",
        "nul",
        "com1",
        "lpt9",
        "aux",
        "index",
    ],
)
def test_a_slug_that_is_none_is_refused(slug: str) -> None:
    assert refusal("term", slug=slug)


def test_a_slug_in_use_is_refused_whatever_its_case_or_ending() -> None:
    assert "terms/foundry.md" in refusal("term", slug="foundry")
    assert "terms/Chip.md" in refusal("term", slug="chip")
    assert "terms/foundry.md" in refusal("term", slug="fab")
    assert refusal("article", title="t", slug="a", summary="s", source="s")
    assert refusal("article", title="t", slug="big", summary="s", source="s")
    assert refusal("section", article="a", title="t", slug="one", summary="s")
    assert refusal("section", article="a", title="t", slug="twelve", summary="s")
    assert refusal("path", title="t", slug="first", summary="s", steps=("terms/foundry",))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("term", "a\x1b[31m"),
        ("english", "\x00"),
        ("summary", "\udcff"),
        ("summary", "가" * 121),
        ("category", "분루"),
        ("sources", ("t",)),
        ("requires", ("../../etc",)),
    ],
)
def test_an_answer_that_cannot_stand_is_refused(key: str, value: Any) -> None:
    assert refusal("term", **{key: value})


def test_what_only_the_whole_content_shows_is_refused(root: Path) -> None:
    before = content(root)
    for words in (
        ("term", "other", "--term", "위탁 생산", "--summary", "뜻.", "--category", "분류"),
        ("term", "deep", "--term", "[" * 500, "--summary", "뜻.", "--category", "분류"),
    ):
        done = run(root, *words)
        assert done.exit_code == 2, done.output
        assert "Traceback" not in done.output
    assert (
        "파운드리"
        in run(root, "term", "x", "--term", "위탁생산", "--summary", "뜻", "--category", "분류").output
    )
    assert content(root) == before


def test_ten_kilobytes_of_title_are_written(root: Path) -> None:
    title = "긴 제목: #'\" " * 1_000
    done = run(root, "section", "a", "long", "--title", title, "--summary", "x")
    assert done.exit_code == 0, done.output
    assert (root / "content/articles/a/08-long.md").is_file()
    done = run(root, "article", "--title", "x" * 10_000, "--summary", "x", "--source", "s")
    assert done.exit_code == 0, done.output
    done = run(root, "article", "x" * 10_000, "--title", "x", "--summary", "x", "--source", "s")
    assert isinstance(done.exception, OSError), "main() prints it"


def test_without_a_terminal_a_missing_answer_is_an_error_that_names_its_option(root: Path) -> None:
    before = content(root)
    for words in (("term",), ("term", "--yes")):
        done = run(root, *words, "--english", "Fabless", typed="팹리스\n" * 9)
        assert done.exit_code == 2
        assert "--term, --summary, --category" in done.output
    assert content(root) == before


def test_options_alone_write_one_file_and_nothing_else(root: Path) -> None:
    before = content(root)
    words = ("--term", "팹리스", "--english", "Fabless", "--summary", "설계만 한다.", "--category", "분류")
    done = run(root, "term", *words)
    assert done.exit_code == 0, done.output
    assert content(root).keys() - before.keys() == {"content/terms/fabless.md"}
    assert {path: data for path, data in content(root).items() if path in before} == before
    assert "orphan-term" in done.output
    assert not has_errors(
        examine(
            [RawFile(f"{path}", data) for path, data in content(root).items() if "content" in path],
            {},
            "",
            "content",
        ).diagnostics
    )
    again = run(root, "term", *words)
    assert again.exit_code == 2
    assert "SLUG" in again.output


def test_at_a_terminal_it_asks_and_asks_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builder.cli.new._someone_answers", lambda: True)
    typed = ["위탁생산", "Made for others", "", "", "", "", "뜻.", "9", "1", "2", ""]
    typed += ["위탁", "", "", "", "", "", "", "1"]  # everything again: the name was another's
    done = run(root, "term", typed="\n".join(typed) + "\n")
    assert done.exit_code == 0, done.output
    text = (root / "content/terms/made-for-others.md").read_text("utf-8")
    assert text.startswith(
        "---\nterm: 위탁\nenglish: Made for others\nsummary: 뜻.\ncategory: 분류\nsources: [s]\n"
    )


def test_an_option_that_is_wrong_is_asked_for_at_a_terminal(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("builder.cli.new._someone_answers", lambda: True)
    words = ["--term", "팹리스", "--english", "x", "--reading", "x", "--alias", "팹", "--summary", "뜻."]
    words += ["--category", "분류", "--source", "s", "--requires", "foundri"]
    done = run(root, "term", "../fabless", *words, typed="fabless\nfoundry\n")
    assert done.exit_code == 0, done.output
    assert "foundri" in done.output
    text = (root / "content/terms/fabless.md").read_text("utf-8")
    assert "\nrelated: {requires: [foundry]}\n" in text


def test_breaking_off_writes_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builder.cli.new._someone_answers", lambda: True)
    before = content(root)
    assert run(root, "term", typed="팹리스\n").exit_code == 1  # click's own; main() gives 130
    assert content(root) == before


def test_a_file_is_never_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for way in ("without a name", "beside it"):
        target = tmp_path / way / "x.md"
        write_new(target, b"first")
        with pytest.raises(FileExistsError):
            write_new(target, b"second")
        (tmp_path / way / "dangling").symlink_to("nowhere")
        with pytest.raises(FileExistsError):
            write_new(tmp_path / way / "dangling", b"second")
        assert target.read_bytes() == b"first"
        assert {path.name for path in target.parent.iterdir()} == {"x.md", "dangling"}
        monkeypatch.setattr(publish, "_write_nameless", lambda target, data: False)


def test_a_command_that_is_killed_leaves_nothing(root: Path) -> None:
    before = content(root)
    program = (
        "import os, signal, sys; os.link = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL);"
        "from builder.cli import main; main()"
    )
    words = ["new", "term", "x", "--root", str(root), "--term", "x", "--summary", "x", "--category", "분류"]
    done = subprocess.run(
        [sys.executable, "-c", program, *words], stdin=subprocess.DEVNULL, env=dict(os.environ)
    )
    assert done.returncode == -signal.SIGKILL
    assert content(root) == before
