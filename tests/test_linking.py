"""What becomes of a body: golden cases that a writer can read, and what must hold for any body."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from builder.link import link
from builder.markdown.dialect import EXTENSIONS
from builder.model import Reason
from builder.schema import PuriFields
from builder.settings import Settings
from tests import making

TERMS = {
    "foundry": making.term("파운드리", english="Foundry", aliases="[위탁생산]"),
    "fabless": making.term("팹리스"),
    "fab": making.term("팹"),
    "npu": making.term("NPU"),
    "memory": making.term("메모리"),
    "chip": making.term("반도체"),
    "ondevice": making.term("온디바이스 AI"),
    "datacenter": making.term("데이터센터"),
    "handotai": making.term("半導体"),
    "policy": making.term("policy"),
    "lamp": making.term("램프", unless_near="[발전기, 유가]", **{"except": "[램프의 요정]"}),
}
FILES = {f"terms/{slug}.md": text for slug, text in TERMS.items()} | {"articles/a/index.md": making.ARTICLE}
_LINK = re.compile(r'\[([^\[\]]*)\]\(\.\./\.\./terms/([a-z]+)\.md\)\{\.term data-term="\2"\}')


def linked(body: str, linking: str = "heading") -> str:
    """Return `body` as linked in a section, links as the author of a golden case writes them."""
    library = making.library(FILES | {"articles/a/01-s.md": making.section("절", body)})
    mode = PuriFields.model_validate({"linking": linking})
    wanted = Settings("시험", "", "ko", "content", mode)
    return _LINK.sub(r"[\1](\2)", link(library, wanted).pages["articles/a/s.md"].body)


def golden() -> list[tuple[str, str, str]]:
    text = Path(__file__).with_name("golden").joinpath("linking.md").read_text("utf-8")
    cases = []
    for case in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        title, _, rest = case.partition("\n")
        body, _, expected = rest.partition("\n=>\n")
        cases.append((title, body.strip(), expected.strip()))
    return cases


@pytest.mark.parametrize(("title", "body", "expected"), golden(), ids=[case[0] for case in golden()])
def test_golden(title: str, body: str, expected: str) -> None:
    assert linked(body).strip() == expected


@pytest.mark.parametrize(
    ("mode", "links"),
    [("heading", 2), ("page", 1), ("all", 3), ("none", 0)],
    ids=["heading", "page", "all", "none"],
)
def test_modes(mode: str, links: int) -> None:
    assert linked("파운드리와 파운드리.\n\n## 다음\n\n파운드리.", mode).count("](foundry)") == links


WORDS = [
    "파운드리",
    "팹리스",
    "NPU",
    "온디바이스 AI",
    "Foundry",
    "메모리",
    "비메모리",
    "글",
    "는",
    "를 ",
    "한 ",
    "x",
    " ",
    ". ",
]
PLAIN = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map("".join).filter(str.strip)
INLINE = [
    *(
        "{}",
        "**{}**",
        "*{}*",
        "`{}`",
        "``{} ` x``",
        "[{}](a.md)",
        "![{}](a.png)",
        "<b>{}</b>",
        "({})",
        "“{}”",
        "[{}]",
    ),
    *(
        "https://a.b/{}",
        "<https://a.b/>{}",
        "$x$ {}",
        "\\*{}",
        "{}[^1]",
        "[{}][ref]",
        "&amp;{}",
        "a_{}",
        "[[!{}]]",
        "{{{}}}",
    ),
]
BLOCKS = [
    *(
        "{}",
        "# {}",
        "{}\n---",
        "- {}",
        "1. {}\n    - {}",
        "> {}",
        "    {}",
        "```\n{}\n```",
        "~~~ py\n{}\n~~~",
    ),
    *("| {} | b |\n| --- | --- |\n| c | {} |", '!!! note "{}"\n    {}', "{}\n:   {}", "<div>\n{}\n</div>"),
    *("[^1]: {}", "[ref]: a.md '{}'", "<!-- {} -->", "{}\n{}", "- {}\n\n    {}\n\n        {}", "---"),
]


MARKS = [
    *(
        "`",
        "``",
        "*",
        "**",
        "_",
        "$",
        "[",
        "]",
        "(",
        ")",
        "](a)",
        "![",
        "[[",
        "]]",
        "[[!",
        "|",
        "<",
        ">",
        "<b>",
    ),
    *(
        "</b>",
        "<div>",
        "</div>",
        "<!--",
        "-->",
        "\\",
        "# ",
        "## ",
        "- ",
        "1. ",
        "> ",
        "    ",
        "\n```\n",
        "~~~\n",
    ),
    *(
        "| a | b |\n|---|---|\n",
        "---\n",
        "===\n",
        "[x]: y\n",
        "[^1]",
        "[^1]: ",
        "!!! note\n    ",
        "{.a}",
        "{: #b }",
    ),
    *(":   ", "https://a.b/", "@", "&amp;", "&#42;", "snake_", "*[HTML]: ", "\n", "\n\n", "\t"),
]
SOUP = st.lists(st.sampled_from(WORDS + MARKS), max_size=30).map("".join)


def filled(draw: st.DrawFn, shape: str, words: st.SearchStrategy[str]) -> str:
    count = shape.count("{}")
    return shape.format(*(draw(words) for _ in range(count)))


@st.composite
def inline(draw: st.DrawFn) -> str:
    return "".join(
        filled(draw, draw(st.sampled_from(INLINE)), PLAIN) for _ in range(draw(st.integers(1, 3)))
    ).strip()


@st.composite
def bodies(draw: st.DrawFn) -> str:
    shapes = draw(st.lists(st.sampled_from(BLOCKS), max_size=4))
    return "\n\n".join(filled(draw, shape, inline()) for shape in shapes)


def rendered(text: str) -> str:
    return str(Markdown(extensions=list(EXTENSIONS), extension_configs=EXTENSIONS).convert(text))


def unwrapped(html: str) -> str:
    """Return `html` without the links that Puri made."""
    link = r'<a class="term" data-term="[a-z0-9-]+" href="[^"]*">(.*?)</a>'
    return re.sub(link, r"\1", html, flags=re.DOTALL)


def seen(html: str) -> tuple[str, list[str]]:
    """What must not change: the page, white space folded as a browser folds it, and all code as it is."""
    return " ".join(html.split()), re.findall(r"<code.*?</code>", html, flags=re.DOTALL)


def body_of(text: str) -> str:
    library = making.library(FILES | {"articles/a/01-s.md": making.section("절", text)})
    return link(library, making.SETTINGS).pages["articles/a/s.md"].body


@given((bodies() | SOUP).filter(lambda body: "[[" not in body))
def test_linking_never_changes_what_a_reader_sees(body: str) -> None:
    assert seen(unwrapped(rendered(body_of(body)))) == seen(rendered(body))


@given((bodies() | SOUP).filter(lambda body: "[[!" not in body))  # that mark is gone once it has been obeyed
def test_linking_twice_equals_once(body: str) -> None:
    once = body_of(body)
    assert body_of(once) == once


def test_mentions_say_where_and_why() -> None:
    files = FILES | {"articles/a/01-s.md": making.section("절", "비메모리와 파운드리를. 파운드리.\n")}
    page = link(making.library(files), making.SETTINGS).pages["articles/a/s.md"]
    assert [(m.text, m.term, m.reason) for m in page.mentions] == [
        ("메모리", "memory", Reason.BOUNDARY_LEFT),
        ("파운드리", "foundry", Reason.LINKED),
        ("파운드리", "foundry", Reason.ALREADY_LINKED),
    ]


def test_backlinks_quote_the_sentence_as_read() -> None:
    body = "첫 문장. **팹리스**는 `x` [글](https://a.b)과 파운드리를 *안다*. 끝 문장."
    backlinks = link(
        making.library(FILES | {"articles/a/01-s.md": making.section("절", body)}), making.SETTINGS
    ).backlinks
    (backlink,) = backlinks["foundry"]
    (quotation,) = backlink.quotations
    assert backlink.path == "articles/a/s.md"
    assert (quotation.before, quotation.mention, quotation.after) == (
        "팹리스는 x 글과 ",
        "파운드리",
        "를 안다.",
    )


def test_a_term_does_not_link_to_itself_and_nolink_holds() -> None:
    files = FILES | {
        "terms/foundry.md": making.term("파운드리", "파운드리와 팹리스."),
        "articles/a/01-s.md": making.section("절", "팹리스와 파운드리.", nolink="[fabless]"),
    }
    pages = link(making.library(files), making.SETTINGS).pages
    assert pages["terms/foundry.md"].terms == ("fabless",)
    assert pages["articles/a/s.md"].terms == ("foundry",)


def commonmark_examples() -> list[str]:
    """Every example of the CommonMark specification (CC-BY-SA 4.0), terms planted in its words."""
    spec = Path(__file__).with_name("commonmark").joinpath("spec.txt").read_text("utf-8")
    found = re.findall(r"^`{32} example\n(.*?)^\.\n.*?^`{32}$", spec, flags=re.MULTILINE | re.DOTALL)
    planted = {"foo": "파운드리", "bar": "NPU", "baz": "팹리스", "aaa": "메모리", "bbb": "Foundry"}
    words = re.compile("|".join(planted))
    return [words.sub(lambda word: planted[word[0]], example.replace("→", "\t")) for example in found]


def test_the_examples_of_commonmark_stay_as_they_are() -> None:
    examples = [example for example in commonmark_examples() if "[[" not in example]
    assert len(examples) > 600
    for example in examples:
        once = body_of(example)
        assert seen(unwrapped(rendered(once))) == seen(rendered(example))
        assert body_of(once) == once
