"""Builds that are divided, or begin with what an earlier one has made: the same bytes as one made anew."""

import os
import random
import re
import shutil
import sqlite3
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from mkdocs.exceptions import ConfigurationError

from builder import parallel
from builder.cache import VARIABLE, Cache, New, Standing, software, stamp
from builder.cli import puri
from builder.configuration import ContentError
from builder.link import from_text, link_again, to_text
from builder.model import Linked, LinkedBody
from builder.publish import build_bundle, build_site, merge_shards
from builder.schema import PuriFields
from builder.shards import PartsError, Shard
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
    pages = sqlite3.connect(root / ".cache/puri/made.sqlite3")
    rows = dict(pages.execute("SELECT path, key FROM files WHERE path LIKE '%.md'").fetchall())
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

    built(root)
    before = keys(root)
    (tmp_path / "packages/new-1.0.dist-info").mkdir(parents=True)
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path / "packages")])
    software.cache_clear()
    built(root)
    software.cache_clear()
    assert not before.items() & keys(root).items()


def test_editions_do_not_share_pages(root: Path) -> None:
    built(root)
    first = build_bundle(root, root / "dist").read_bytes()
    shutil.rmtree(root / ".cache")
    assert build_bundle(root, root / "dist").read_bytes() == first


@pytest.mark.parametrize("damage", [b"", b"not a database at all", b"SQLite format 3\0" + bytes(4096)])
def test_a_damaged_cache_counts_as_none(root: Path, damage: bytes) -> None:
    whole = built(root)
    file = root / ".cache/puri/made.sqlite3"
    file.write_bytes(damage)
    assert built(root) == whole
    assert built(root) == whole
    assert len(keys(root)) > 10


@pytest.mark.parametrize("cores", [1, 2])
def test_damaged_pages_count_as_none(root: Path, cores: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "cores", lambda: cores)
    whole = built(root)
    shutil.rmtree(root / "site")
    pages = sqlite3.connect(root / ".cache/puri/made.sqlite3")
    with pages:
        pages.execute("UPDATE files SET data = substr(data, 1, 100) || x'00'")
    pages.close()
    assert built(root) == whole


@pytest.mark.parametrize("cores", [1, 2])
def test_one_damaged_page_is_made_again(root: Path, cores: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "cores", lambda: cores)
    whole = built(root)
    shutil.rmtree(root / "site")  # else its files would be taken
    pages = sqlite3.connect(root / ".cache/puri/made.sqlite3")
    with pages:
        pages.execute("UPDATE files SET data = substr(data, 1, 9) WHERE path LIKE '%terms/foundry.md'")
    pages.close()
    assert built(root) == whole


def test_without_a_place_to_keep_pages_nothing_is_kept(root: Path) -> None:
    (root / ".cache").write_text("a file in the way", "utf-8")
    assert "index.html" in built(root)


def test_what_has_gone_is_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE)
    cache, place = Cache(tmp_path, "website"), tmp_path / "a.html"
    place.write_bytes(b"<a>")
    cache.keep({"a": b"1", "b": b"2"}, [New("a", place, "A"), New("b", place, "")])
    cache.keep({"b": b"2"}, [])
    places = {"a": tmp_path / "deep/a.html", "b": tmp_path / "deep/b.html"}
    assert cache.notes({"a": b"1", "b": b"3"}) == {}
    assert cache.notes({"a": b"1", "b": b"2"}) == {"b": ""}
    assert cache.restore({"b": b"3"}, places) == set()
    assert cache.restore({"b": b"2"}, places) == {"b"}
    assert [file.name for file in (tmp_path / "deep").iterdir()] == ["b.html"]
    assert places["b"].read_bytes() == b"<a>"


