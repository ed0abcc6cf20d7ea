"""Whole content folders as nobody would write them, and what must hold of every one of them."""

import posixpath
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import yaml
from hypothesis import strategies as st

from builder import report
from builder.diagnostics import Code, Diagnostic, Severity, hint, message
from builder.link import link
from builder.load import raw_file
from builder.markdown.dialect import render
from builder.model import Edition, Page, Site
from builder.pipeline import Examined, examine, make_site, review
from builder.publish import build_site
from builder.resources import LANGUAGES
from builder.settings import SETTINGS_FILE
from tests import making
from tests.crawling import broken
from tests.planted import misplaced, planted
from tests.test_hostile import BODIES, VALUES
from tests.test_linking import SOUP, bodies, rendered, seen, unwrapped

TODAY = date(2026, 11, 22)
ROUNDS = 8  # of taking away what has errors; what is left may have new ones
LONGEST = 10  # seconds for one tree; the machine may be busy


@dataclass(frozen=True)
class Tree:
    """The files of a content folder and the parsed mkdocs.yml."""

    files: Mapping[str, bytes]
    config: Mapping[str, Any]

    @property
    def config_text(self) -> str:
        """Return mkdocs.yml."""
        return yaml.safe_dump(dict(self.config), allow_unicode=True, sort_keys=False)


# Words

HEADWORDS = [
    "파운드리",
    "팹리스",
    "NPU",
    "메모리",
    "온디바이스 AI",
    "policy",
    "반도체",
    "半導体",
    "한",
    "C++",
    "S3",
]
SLUGS = ["foundry", "fabless", "npu", "memory", "ondevice", "policy", "chip", "handotai", "han", "cpp", "s3"]
BAD_SLUGS = ["Foundry", "index", "con", "카", "a--b", "-a", "a b", "fab_1", "x" * 150, "aux", "f0undry"]
TEXT = st.one_of(
    st.sampled_from(
        [*HEADWORDS, "뜻을 풀어 쓴 글이다.", "3", "true", "null", "2024-04-05", "~", "", " ", "a: b", "[x]"]
    ),
    st.sampled_from(VALUES),
    st.text(max_size=12),
)
DATES = st.sampled_from(
    ["2024", "2024-Q1", "2024-13", "2024-02-30", "2026-11-21", "2030-01-01", "오늘", "2024-04"]
)
TARGETS = st.sampled_from(
    [*SLUGS, *BAD_SLUGS, "articles/a/one", "articles/a", "terms/npu", "sources", "map", "../x"]
)
PAGES = st.sampled_from(
    ["terms/npu", "articles/a/01-one", "articles/a/one", "articles/b", "terms/none", "index", "a"]
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 99999) | st.floats(allow_nan=False) | TEXT | DATES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)

# Bodies: Markdown as the tests of linking know it, with the marks of Puri's own

WIKI = st.one_of(
    st.builds("[[{}]]".format, TARGETS),
    st.builds("[[{}|{}]]".format, TARGETS, st.sampled_from(HEADWORDS)),
    st.builds("[[!{}]]".format, st.sampled_from(HEADWORDS)),
    st.sampled_from(["[[", "]]", "[[|]]", "[[!]]", "[[a|b|c]]", "[[npu]", "[[npu#x]]"]),
)
ADDRESSES = [
    *(
        "npu.md",
        "../terms/npu.md",
        "../articles/a/01-one.md",
        "../../terms/npu.md#definition",
        "#x",
        "../a.png",
    ),
    *("../images/a.png", "https://example.org/가", "mailto:a@example.org", "none.md", "/terms/npu/", "?x"),
]
LINKS = st.builds("[{}]({})".format, st.sampled_from(HEADWORDS), st.sampled_from(ADDRESSES))
WORDS = st.sampled_from(HEADWORDS)
MARKED = st.one_of(bodies(), bodies(), bodies(), SOUP, WIKI, WIKI, LINKS, WORDS)
PROSE = st.lists(MARKED, max_size=4).map("\n\n".join)
HOSTILE = st.builds("{}\n\n{}".format, PROSE, st.sampled_from(BODIES))
BODY = st.integers(0, 9).flatmap(
    lambda number: HOSTILE if number == 0 else PROSE if number < 6 else planted()
)

# Front matter: what is right, then some of it spoilt

