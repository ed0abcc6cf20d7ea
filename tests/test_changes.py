"""What a change means for readers: golden cases, the whole comparison against the quick one, hostile content."""

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.changes import Edition, compare
from builder.changes.linking import link_whole
from builder.changes.words import after_of, before_of, compare_blocks, compare_words
from builder.diagnostics import Code
from builder.load import RawFile
from builder.pipeline import examine
from builder.text import squeeze
from tests import making
from tests.test_diagnostics import CONFIG

TODAY = date(2026, 11, 22)
Files = Mapping[str, str]


def edition(files: Files, config: Mapping[str, object] = CONFIG) -> Edition:
    content = {"sources.yml": making.SOURCES} | dict(files)
    raw = [RawFile(f"content/{path}", text.encode()) for path, text in sorted(content.items())]
    return Edition(examine(raw, config, "", "content"))


# The quick comparison

_NAMES = {
    "a": ["파운드리", "위탁생산", "위탁 공장"],
    "b": ["팹리스", "NPU", "전지"],
    "c": ["데이터센터", "데이터 센터", "센터"],
    "d": ["반도체", "반도체 기업", "고유어"],
}
_PIECES = [
    "파운드리",
    "파운드리를",
    "위탁생산",
    "위탁 생산",
    "팹리스는",
    "NPUs",
    "이차전지주",
    "운전지도",
    "비메모리",
]
_PIECES += [
    "데이터센터에서",
    "데이터 센터",
    "데이터\n센터",
    "센터장",
    "반도체기업",
    "반도체",
    "**전지**",
    "글꼴",
    "`팹리스`",
]
_PIECES += [
    "[[파운드리]]",
    "[[!팹리스]]",
    "[[a|다른 글자]]",
    "입니다.",
    "그리고",
    "\n\n",
    "\n\n## 제목 센터\n\n",
]
_BODY = st.lists(st.sampled_from(_PIECES), max_size=14).map(" ".join)
_GUARD = st.sampled_from(["[]", "[]", "[글꼴]", "[반도체]"])
_ALLOW = st.sampled_from(["[]", "[]", "[]", "[orphan-term]", "[spacing-variant]", "[unused-alias]"])


@st.composite
def _term(draw: st.DrawFn, slug: str) -> str:
    names = draw(st.lists(st.sampled_from(_NAMES[slug]), min_size=1, unique_by=squeeze))
    more = {
        "summary": draw(st.sampled_from(["뜻입니다.", "다른 뜻의 센터.", "NPU의 뜻."])),
        "aliases": f"[{', '.join(names[1:])}]",
        "unless_near": draw(_GUARD),
        "except": draw(st.sampled_from(["[]", "[]", "[센터장]"])),
        "allow": draw(_ALLOW),
        "redirect_from": draw(st.sampled_from(["[]", "[a]", "[old]"])),
        "related": draw(st.sampled_from(["{}", "{}", "{}", "{related: [a]}", "{contrasts: [b]}"])),
    }
    return making.term(names[0], draw(_BODY), **more)


@st.composite
def _section(draw: st.DrawFn) -> str:
    links = ["[링크](../../terms/a.md)", "[절](two.md)", ""]
    more = {"nolink": draw(st.sampled_from(["[]", "[]", "[a]"])), "allow": draw(_ALLOW)}
    body = draw(_BODY) + draw(st.sampled_from(["", "", *links]))
    return making.section(draw(st.sampled_from(["하나", "둘", "센터"])), body, **more)


_ARTICLE = st.sampled_from(
    [making.ARTICLE, making.ARTICLE.replace("기사", "새 글"), making.ARTICLE + "반도체"]
)
_PATHS = {
    **{f"terms/{slug}.md": _term(slug) for slug in _NAMES},
    "articles/a/index.md": _ARTICLE,
    "articles/a/01-one.md": _section(),
    "articles/a/02-two.md": _section(),
    "articles/a/03-three.md": _section(),
    "index.md": _BODY.map(lambda body: f"---\n{{}}\n---\n{body}"),
}


@st.composite
def _edited(draw: st.DrawFn) -> tuple[Files, Files]:
    """Return a site and the same with a few files changed, added, removed or called otherwise."""
    before = draw(st.fixed_dictionaries(_PATHS))
    after = dict(before)
    for path in draw(st.lists(st.sampled_from(sorted(_PATHS)), min_size=1, max_size=3, unique=True)):
        match draw(st.sampled_from(["change", "change", "body", "remove", "rename"])):
            case "change":
                after[path] = draw(_PATHS[path])
            case "body":
                after[path] = before[path] + " " + draw(st.sampled_from(_PIECES))
            case "remove":
                del after[path]
            case "rename" if "index" not in path:
                after[path.replace(".md", "-x.md")] = after.pop(path)
    return (after, before) if draw(st.booleans()) else (before, after)


@given(_edited())
@settings(max_examples=400)
def test_the_quick_comparison_is_the_whole_one(pair: tuple[Files, Files]) -> None:
    before, after = map(edition, pair)
    quick = compare(before, after, TODAY)
    whole = compare(before, after, TODAY, link_whole)
    assert quick == whole
    assert [each.quotation for each in quick.links_gained] == [each.quotation for each in whole.links_gained]
    assert [each.quotation for each in quick.links_lost] == [each.quotation for each in whole.links_lost]