def test_what_stands_untouched_is_taken_over(tmp_path: Path) -> None:
    stands, new = tmp_path / "stands", tmp_path / "new"
    names = ("a/index.html", "a.md", "b.html", "c.html")
    for name in names:
        (stands / name).parent.mkdir(parents=True, exist_ok=True)
        (stands / name).write_text(name, "utf-8")
    left = {"a": (b"1", [stamp(stands / name) for name in names[:2]])}
    left |= {name: (b"1", [stamp(stands / f"{name}.html")]) for name in "bc"}
    places = {"a": [new / name for name in names[:2]], "b": [new / "b.html"], "c": [new / "c.html"]}
    (stands / "b.html").write_text("edited by hand", "utf-8")
    (stands / "c.html").unlink()
    standing = Standing(stands, left)
    assert standing.restore({"a": b"other"}, places, new) == set()
    assert standing.restore(dict.fromkeys("abc", b"1"), places, new) == {"a"}
    shutil.rmtree(stands)
    assert sorted(str(file.relative_to(new)) for file in new.rglob("*.*")) == ["a.md", "a/index.html"]
    assert (new / "a/index.html").read_text("utf-8") == "a/index.html"


def test_a_file_of_the_site_that_somebody_has_changed_is_made_again(root: Path) -> None:
    whole = built(root)
    page, twin, picture = (
        root / "site" / name
        for name in ("terms/foundry/index.html", "terms/foundry.md", "share/terms/foundry.png")
    )
    before = page.stat()
    page.write_bytes(page.read_bytes().replace(b"e", b"o"))
    twin.unlink()
    picture.write_bytes(b"")
    assert built(root) == whole
    unchanged = root / "site/terms/foundation/index.html"
    inode = unchanged.stat().st_ino
    assert built(root) == whole
    assert unchanged.stat().st_ino == inode
    assert page.stat().st_ino != before.st_ino


def test_any_series_of_edits_ends_like_a_build_made_anew(
    root: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    draw = random.Random(20261122)
    for number in range(int(os.environ.get("PURI_EDITS", "8"))):
        before = {file: file.read_bytes() for file in (root / "content").rglob("*") if file.is_file()}
        edit_anything(root / "content", draw, number)
        try:
            now = built(root)
        except ContentError:  # nobody can build that: the last good site stays
            shutil.rmtree(root / "content")
            for file, data in before.items():
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data)
        else:
            assert now == built_anew(root, monkeypatch), number


def edit_anything(content: Path, draw: random.Random, number: int) -> None:
    """Edit a file in one of many ways, add one, or remove one."""
    words = ["파운드리", "팹리스가", "NPU", "글", "\n\n## 제목\n\n", "[[foundry]]", "`코드`", "데이터센터의 "]
    file = draw.choice(sorted(content.rglob("*.md")))
    front, end, body = file.read_text("utf-8").rpartition("\n---\n")
    kind = draw.randrange(7)
    if kind <= 1:
        place = draw.randrange(len(body) + 1)
        body = f"{body[:place]} {draw.choice(words)} {body[place:]}"
    elif kind == 2:
        front = front.replace("summary: ", f"summary: {draw.choice('가나다라')} ", 1)
    elif kind == 3:
        front = re.sub(
            "^(title|term): ", rf"\1: {draw.choice('가나다라')}", front, count=1, flags=re.MULTILINE
        )
    elif kind == 4:
        new = making.term(f"새말{number}", f"[[foundry]] {draw.choice(words)}", category="산업")
        (content / f"terms/new-{number}.md").write_text(new, "utf-8")
    elif kind == 5:
        front = front.replace(
            "aliases: [", f"aliases: [{draw.choice(['데이터센터', '제목', '줄', 'GPU'])}, ", 1
        )
    elif file.name.startswith("new-"):
        file.unlink()
        return
    file.write_text(front + end + body, "utf-8")


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
    divided = build_bundle(root, root / "divided-dist")
    os.sched_setaffinity(0, {min(own)})
    try:
        build_site(root, root / "whole")
        whole = build_bundle(root, root / "whole-dist")
    finally:
        os.sched_setaffinity(0, own)
    assert digests(root / "divided") == digests(root / "whole")
    assert divided.read_bytes() == whole.read_bytes()


# Links of an earlier build