QUIZ = st.fixed_dictionaries(
    {
        "question": st.sampled_from(["무엇인가?", "어느 것인가?"]),
        "choices": st.lists(st.sampled_from(HEADWORDS), min_size=2, max_size=4, unique=True),
        "answer": st.integers(1, 2),
        "why": st.just("그렇기 때문이다."),
    }
)
REVIEWED: dict[str, st.SearchStrategy[Any]] = {
    "sources": st.lists(st.sampled_from(["s", "t"]), max_size=2, unique=True),
    "status": st.sampled_from(["draft", "reviewed"]),
    "reviewed": st.sampled_from(["2026-11-21", "2020-01-01", "2030-01-01"]),
    "quiz": st.lists(QUIZ, max_size=2),
    "allow": st.lists(st.sampled_from(["orphan-term", "short-body", "no-review-date", "x"]), max_size=2),
}
TERM: dict[str, st.SearchStrategy[Any]] = REVIEWED | {
    "english": st.sampled_from(["Foundry", "NPU", "policy"]),
    "aliases": st.lists(st.sampled_from(["위탁생산", "신경망 장치", *HEADWORDS]), max_size=2, unique=True),
    "reading": st.just("엔피유"),
    "related": st.dictionaries(
        st.sampled_from(["broader", "narrower", "contrasts", "requires", "related"]),
        st.lists(st.sampled_from(SLUGS), max_size=2, unique=True),
        max_size=2,
    ),
    "unless_near": st.lists(st.sampled_from(HEADWORDS), max_size=2),
    "except": st.lists(st.sampled_from(["비메모리", "파운드리즈"]), max_size=2),
    "redirect_from": st.lists(st.sampled_from(["old", "older", *SLUGS]), max_size=2),
}
FACT = st.fixed_dictionaries(
    {
        "text": st.just("점유율"),
        "asof": DATES,
        "source": st.just("s"),
        "kind": st.sampled_from(["figure", "event"]),
    },
    optional={"value": TEXT, "note": TEXT},
)
SECTION = REVIEWED | {
    "facts": st.lists(FACT, max_size=2),
    "nolink": st.lists(st.sampled_from(SLUGS), max_size=2),
}


@st.composite
def spoilt(draw: st.DrawFn, fields: dict[str, Any]) -> dict[Any, Any]:
    """Change one thing, mostly nothing: leave a key out, misspell it, give it any value."""
    kind = draw(st.integers(0, 23))
    if kind > 3 or not fields:
        return fields
    key = draw(st.sampled_from(sorted(fields)))
    value = fields[key]
    rest = {name: each for name, each in fields.items() if name != key}
    if kind == 0:
        return rest
    if kind == 1:
        return rest | {f"{key}s": value}
    return rest | {key: draw(ANYTHING)}


@st.composite
def front_matter(draw: st.DrawFn, needed: dict[str, Any], more: dict[str, st.SearchStrategy[Any]]) -> str:
    """Write front matter, mostly as it should be."""
    fields = needed | draw(st.fixed_dictionaries({}, optional=more))
    text = str(yaml.safe_dump(draw(spoilt(fields)), allow_unicode=True, sort_keys=False))
    broken = [
        "a: &x 1\nb: *x\n",
        "x: !!python/none\n",
        "term: [\n",
        "\tx: y\n",
        "term: 두\nterm: 번\n",
        "- a\n",
        "? [a]\n",
    ]
    return text + draw(st.sampled_from([""] * 60 + broken))


@st.composite
def page(draw: st.DrawFn, needed: dict[str, Any], more: dict[str, st.SearchStrategy[Any]]) -> bytes:
    """Write a Markdown file; sometimes in a form that it should not have."""
    text = f"---\n{draw(front_matter(needed, more))}---\n{draw(BODY)}\n"
    form = draw(st.integers(0, 49))
    if form == 0:
        return text.replace("\n", "\r\n").encode("utf-8", "replace")
    if form == 1:
        return text.encode("utf-8-sig", "replace")
    if form == 2:
        return text.encode("cp949", "replace")
    if form == 3:
        return draw(
            st.sampled_from(
                [b"", b"---", b"---\n---", b"\0", text.encode("utf-16", "replace"), b"---\r---\r"]
            )
        )
    if form == 4:
        return text.replace("---\n", draw(st.sampled_from(["--- \n", "----\n", "", "\n---\n"])), 1).encode(
            "utf-8", "replace"
        )
    return text.encode("utf-8", "replace")


@st.composite
def terms(draw: st.DrawFn) -> Iterator[tuple[str, bytes]]:
    """Write terms: each slug has its headword, now and then that of another one."""
    made = []
    for i in draw(st.lists(st.integers(0, len(SLUGS) - 1), max_size=5, unique=True)):
        head = HEADWORDS[draw(st.sampled_from([i] * 15 + [0]))]
        slug = draw(st.sampled_from([SLUGS[i]] * 25 + [BAD_SLUGS[i]]))
        needed = {"term": head, "summary": f"{head}의 뜻.", "category": "분류", "sources": ["s"]}
        made.append((f"terms/{slug}.md", draw(page(needed, TERM))))
    return iter(made)


