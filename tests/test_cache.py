"""Builds that are divided, or begin with what an earlier one has made: the same bytes as one made anew."""

import os
import random
import shutil
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from builder.cache import VARIABLE, Cache, Kept
from builder.publish import build_bundle, build_site
from tests import making, small
from tests.test_site import digests

_FILES = {path: text for path, text in small.FILES.items() if isinstance(text, str)}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small site, whose pages are kept from build to build."""
    monkeypatch.delenv(VARIABLE)
    return small.write(tmp_path / "root")


def built(root: Path) -> dict[str, str]:
    build_site(root, root / "site")
    return digests(root / "site")


def built_anew(root: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    with monkeypatch.context() as context:
        context.setenv(VARIABLE, "")
        build_site(root, root / "anew")
    return digests(root / "anew")


def keys(root: Path) -> dict[str, bytes]:
    """What is kept: the key of each page."""
    pages = sqlite3.connect(root / ".cache/puri/pages.sqlite3")
    rows = dict(pages.execute("SELECT path, key FROM pages").fetchall())
    pages.close()
    return rows


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def rename(root: Path) -> None:
    content = root / "content"
    (content / "terms/fabless.md").rename(content / "terms/fabless-company.md")
    for file in content.rglob("*.md"):
        file.write_text(file.read_text("utf-8").replace("[fabless]", "[fabless-company]"), "utf-8")


def theme(root: Path) -> None:
    (root / "own").mkdir()
    (root / "own/main.html").write_text("{% extends 'base.html' %}", "utf-8")
    edit(root / "mkdocs.yml", "name: material", "name: material, custom_dir: own")


def article(root: Path) -> Path:
    return next((root / "content/articles").glob("*/01-*.md"))


ALL = "all pages"
# A change, a page that must be made anew for it, and one that must not; ALL where everything must.
CHANGES: list[tuple[Callable[[Path], object], str, str]] = [
    (lambda root: edit(article(root), "줄의 처음", "글의 처음"), "terms/foundry.md", "terms/foundation.md"),
    (
        lambda root: edit(root / "content/terms/foundry.md", "대신 만들어", "맡아 만들어"),
        "terms/index.md",
        "terms/foundation.md",
    ),
    (
        lambda root: edit(root / "content/terms/foundry.md", "[위탁생산,", "[굵은, 위탁생산,"),
        "terms/foundry.md",
        "terms/foundation.md",
    ),
    (rename, "terms/fabless-company.md", "articles/a/two.md"),
    (theme, ALL, ""),
    (lambda root: edit(root / "mkdocs.yml", "edit_uri: edit", "edit_uri: blob"), ALL, ""),
]


@pytest.mark.parametrize(("change", "touched", "untouched"), CHANGES)
def test_what_depends_on_a_change_is_made_anew(
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Path], object],
    touched: str,
    untouched: str,
) -> None:
    built(root)
    before = keys(root)
    change(root)
    assert built(root) == built_anew(root, monkeypatch)
    after = keys(root)
    if touched == ALL:
        assert not before.items() & after.items()
    else:
        assert before.get(touched) != after[touched]
        assert before[untouched] == after[untouched]


def test_another_version_of_anything_makes_everything_anew(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from builder import division

    built(root)
    before = keys(root)
    (tmp_path / "packages/new-1.0.dist-info").mkdir(parents=True)
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path / "packages")])
    division._software.cache_clear()
    built(root)
    division._software.cache_clear()
    assert not before.items() & keys(root).items()


def test_editions_do_not_share_pages(root: Path) -> None:
    built(root)
    first = build_bundle(root, root / "dist").read_bytes()
    shutil.rmtree(root / ".cache")
    assert build_bundle(root, root / "dist").read_bytes() == first


@pytest.mark.parametrize("damage", [b"", b"not a database at all", b"SQLite format 3\0" + bytes(4096)])
def test_a_damaged_cache_counts_as_none(root: Path, damage: bytes) -> None:
    whole = built(root)
    file = root / ".cache/puri/pages.sqlite3"
    file.write_bytes(damage)
    assert built(root) == whole
    assert built(root) == whole
    assert len(keys(root)) > 10


def test_damaged_pages_count_as_none(root: Path) -> None:
    whole = built(root)
    pages = sqlite3.connect(root / ".cache/puri/pages.sqlite3")
    with pages:
        pages.execute("UPDATE pages SET data = substr(data, 1, 100) || x'00'")
    pages.close()
    assert built(root) == whole


def test_without_a_place_to_keep_pages_nothing_is_kept(root: Path) -> None:
    (root / ".cache").write_text("a file in the way", "utf-8")
    assert "index.html" in built(root)


def test_what_has_gone_is_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE)
    cache = Cache(tmp_path, "website")
    cache.keep({"a": b"1", "b": b"2"}, [("a", Kept(b"<a>", [["", "A", ""]])), ("b", Kept(b"<b>", []))])
    cache.keep({"b": b"2"}, [])
    assert cache.find({"a": b"1", "b": b"2"}) == {"b": Kept(b"<b>", [])}
    assert cache.find({"b": b"3"}) == {}


def test_any_series_of_edits_ends_like_a_build_made_anew(
    root: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    draw = random.Random(20261122)
    words = ["파운드리", "팹리스가", "NPU", "글", "\n\n## 제목\n\n", "[[foundry]]", "`코드`", "데이터센터의 "]
    for _ in range(int(os.environ.get("PURI_EDITS", "8"))):
        files = sorted((root / "content").rglob("*.md"))
        file = draw.choice(files)
        text = file.read_text("utf-8")
        front, _, body = text.rpartition("\n---\n")
        kind = draw.randrange(4)
        if kind == 0:
            place = draw.randrange(len(body) + 1)
            body = body[:place] + " " + draw.choice(words) + " " + body[place:]
        elif kind == 1:
            front = front.replace("summary: ", f"summary: {draw.choice('가나다라')} ", 1)
        elif kind == 2:
            front = front.replace("title: ", f"title: {draw.choice('가나다라')}", 1)
        else:
            new = draw.randrange(1000)
            (root / f"content/terms/new-{new}.md").write_text(
                making.term(f"새말{new}", f"[[foundry]] {draw.choice(words)}", category="산업"), "utf-8"
            )
        file.write_text(f"{front}\n---\n{body}", "utf-8")
        assert built(root) == built_anew(root, monkeypatch), (file, kind)


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="nothing is divided on this system")
def test_a_divided_build_is_the_whole_one(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        f"terms/t{i}.md": making.term(f"{chr(0xAC00 + 28 * i)}말", f"[[t{(i + 7) % 200}]]와 다른 말.")
        for i in range(200)
    }
    root = making.write_site(tmp_path / "root", files)
    edit(root / "mkdocs.yml", "[puri]", "[search, puri]")
    own = os.sched_getaffinity(0)
    build_site(root, root / "divided")
    os.sched_setaffinity(0, {min(own)})
    try:
        build_site(root, root / "whole")
    finally:
        os.sched_setaffinity(0, own)
    assert digests(root / "divided") == digests(root / "whole")