LINKED: dict[str, str | bytes] = {
    "terms/foundry.md": making.term("파운드리", "팹리스의 설계를 만든다.", aliases="[위탁생산]"),
    "terms/fabless.md": making.term("팹리스", "파운드리와 달리 설계만 한다. [[articles/a/two]]에 더 있다."),
    "articles/a/index.md": making.ARTICLE,
    "articles/a/01-one.md": making.section(
        "하나", "위탁생산과 팹리스.\n\n## 다음\n\n팹리스와 [[foundry]], 수위."
    ),
    "articles/a/02-two.md": making.section("둘", "파운드리는 공장이고 팹리스는 아니다."),
}


def linked(
    files: Mapping[str, str | bytes], earlier: Mapping[bytes, LinkedBody], linking: str = "heading"
) -> Linked:
    fields = PuriFields.model_validate({"linking": linking})
    return link_again(making.library(files), replace(making.SETTINGS, puri=fields), earlier)


@pytest.mark.parametrize(
    ("file", "old", "new", "linking", "made_anew"),
    [
        ("articles/a/02-two.md", "공장", "큰 공장", "heading", 1),
        ("terms/foundry.md", "aliases: [위탁생산]", "aliases: [공장]", "heading", 5),
        ("terms/fabless.md", "term: 팹리스", "term: 설계 회사", "heading", 5),
        ("terms/fabless.md", "category:", "unless_near: [수위]\ncategory:", "heading", 5),
        ("terms/fabless.md", "category:", "except: [팹리스와]\ncategory:", "heading", 5),
        ("articles/a/01-one.md", "summary:", "nolink: [fabless]\nsummary:", "heading", 1),
        ("articles/a/02-two.md", "title: 둘", "title: 셋", "heading", 2),  # two others point to pages by name
        ("articles/a/02-two.md", "", "", "all", 5),
        ("terms/foundry.md", "summary: ", "summary: 다른 ", "heading", 0),
    ],
)
def test_links_are_taken_over_where_nothing_they_depend_on_has_changed(
    file: str, old: str, new: str, linking: str, made_anew: int
) -> None:
    before = linked(LINKED, {})
    text = str(LINKED[file])
    assert old in text
    changed = LINKED | {file: text.replace(old, new, 1)}
    again = linked(changed, {key: from_text(to_text(body)) for key, body in before.bodies.items()}, linking)
    assert again == linked(changed, {}, linking)
    assert len(again.bodies.keys() - before.bodies.keys()) == made_anew


# Parts of a site


def test_the_parts_of_a_site_make_the_whole(root: Path) -> None:
    whole = built(root)
    parts = [root / f"part-{number}" for number in (3, 1, 2)]
    for part in parts:
        build_site(root, part, Shard(int(part.name[-1]), 3))
    merge_shards(parts, root / "merged")
    assert digests(root / "merged") == whole
    with pytest.raises(PartsError):
        merge_shards(parts[:2], root / "merged")
    with pytest.raises(PartsError):
        merge_shards([*parts, parts[0]], root / "merged")
    with pytest.raises(PartsError):
        merge_shards([root / "content"], root / "merged")
    edit(article(root), "줄의 처음", "글의 처음")
    build_site(root, parts[0], Shard(3, 3))
    with pytest.raises(PartsError):
        merge_shards(parts, root / "merged")
    for out in (root / "content", parts[0], parts[0] / "site", parts[1] / "site"):
        with pytest.raises(FileExistsError):
            merge_shards(parts, out)
    assert digests(root / "merged") == whole


@pytest.mark.parametrize("part", ["0/2", "3/2", "x", "1", "1/0", "-1/2", "1/2/3"])
def test_what_is_no_part_is_told(root: Path, part: str) -> None:
    done = CliRunner().invoke(puri, ["build", "--root", str(root), "--shard", part])
    assert (done.exit_code, "2/5" in done.output) == (2, True)


def test_a_site_whose_plugins_need_all_pages_has_no_parts(root: Path) -> None:
    edit(root / "mkdocs.yml", "plugins: [", "hooks: [own.py]\nplugins: [")
    (root / "own.py").write_text("def on_page_content(html, **_): return html + '!'", "utf-8")
    with pytest.raises(ConfigurationError):
        build_site(root, root / "part", Shard(1, 2))
    built(root)
    assert not (root / ".cache").exists() or not keys(root)