@st.composite
def articles(draw: st.DrawFn) -> Iterator[tuple[str, bytes]]:
    """Write articles of sections."""
    made = []
    for name in draw(st.lists(st.sampled_from(["a", "b"] * 5 + ["A", "제목"]), max_size=2, unique=True)):
        needed = {"title": "기사", "summary": "기사의 요약.", "source": "s"}
        if draw(st.integers(0, 15)):
            made.append((f"articles/{name}/index.md", draw(page(needed, {"published": DATES}))))
        for part in draw(
            st.lists(
                st.sampled_from(["01-one", "02-two", "03-one", "3-x", "01-index"]), max_size=2, unique=True
            )
        ):
            fields = {"title": part, "summary": "절의 요약.", "sources": ["s"]}
            made.append((f"articles/{name}/{part}.md", draw(page(fields, SECTION))))
    return iter(made)


PATH = st.fixed_dictionaries(
    {
        "title": st.just("길"),
        "summary": st.just("길의 요약."),
        "steps": st.lists(PAGES, min_size=1, max_size=3),
    }
)
SOURCE = st.fixed_dictionaries(
    {"title": st.just("글")},
    optional={
        "url": st.sampled_from(
            ["https://example.org/", "javascript:x", "https://example.org/){: onclick=x }", "x"]
        ),
        "published": DATES,
        "author": TEXT,
        "rights": TEXT,
    },
)
OTHER_NAMES = [
    *(
        "images/a.png",
        "a.svg",
        "A.PNG",
        "notes.txt",
        "terms/deep/x.md",
        "index.md",
        "about.md",
        "terms/index.md",
    ),
    *("quiz.md", "paths/p.txt", "articles/x.md", "CON.png", "한글.png", "paths/index.md"),
]
PICTURES = [b"", b"\x89PNG", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<svg onload='x'/>"]
OTHERS = st.dictionaries(
    st.sampled_from(OTHER_NAMES), st.sampled_from([*PICTURES, b"---\ntitle: x\n---\nNPU"]), max_size=3
)
PURI = st.fixed_dictionaries(
    {"categories": st.just(["분류"])},
    optional={
        "name": st.sampled_from(["puri", "test"]),
        "linking": st.sampled_from(["heading", "page", "all", "none"]),
        "lengths": st.sampled_from([{"terms": [1, 50]}, {"sections": [5, 2]}, {"terms": "x"}]),
        "min_relations": st.integers(0, 3),
        "review_days": st.sampled_from([None, 0, 730]),
        "register": st.sampled_from(["hamnida", "haeyo", "handa", "panmal"]),
        "allow": st.lists(st.sampled_from(["unknown-file", "short-body", "broken-link"]), max_size=2),
    },
)


def _dumped(value: object) -> bytes:
    return str(yaml.safe_dump(value, allow_unicode=True, sort_keys=False)).encode("utf-8", "replace")


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    """Write a whole content folder and its mkdocs.yml."""
    files = dict(draw(terms())) | dict(draw(articles())) | dict(draw(OTHERS))
    sources = draw(st.fixed_dictionaries({"s": SOURCE}, optional={"t": SOURCE, "나쁜 이름": SOURCE}))
    files["sources.yml"] = _dumped(draw(spoilt(sources)))
    for name in draw(st.lists(st.sampled_from(["first.yml", "second.yaml", "Bad.yml"]), max_size=1)):
        files[f"paths/{name}"] = _dumped(draw(spoilt(draw(PATH))))
    config = {
        "site_name": draw(st.sampled_from(["시험"] * 5 + VALUES[:3])),
        "site_url": draw(st.sampled_from(["https://example.org/test/", "", "https://example.org"])),
        "use_directory_urls": draw(st.booleans()),
        "theme": {"name": "material", "language": draw(st.sampled_from(["ko", "en"]))},
        "extra": {"puri": draw(spoilt(draw(PURI)))},
    }
    return Tree(files, config)


# What must hold

SOURCES = b"s: {title: x}\nt: {title: y}\n"


def hold(tree: Tree) -> Tree:
    """Check everything that must hold of `tree`, and of what of it can be built, which is returned."""
    begun = time.monotonic()
    examined = _told(tree)
    for _ in range(ROUNDS):
        if not examined.has_errors:
            break
        tree = _without_errors(tree, examined)
        examined = _told(tree)
    if not examined.has_errors:
        _links_change_nothing(examined)
        for edition in Edition:
            _leads_on(make_site(examined, edition), examined)
    assert time.monotonic() - begun < LONGEST
    return Tree({}, {}) if examined.has_errors else tree


def build(tree: Tree, folder: Path) -> None:
    """Write `tree`, which has no errors, into `folder` and build it by MkDocs: all links lead on."""
    for path, data in tree.files.items():
        file = folder / "root/content" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    config = dict(tree.config) | {"docs_dir": "content", "plugins": ["search", "puri"]}
    (folder / "root/mkdocs.yml").write_text(Tree({}, config).config_text, "utf-8")
    build_site(folder / "root", folder / "site")
    assert not [
        link
        for link in broken(folder / "site", directories=True)
        if not link.endswith(" (no such anchor)") and ": /" not in link  # as authors wrote it, not checked
    ]


def _told(tree: Tree) -> Examined:
    """Examine `tree`: each problem has its place and its words."""
    raw = [raw_file(f"content/{path}", data) for path, data in sorted(tree.files.items())]
    examined = review(examine(raw, tree.config, tree.config_text, "content"), TODAY)
    texts = {file.file: file.data for file in raw} | {SETTINGS_FILE: tree.config_text.encode()}
    for found in examined.diagnostics:
        _has_its_place(found, texts)
    for form in report.FORMATS.values():
        for language in LANGUAGES:
            assert form(examined.diagnostics, language, report.Around(examined.texts)).plain
    return examined


def _without_errors(tree: Tree, examined: Examined) -> Tree:
    """Take away what has errors, and put the least in its place that others need."""
    wrong = {found.place.file for found in examined.diagnostics if found.severity is Severity.ERROR}
    files = {path: data for path, data in tree.files.items() if f"content/{path}" not in wrong}
    missing = {file.removeprefix("content/") for file in wrong} - tree.files.keys() - {SETTINGS_FILE}
    files |= {path: making.ARTICLE.encode() for path in missing}
    config = dict(tree.config)
    if SETTINGS_FILE in wrong or not (wrong - {SETTINGS_FILE}):
        config["extra"] = {"puri": {"categories": ["분류"]}}
    return Tree({"sources.yml": SOURCES} | files, config)


def _has_its_place(found: Diagnostic, texts: Mapping[str, bytes]) -> None:
    for language in LANGUAGES:
        assert message(found, language).strip()
        hint(found, language)
    assert found.place.file in texts or found.code is Code.MISSING_FILE, found
    data = texts.get(found.place.file, b"")
    lines = re.split(r"\r\n|\r|\n", data.decode("utf-8-sig", "replace"))
    assert 1 <= found.place.line <= len(lines), (found, data)
    assert 1 <= found.place.column <= len(lines[found.place.line - 1]) + 1, (found, data)


def _links_change_nothing(examined: Examined) -> None:
    linked = link(examined.library, examined.settings)
    for prose in examined.library.prose():
        body, after = prose.document.body, linked.pages[prose.path].body
        assert not misplaced(rendered(after)), (body, after)
        if "[[" not in body:
            assert seen(_shown(after)) == seen(_shown(body)), (body, after)


def _shown(body: str) -> str:
    """Render `body` without links to terms, and without addresses: those of sections become their pages'."""
    return re.sub(r' href="[^"]*"', "", unwrapped(rendered(body)))


def _leads_on(site: Site, examined: Examined) -> None:
    """Every link of every page names a page, a file, or something outside."""
    addresses = examined.settings.addresses
    known = {page.path for page in site.pages} | {*site.files} | {*site.assets}
    known |= {export.path for export in site.exports} | {page.path for page in site.pages if page.twin}
    published = {posixpath.normpath(addresses.of(path) or ".") for path in known} | known
    published |= {addresses.file(path) for path in known}
    for each in site.pages:
        for address in _addresses_in(each):
            parts = urlsplit(address)
            if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
                continue
            path = unquote(parts.path)
            from_file = posixpath.normpath(posixpath.join(posixpath.dirname(each.path), path))
            from_page = posixpath.normpath(
                posixpath.join(posixpath.dirname(addresses.of(each.path) + "x"), path)
            )
            assert from_file in published or from_page in published, (each.path, address)


def _addresses_in(page: Page) -> Iterator[str]:
    _, _, body = page.markdown.partition("\n---\n")
    made = render(body)
    yield from made.links
    yield from made.pictures
