"""Bodies by a grammar of what authors write, with terms planted where none is ever linked.

One set of terms stands in prose only, the other one only in code, links, addresses and the like. So what must
hold can be said without knowing anything of how Puri finds prose.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser

from hypothesis import strategies as st

from builder.link import link_page
from builder.link.decide import Rules
from builder.model import LinkedPage, Section
from builder.targets import Resolver
from tests import making
from tests.test_linking import FILES, rendered, seen, unwrapped

Choose = Callable[[Sequence[str]], str]

FREE = ("파운드리", "팹리스", "온디바이스 AI", "Foundry", "데이터센터")  # linked, where they stand in prose
HIDDEN = {"NPU": "npu", "메모리": "memory", "policy": "policy"}  # planted where they must not be
LAST = "글 끝에 램프가 있다."  # a paragraph after everything, which is prose whatever stands before it

# {} is a planted term, <> stands for words of prose.
_PROTECTED = (
    *("`{}`", "`{} 글`", "`x {}`", "``{} ` x``", "`` `{}` ``", "`a.{}`", "`{}=1`", "`글``{}`"),
    *(
        "[{}](a.md)",
        "[글 {} 글](a.md)",
        "[{}](a.md '글')",
        "[글](a.md '{}')",
        "[글](<a {}.md>)",
        "[글]({}.md)",
    ),
    *("[**{}**](a.md)", "[`{}`](a.md)", "[글 [{}] 글](a.md)", "[![{}](a.png)](a.md)"),
    *("![{}](a.png)", "![글 {}](a.png)", "![글](a.png '{}')", "[{}][참고]", "[글][참고] [참고]"),
    *("<https://example.org/{}>", "https://example.org/{}", "www.example.org/{}", "<{}@example.org>"),
    *("{}@example.org", "./a/{}", "~/{}", "/a/{}.md", "snake_{}", "{}_x", "$x = {}$", "$$ {} $$", "\\({}\\)"),
    *("<kbd>{}</kbd>", "<a href='a.md'>{}</a>", "<span title='{}'>글</span>", "<b>글 <i>{}</i></b>"),
    *(
        "<!-- {} -->",
        "*글*{{: title='{}' }}",
        "`글`{{ .{} }}",
        "[글](a.md){{ title='{}' }}",
        "글[^{}]",
        "[[!{}]]",
    ),
)
_BLOCKS = (
    *("# {}", "## 글 {}", "### {} 글 ###", "{}\n===", "글 {}\n---", "## `글` {}", "## [글](a.md) {}"),
    *("```\n{}\n```", "```py\nx = {}\n```", "~~~\n{}\n\n{}\n~~~", "``` {{ .c title='{}' }}\n글\n```"),
    *(
        "````\n```\n{}\n```\n````",
        "> ```\n> {}\n> ```",
        "- 글\n\n    ```\n    {}\n    ```",
        "글\n\n    {}\n\n글",
    ),
    *(
        "- 글\n\n        {}\n",
        "글 [글\n{}](a.md)",
        "<div>{}</div>",
        "<div>\n\n{}\n\n</div>",
        "<p>\n글 {}\n</p>",
    ),
    *(
        "<table><tr><td>{}</td></tr></table>",
        "<pre>\n{}\n</pre>",
        "<!--\n\n{}\n\n-->",
        "<details>{}</details>",
    ),
    *("$$\n{} = x\n$$", "\\[ {} \\]", "[{}]: a.md", "[더]: a.md '{}'", "*[{}]: 글", '!!! note "{}"\n    글'),
    *("| 글 | `{}` |\n| --- | --- |\n| [{}](a.md) | 글 |", "[^각주]: `{}`", "말\n:   `{}`", "1. [{}](a.md)"),
)
_PROSE = (
    *("<>", "<>", "<>", "<>\n<>", "- <>", "- <>\n- <>", "1. <>", "- <>\n    - <>", "- 글\n\n    <>", "> <>"),
    *("> - <>", "| <> | <> |\n| --- | --- |\n| <> | <> |", "말\n:   <>", "!!! note\n    <>", "[^1]: <>"),
)
_MARKED = (*("{}", "{}", "{}", "{}는", "{}를 쓴다.", "**{}**", "*{}*을", "({})", "“{}”", "{}이다. 그리고"),)
_WORDS = ("글", "한", "그러나", "쓴다.", "무엇을", "2024년", "a")


def body(choose: Choose) -> str:
    """Write a body; `choose` takes one of what it is given."""
    blocks = [_block(choose) for _ in range(1 + len(choose(("", "a", "ab"))))]
    return "\n\n".join([*blocks, "[참고]: a.md", LAST])


def _block(choose: Choose) -> str:
    shape = choose((choose(_BLOCKS), choose(_PROSE), choose(_PROSE), choose(_PROSE)))
    if "<>" in shape:
        return re.sub("<>", lambda _: _words(choose), shape)
    return _planted(shape, choose)


def _words(choose: Choose) -> str:
    kinds = [
        choose(("free", "word", "planted", "planted")) for _ in range(1 + len(choose(("a", "ab", "abc"))))
    ]
    pieces = []
    for kind in kinds:
        if kind == "planted":
            pieces.append(_planted(choose(_PROTECTED), choose))
        elif kind == "free":
            pieces.append(choose(_MARKED).format(choose(FREE)))
        else:
            pieces.append(choose(_WORDS))
    return " ".join(pieces)


def _planted(shape: str, choose: Choose) -> str:
    term = choose(tuple(HIDDEN))
    return shape.format(*[term] * shape.count("{}"))


@st.composite
def planted(draw: st.DrawFn) -> str:
    """Write such a body with hypothesis."""
    return body(lambda options: draw(st.sampled_from(options)))


class _Links(HTMLParser):
    """Notes what the links to terms stand in."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.around: list[tuple[str, ...]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if "data-term" in dict(attrs):
            self.around.append(tuple(self.open))
        if tag not in {"img", "br", "hr", "input"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            del self.open[len(self.open) - 1 - self.open[::-1].index(tag) :]


NEVER = ("a", "code", "pre", "kbd", "svg", "math", "script", "style")
NEVER_AROUND = frozenset((*NEVER, *(f"h{i}" for i in range(1, 7))))


def misplaced(html: str) -> list[tuple[str, ...]]:
    """Return the elements around each link to a term in `html` that stands where none may."""
    return [around for around in _Links(html).around if not NEVER_AROUND.isdisjoint(around)]


@cache
def _section() -> tuple[Section, Resolver, Rules]:
    library = making.library(FILES | {"articles/a/01-s.md": making.section("절")})
    (section,) = library.articles["a"].sections
    return section, Resolver.of(library), Rules.of("all", library.terms.values())


def linked(text: str) -> LinkedPage:
    """Link the body `text` as that of a section, every mention of every term."""
    section, resolver, rules = _section()
    document = replace(section.document, text=text, body_start=0)
    return link_page(replace(section, document=document), resolver, rules).page


def hold_text(text: str) -> LinkedPage:
    """Check what must hold of any body."""
    page = linked(text)
    html = rendered(page.body)
    assert not misplaced(html), (text, page.body)
    if "[[" not in text:
        assert seen(unwrapped(html)) == seen(rendered(text)), (text, page.body)
    return page


def hold_planted(text: str) -> None:
    """Check what must hold of a body by the grammar: what is planted is not linked, and prose is."""
    page = hold_text(text)
    assert not set(page.terms) & set(HIDDEN.values()), (text, page.body)
    assert "lamp" in page.terms, (text, page.body)
