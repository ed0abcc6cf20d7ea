"""Content by strangers: it runs nothing, reaches nothing outside, and takes little time to refuse."""

import gzip
import json
import os
import random
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from builder import report
from builder.diagnostics import Code, has_errors, message
from builder.load import limits, read_files
from builder.load.limits import LARGEST_TEXT
from builder.load.pictures import picture_faults
from builder.markdown import scan
from builder.markdown.dialect import render
from builder.markdown.harmless import harm, lax_html, may_be_harmful, render_commonmark, template_syntax
from builder.publish import build_site
from builder.schema import LONGEST_TEXT, MOST_ITEMS, SUMMARY_LIMIT
from builder.unseen import UNSEEN
from tests import making
from tests.conftest import ROOT, serving
from tests.test_diagnostics import check

SAFETY = {Code.UNSAFE_HTML, Code.UNSAFE_LINK, Code.OUTSIDE_IMAGE, Code.TEMPLATE_SYNTAX}
DO = "ran(1)"
# Every form in which Markdown, as this engine or another reads it, could bring in something that runs.
BODIES = [
    each.replace("DO", DO)
    for each in (
        "<script>DO</script>",
        "<SCRIPT\n>DO</SCRIPT\n>",
        "> - <script>DO</script>",
        "| a |\n|---|\n| <img src=x onerror=DO> |",
        "# <img src=x onerror=DO>",
        "# x { onclick=DO }",
        "글\n{: onclick=DO }",
        "*글*{ onclick=DO }",
        "`글`{: style=color:red }",
        "![x](x.png){ onerror=DO }",
        "~~~ {.py onclick=DO}\n글\n~~~",
        "<img src=x onerror=DO>",
        "<img src=x onerror=DO",
        "<img src=x onerror=DO //",
        "<img src=x onerror=ran('x')>",
        "<svg onload=DO></svg>",
        "<svg><script>DO</script></svg>",
        "<svg><style><img src=x onerror=DO></style></svg>",
        "<svg><a xlink:href='javascript:DO'><text>x</text></a></svg>",
        "<svg><animate onbegin=DO attributeName=x></svg>",
        "<svg><path fill='url(//example.org/x)'/></svg>",
        "<math><mtext><table><mglyph><style><img src=x onerror=DO></style></mglyph></table></mtext></math>",
        "<noscript><p title='</noscript><img src=x onerror=DO>'></noscript>",
        "<details open ontoggle=DO><summary>x</summary></details>",
        "<input autofocus onfocus=DO>",
        "<iframe srcdoc='<script>parent.DO</script>'></iframe>",
        "<iframe src='javascript:DO'></iframe>",
        "<object data='data:text/html,<script>DO</script>'></object>",
        "<embed src='javascript:DO'>",
        "<form action='javascript:DO'><button>x</button></form>",
        "<base href='https://example.org/'>",
        "<meta http-equiv='refresh' content='0;url=javascript:DO'>",
        "<link rel='stylesheet' href='https://example.org/'>",
        "<style>* { display: none }</style>",
        "<p style='position: fixed'>x</p>",
        "<div id='__config'>{}</div>",
        "<div data-md-component='search'>x</div>",
        "</section></article>",
        "<div>```\n</div></",
        "<div>",
        "<textarea>",
        "<plaintext>",
        "<!-- <script>DO</script>",
        "<!--> <script>DO</script> -->",
        "<!-- --!> <script>DO</script> -->",
        "<![CDATA[ <script>DO</script> ]]>",
        "<?php DO ?>",
        "<a href='javascript:DO'>x</a>",
        "<a href=' java\tscript:DO'>x</a>",
        "<a href='&#106;avascript:DO'>x</a>",
        "<javascript:DO>",
        "[x](javascript:DO)",
        "[x](JaVaScRiPt:DO)",
        "[x](<javascript:DO>)",
        "[x](java&#115;cript:DO)",
        "[x](javascript&colon;DO)",
        "[x](&#106;avascript:DO)",
        "[x](&#x6A&#x61vascript&#x3A;DO)",
        "[x](java&Tab;script:DO)",
        "[x](java&NewLine;script:DO)",
        "[x](&#1;javascript:DO)",
        "![x](&#104;ttps://example.org/x.png)",
        "![x](&#47;&#47;example.org/x.png)",
        "[x](data:text/html,<script>DO</script>)",
        "[x](vbscript:DO)",
        "[x](file:///etc/passwd)",
        "[x][y]\n\n[y]: javascript:DO",
        "[y]\n\n[y]: <javascript:DO> 'z'",
        "글[^1]\n\n[^1]: [x](javascript:DO)",
        "말\n: [x](javascript:DO)",
        '!!! note "<img src=x onerror=DO>"\n    글',
        "<div markdown='1'>\n[x](javascript:DO)\n</div>",
        "[![x](x.png)](javascript:DO)",
        "![x](javascript:DO)",
        "![x](https://example.org/x.png)",
        "![x](//example.org/x.png)",
        "![x](/etc/x.png)",
        "![x][y]\n\n[y]: https://example.org/x.png",
        "<img src='https://example.org/x.png'>",
        "<img src='\\\\example.org\\x.png'>",
        "<img srcset='https://example.org/x.png 2x'>",
        "<video src='https://example.org/x'></video>",
        "$\\href{javascript:DO}{x}$",
        "{{ 7 * 7 }}",
        "`{{ 7 * 7 }}`",
        "{% include '/etc/passwd' %}",
        "{{< include /etc/passwd >}}",
        '--8<-- "/etc/passwd"',
        '```\n--8<-- "/etc/passwd"\n```',
        "{!/etc/passwd!}",
        "```{include} /etc/passwd\n```",
        "```{python}\nDO\n```",
        ":::{include} /etc/passwd\n:::",
        "{download}`/etc/passwd`",
        "<%= DO %>",
    )
]
HARMLESS = """\
a < b이고 c > d이며 AT&T, `<script>`, [[t]], [자리](#글), <https://example.org/?a=1&b=2>, <a@example.org>.

# 제목 {#글 .크게}

| a | b |
|:-:|--:|
| 1 | **2** |

```html
<script>alert(1)</script> <p onclick="x">
```

<details markdown="1" open><summary>펼치기</summary>

*글*과 H<sub>2</sub>O, <kbd>Ctrl</kbd>, <ruby>漢<rt>한</rt></ruby>, 집합 {a, b}, 식 $\\frac{a}{b}$
{: .참고 title="말" }

</details>

<!-- 고치는 이에게: 이 줄은 보이지 않는다 -->

<svg viewBox="0 0 4 4" role="img" aria-label="네모"><g fill="url(#a)"><rect width="4" height="4"/></g></svg>

글[^1] [이름][r] <u>밑줄</u>

[^1]: 각주에도 <b>굵게</b>.
[r]: https://example.org/x "이름"
"""
# What is not text wherever a value is taken for HTML, for Markdown, for a template, an address or a script.
VALUES = [
    each.replace("DO", "ran(1)")
    for each in (
        "<script>DO</script>",
        "</script><script>DO</script>",
        "</title></textarea></style><script>DO</script>",
        "<img src=x onerror=DO>",
        "\"><img src=x onerror='DO'>",
        "' onmouseover='DO' x='",
        '" onmouseover="DO" x="',
        "&lt;img src=x onerror=DO&gt;",
        "&#60;img src=x onerror=DO>",
        "[x](javascript:DO)",
        "![x](x){onerror=DO}",
        "x){onclick=DO}",
        "{: onclick=DO }",
        "`x` <b onmouseover=DO>y</b>",
        "{{ DO }} {% raw %} ${DO} <%= DO %>",
        "--><svg onload=DO>",
        "]]><svg onload=DO>",
        "javascript:DO",
        "\\u003cscript\\u003eDO\\u003c/script\\u003e",
        "<!--<script>DO",
        "&#x202E;&rlm;&#0;&#106;avascript:DO",
    )
]
RECORD = "globalThis.hits = []; globalThis.ran = (what) => { hits.push(String(what)); };"
# Whatever would run on a click or a move of the mouse, and who put it there.
FOUND = """() => [
  ...hits,
  ...[...document.querySelectorAll('*')].flatMap((element) => [...element.attributes]
    .filter(({ name, value }) => name.startsWith('on')
      || (/^(href|src)$/.test(name) && /^\\s*(java|vb)script:/i.test(value)))
    .map(({ name, value }) => `${element.tagName} ${name}=${value}`)),
  ...[...document.scripts].filter(({ type, text }) => !type && /ran\\(1\\)/.test(text)).map(String),
]"""


@pytest.mark.parametrize("body", BODIES)
def test_no_body_may_run_or_fetch_anything(body: str) -> None:
    found = check({"sources.yml": making.SOURCES, "terms/t.md": making.term("가", f"먼저 글.\n\n{body}\n")})
    safety = [each for each in found.diagnostics if each.code in SAFETY]
    assert safety, render(body).html
    assert has_errors(safety)
    assert {each.place.line for each in safety} <= set(range(9, 12 + body.count("\n")))


def test_what_text_needs_is_let_through() -> None:
    assert may_be_harmful(HARMLESS)
    found = check({"sources.yml": making.SOURCES, "terms/t.md": making.term("가", HARMLESS)})
    assert not [each for each in found.diagnostics if each.code in SAFETY]


def test_plain_bodies_are_not_rendered() -> None:
    plain = (
        "**굵은 글**, [고리](../a/b.md#c), [밖](https://example.org/a?b=c&d), [[t]], `x`, 3 > 2\n\n- 목록\n"
    )
    assert not may_be_harmful(plain)


@pytest.mark.parametrize("body", BODIES)
def test_what_is_passed_over_unrendered_is_plain(body: str) -> None:
    assert may_be_harmful(body)


def test_faults_are_found_where_they_stand() -> None:
    body = "`<b onclick=x>`는 코드다.\n\n글과 <b onclick=x>글</b>\n\n[가]\n\n[가]: javascript:x\n"
    found = check({"sources.yml": making.SOURCES, "terms/t.md": making.term("가", body)})
    places = [
        (each.place.line, each.place.column, each.words["name"])
        for each in found.diagnostics
        if each.code in SAFETY
    ]
    assert places == [(9, 7, "onclick"), (13, 6, "javascript:x")]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A built site with a payload in every field, and its address."""
    root = making.write_site(tmp_path_factory.mktemp("hostile") / "root", dict(_files()))
    settings = root / "mkdocs.yml"
    categories = json.dumps(VALUES)
    text = settings.read_text("utf-8").replace("[분류]", categories).replace("[puri]", "[search, puri]")
    settings.write_text(text, "utf-8")
    build_site(root, root / "site")
    with serving(root / "site") as address:
        yield root / "site", address


def _files() -> Iterator[tuple[str, str]]:
    sources = {}
    for i, value in enumerate(VALUES):
        mine = [json.dumps(f"{value} {i}{letter}") for letter in "abcdefghij"]
        question = f"{{question: {mine[5]}, choices: [{mine[6]}, {mine[7]}], answer: 1, why: {mine[8]}}}"
        shared = {"summary": mine[0], "sources": f"[s{i}]", "quiz": f"[{question}]"}
        term = shared | {
            "english": mine[1],
            "aliases": f"[{mine[2]}]",
            "reading": mine[3],
            "category": json.dumps(value),
        }
        term |= {"unless_near": f"[{mine[4]}]", "except": f"[{mine[9]}]"}
        yield (
            f"terms/t{i:02}.md",
            making.term(json.dumps(f"{value} {i}"), f"본문. [[t{(i + 1) % len(VALUES):02}]]", **term),
        )
        fact = (
            f"{{text: {mine[1]}, value: {mine[2]}, asof: 2024, source: s{i}, kind: figure, note: {mine[3]}}}"
        )
        yield f"articles/a/{i + 1:02}-s{i}.md", making.section(mine[4], "본문.", facts=f"[{fact}]", **shared)
        yield f"paths/p{i}.yml", f"title: {mine[5]}\nsummary: {mine[6]}\nsteps: [terms/t{i:02}]\n"
        sources[f"s{i}"] = dict.fromkeys(("title", "publisher", "author", "rights"), f"{value} {i}")
        sources[f"s{i}"]["url"] = "https://example.org/?" + "".join(
            char for char in value if char not in " <>\"'"
        )
    yield "sources.yml", json.dumps(sources)
    yield (
        "articles/a/index.md",
        f"---\ntitle: {json.dumps(VALUES[0])}\nsummary: {json.dumps(VALUES[1])}\nsource: s0\n---\n",
    )
    yield "index.md", f"---\ntitle: {json.dumps(VALUES[2])}\nsummary: {json.dumps(VALUES[3])}\n---\n"


def test_data_blocks_hold_what_was_written(hostile: tuple[Path, str]) -> None:
    blocks = 0
    for path in hostile[0].rglob("*.html"):
        for block in re.split(
            r'<script [^>]*type="application/(?:ld\+)?json"[^>]*>', path.read_text("utf-8")
        )[1:]:
            json.loads(block.partition("</script>")[0])
            blocks += 1
    assert blocks > len(VALUES) * 3


@pytest.mark.browser
@pytest.mark.xdist_group("browser, two")
def test_nothing_in_any_field_runs_even_without_the_policy(
    browser: Browser, hostile: tuple[Path, str]
) -> None:
    folder, address = hostile
    context = browser.new_context(bypass_csp=True)
    context.add_init_script(RECORD)
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.dismiss())
    seen = 0
    for path in sorted(folder.rglob("index.html")):
        page.goto(address + path.relative_to(folder).as_posix())
        assert page.evaluate(FOUND) == [], path
        seen += 1
    assert seen >= 3 * len(VALUES)
    page.goto(address)
    for query in ("ran", "script", "onerror", "<img src=x onerror=ran(1)>"):
        page.locator("[data-md-component=search-query]").fill(query)
        page.locator(".md-search-result__item, .md-search-result__meta").first.wait_for()
        page.wait_for_timeout(300)
        assert page.evaluate(FOUND) == []
    context.close()


@pytest.mark.parametrize(
    "inside",
    [
        "<script>x</script>",
        "<rect onclick='x'/>",
        "<a href='javascript:x'><rect/></a>",
        "<use href='https://example.org/x.svg#a'/>",
        "<image href='https://example.org/x.png'/>",
        "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'/></foreignObject>",
        "<style>@import 'https://example.org/x.css';</style>",
        "<style>rect { fill: url(https://example.org/x) }</style>",
        "<rect style='fill: u\\72l(//example.org/x)'/>",
        "<animate attributeName='href' values='javascript:x'/>",
        "<handler/><unclosed>",
    ],
)
def test_pictures_that_are_documents_hold_only_shapes(inside: str) -> None:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg">\n{inside}</svg>'
    assert picture_faults(svg.encode())
    found = check({"sources.yml": making.SOURCES, "terms/p/x.svg": svg})
    assert {each.code for each in found.diagnostics} == {Code.UNSAFE_HTML}


def test_entities_of_pictures_are_refused_before_they_grow() -> None:
    bomb = '<!DOCTYPE svg [<!ENTITY a "xxxxxxxxxx">' + "".join(
        f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9)
    )
    assert picture_faults(f'{bomb}]><svg xmlns="http://www.w3.org/2000/svg">&j;</svg>'.encode())


def test_drawn_pictures_are_let_through() -> None:
    svg = """<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
      xmlns:i="http://www.inkscape.org/namespaces/inkscape" viewBox="0 0 9 9"><title>x</title>
      <i:namedview i:zoom="2"/><defs><linearGradient id="g"><stop offset="0"/></linearGradient></defs>
      <style>.a { fill: url(#g) }</style><g class="a"><path d="M0 0"/><use xlink:href="#g"/></g></svg>"""
    assert picture_faults(svg.encode()) == []


def test_links_and_huge_files_are_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "key.md").write_text("geheim")
    content = tmp_path / "root/content"
    (content / "terms").mkdir(parents=True)
    for name, target in (
        ("terms/a.md", secret / "key.md"),
        ("pictures", secret),
        ("loop", content),
        ("x.png", Path("/dev/zero")),
    ):
        (content / name).symlink_to(target)
    os.mkfifo(content / "pipe.md")
    with (content / "terms/huge.md").open("wb") as huge:
        huge.truncate(LARGEST_TEXT + 1)
    found = read_files(tmp_path / "root", "content")
    assert all(raw.data == b"" for raw in found)
    assert {raw.file.removeprefix("content/"): raw.refused.code.value for raw in found if raw.refused} == {
        "terms/a.md": "symbolic-link",
        "pictures": "symbolic-link",
        "loop": "symbolic-link",
        "x.png": "symbolic-link",
        "pipe.md": "symbolic-link",
        "terms/huge.md": "over-limit",
    }


@pytest.mark.parametrize(
    "name", ["aux.md", "Con.png", "com1.x.md", "a\u202etxt.md", "a\x1b[31m.md", 'a".png', "a .md.", "x:y.md"]
)
def test_names_that_some_system_cannot_hold(name: str) -> None:
    found = check({"sources.yml": making.SOURCES, f"terms/{name}": making.term("가")})
    assert Code.FILE_NAME in {each.code for each in found.diagnostics}


def test_names_that_differ_by_case_alone() -> None:
    found = check({"sources.yml": making.SOURCES, "a/x.png": b"", "A/y.png": b"", "b.png": b"", "B.png": b""})
    assert [each.words["name"] for each in found.diagnostics] == ["A", "B.png"]


def test_slugs_that_look_alike() -> None:
    terms = {
        f"terms/{slug}.md": making.term(name)
        for slug, name in (("foundry", "가"), ("f0undry", "나"), ("fab", "다"))
    }
    found = check({"sources.yml": making.SOURCES} | terms)
    assert [(str(each.code), each.words["name"], each.words["other"]) for each in found.diagnostics] == [
        ("confusable-slug", "foundry", "f0undry")
    ]


@pytest.mark.parametrize(
    "char", ["\x00", "\x1b", "\u202e", "\u2066", "\u200f", "\ufeff", "\u2028", "\U000e0041", "\uffff"]
)
def test_characters_that_cannot_be_seen(char: str) -> None:
    found = check({"sources.yml": making.SOURCES, "terms/t.md": making.term("가", f"글{char}글")})
    assert [(str(each.code), each.place.line, each.place.column) for each in found.diagnostics] == [
        ("control-character", 7, 2)
    ]


@pytest.mark.parametrize(
    ("escape", "name"), [("\\e", "001B"), ("\\0", "0000"), ("\\u202E", "202E"), ("\\uFFFF", "FFFF")]
)
def test_characters_that_cannot_be_seen_written_as_escapes_of_yaml(escape: str, name: str) -> None:
    term = making.term("가", aliases=f'[x, "a{escape}b"]')
    found = check({"sources.yml": making.SOURCES, "terms/t.md": term}).diagnostics
    assert [(str(each.code), each.place.line, each.place.column) for each in found][:1] == [
        ("control-character", 6, 14)
    ]
    assert found[0].words["character"] == f"U+{name}"


@pytest.mark.parametrize("point", [0, 1, 0x1B, 0x7F, 0x9B, 0x61C, 0x200F, 0x202E, 0x2067, 0x2028, 0xFEFF])
@pytest.mark.parametrize("shape", ["&#x{:X};", "&#{};", "&#000{}말", "&#x{:x} "])
def test_characters_that_cannot_be_seen_written_as_references(shape: str, point: int) -> None:
    reference = shape.format(point)
    for body in (
        f"글{reference}글",
        f"## 글 {reference}",
        f"| a |\n|---|\n| {reference} |",
        f"[x](b{reference})",
    ):
        found = check({"sources.yml": making.SOURCES, "terms/t.md": making.term("가", f"글\n\n{body}")})
        hidden = [each for each in found.diagnostics if each.code is Code.CONTROL_CHARACTER]
        assert [each.words["character"] for each in hidden] == [f"U+{point:04X}"]
        line, column = (
            9 + body.count("\n", 0, body.index("&")),
            len(body[: body.index("&")].split("\n")[-1]) + 1,
        )
        assert (hidden[0].place.line, hidden[0].place.column) == (line, column)


@pytest.mark.parametrize(
    "body", ["&rlm;", "*글*{: title='&#x202E;' }", "<b title='&lrm;'>글</b>", "&#x110000;"]
)
def test_other_references_to_what_cannot_be_seen(body: str) -> None:
    found = check({"sources.yml": making.SOURCES, "terms/t.md": making.term("가", body)})
    assert Code.CONTROL_CHARACTER in {each.code for each in found.diagnostics}


@pytest.mark.parametrize(
    "body", ["`&#x202E;`", "    &#x202E;", "&amp;#x202E;", "&#x20AC; &#8364; &hellip; R&D", "&#32"]
)
def test_references_that_are_shown(body: str) -> None:
    found = check({"sources.yml": making.SOURCES, "terms/t.md": making.term("가", body)})
    assert Code.CONTROL_CHARACTER not in {each.code for each in found.diagnostics}


def test_the_last_day_of_all_is_built(tmp_path: Path) -> None:
    term = making.term("가", status="reviewed", reviewed="9999-12-31")
    root = making.write_site(tmp_path / "root", {"terms/t.md": term})
    build_site(root, root / "site")
    assert gzip.decompress((root / "site/sitemap.xml.gz").read_bytes()).count(b"<loc>") > 1


MB = 1_000_000
TOO_MUCH = {
    "line": "가" * (MB // 3),
    "headings": "# a\n" * (MB // 4),
    "brackets": "[" * MB,
    "emphasis": "*a_" * (MB // 3),
    "quotes": "\n".join(">" * i for i in range(1_400)),
    "lists": "\n".join(" " * 2 * i + "- x" for i in range(900)),
    "rows": "|a|b|\n|-|-|\n" + "|x|y|\n" * (MB // 6),
    "definitions": "".join(f"[r{i}]: x\n" for i in range(80_000)),
    "ticks": "".join("a" + "`" * i for i in range(1_400)),
    "comments": "<!-- " * (MB // 5),
    "tags": "<a " * 30_000,
    "few brackets": "[" * 11,
    "few headings": "# a\n\n" * 301,
    "number": "## &#" + "9" * 5_000 + ";",
    "few digits": "글 " + "9" * 1_001,
    "few tags": "a <b\n\n" * 301,
    "few unclosed": "a <b\n\n" * 101,
    "few unclosed quotations": '<a ">\n\n' * 101,
    "few marks": "*a " * 1_501,
    "behind a comment": "<!-- -->" + "- " * 4_000 + "x",
    "behind the end of a comment": "<!--\n-->" + "1. " * 3_000 + "x",
    "quoted lists": "\n".join("> " + "\t" * i + "- x" for i in range(400)),
    "boxes": "\n\n".join("\t" * i + "!!! note" for i in range(400)),
    "unclosed fence": "```\n" + "\n".join("\t" * i + "- x" for i in range(400)),
    "fence that is none": "글 ```\n" + "\n".join("\t" * i + "- x" for i in range(400)) + "\n```\n",
    "fence below code": ">     x\n```\n" + "\n".join("\t" * i + "- x" for i in range(400)) + "\n```\n",
}
NESTS_NOTHING = {
    "far to the right": "```\n" + " " * 44 + "x\n```",
    "outline": "~~~ text\n" + "\n".join("    " * i + "- x" for i in range(20)) + "\n~~~",
    "in a list": "- 글\n\n    ``` {.c title='a'}\n"
    + "".join(" " * 4 * i + "* x\n" for i in range(1, 20))
    + "    ```",
    "brackets": "```\n" + "[" * 11 + "\n```",
    "indented": "글\n\n" + "\n".join(" " * i + "x" for i in range(4, 90)),
    "rules": "* * * * * * * * * * * *\n\n- - - - - - - - - - - - - -",
}
FIELDS = {
    "aliases": "aliases: [" + ", ".join(f"가{i}" for i in range(120_000)) + "]",
    "bomb": "a: &a [x, x]\n"
    + "".join(f"{chr(98 + i)}: &{chr(98 + i)} [*{chr(97 + i)}, *{chr(97 + i)}]\n" for i in range(24)),
    "flow": "a: " + "[" * 500_000,
    "sequences": "a:\n " + "- " * 400_000,
    "keys": "".join(f"k{i}: v\n" for i in range(60_000)),
    "text": "english: " + "a" * MB,
    "tag": "a: !!python/object/apply:os.system [x]",
}


@pytest.mark.parametrize("body", TOO_MUCH.values(), ids=TOO_MUCH)
def test_bodies_over_a_limit_are_refused_at_once(body: str) -> None:
    begin = time.process_time()
    found = check({"sources.yml": making.SOURCES, "terms/t.md": making.term("가", body)})
    assert time.process_time() - begin < 10
    assert [each.code for each in found.diagnostics] == [Code.OVER_LIMIT]


@pytest.mark.parametrize("body", NESTS_NOTHING.values(), ids=NESTS_NOTHING)
def test_what_nests_nothing_is_not_too_deep(body: str) -> None:
    assert limits.excess(f"글\n\n{body}\n\n글\n") is None


@pytest.mark.parametrize("fields", FIELDS.values(), ids=FIELDS)
def test_front_matter_that_would_take_for_ever_is_refused(fields: str) -> None:
    begin = time.process_time()
    text = making.term("가").replace("---\n", f"---\n{fields}\n", 1)
    found = check({"sources.yml": making.SOURCES, "terms/t.md": text})
    assert time.process_time() - begin < 10
    assert found.has_errors
    assert len(found.diagnostics) < 1_000


def test_links_by_reference_lead_somewhere_too() -> None:
    body = "[가], [나][b], `[c]: gone.md`\n\n[가]: gone.md 'x'\n[b]: <../terms/t.md>\n[unused]: other.md\n"
    found = check({"sources.yml": making.SOURCES, "terms/t.md": making.term("가", body)})
    assert [
        (each.code, each.place.line, each.place.column, each.words["name"]) for each in found.diagnostics
    ] == [(Code.BROKEN_LINK, 9, 6, "gone.md")]


@pytest.mark.parametrize(
    "yaml",
    [
        "a: b: c",
        "a: [b",
        "a: {b",
        "a: 'b",
        "a: *b",
        "a: @b",
        "a: b\n\t- c",
        "- a\nb: c",
        "a: !x!y z",
        'a: "\\y"',
        "]",
    ],
)
def test_the_parser_of_yaml_speaks_korean(yaml: str) -> None:
    found = check({"sources.yml": yaml}).diagnostics
    assert [each.code for each in found] == [Code.YAML_SYNTAX]
    assert not re.search("[a-z]{3}", message(found[0], "ko")), message(found[0], "ko")


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ('!!! note "![x](gone.png) 글"\n    글', [(9, 16)]),
        ("# [x](gone.md)", [(9, 7)]),
        ("`[x](gone.md)`\n\n    [x](gone.md)", []),
        ("<p>[x](gone.md)</p>", []),
        ("[x](<gone.md>)", [(9, 6)]),
    ],
)
def test_links_outside_of_prose_lead_somewhere_too(body: str, places: list[tuple[int, int]]) -> None:
    found = check({"sources.yml": making.SOURCES, "terms/t.md": making.term("가", f"글.\n\n{body}\n")})
    broken = [each for each in found.diagnostics if each.code is Code.BROKEN_LINK]
    assert [(each.place.line, each.place.column) for each in broken] == places


# What a body that passes may be made of, to look for what the judge and a browser read differently.
PIECES = (
    *("<", ">", "</", "/>", "<!", "<!--", "-->", "--", "<![CDATA[", "<?", "&lt;", "\\", '"', "'", "="),
    *("<b>", "</b>", "<b x", "<i", "<p>", "</p>", "<div>", "</div>", "<svg>", "</svg>", "<br>"),
    *("<a href='", "'>", "</a>", "<img src='a' alt='", " onerror", "ran(1)", "[", "](", "a)"),
    *("`", "``", "```\n", "<pre>", "</pre>", "<code>", "</code>"),
    *("\n", "\n\n", "    ", "> ", "- ", "{.a }", "*", "**", "x", "글 "),
)


def _drawn(count: int) -> Iterator[str]:
    draw = random.Random(8)
    for _ in range(count):
        yield "".join(draw.choice(PIECES) for _ in range(draw.randint(2, 12)))


@pytest.mark.browser
@pytest.mark.xdist_group("browser, two")
def test_what_passes_runs_nothing_and_leaves_the_page_whole(browser: Browser) -> None:
    passed = [body for body in _drawn(1_500) if not _harms(body)]
    assert len(passed) > 150
    page = browser.new_page()
    page.add_init_script(RECORD)
    page.goto("about:blank")
    for engine in (lambda body: render(body).html, render_commonmark):
        page.set_content("".join(f"<section class='one'>{engine(body)}\n</section>" for body in passed))
        assert page.evaluate(FOUND) == []
        assert page.locator("body > section.one").count() == len(passed)
    page.close()


def _harms(body: str) -> bool:
    return may_be_harmful(body) and bool(harm(body) or [*template_syntax(body)] or [*lax_html(body, scan)])


NEARLY_TOO_MUCH = {
    "unclosed links": ("[a](b " * 200 + "\n\n") * 80,
    "bullets": "- a\n" * 24_000,
    "rows": "|a|b|\n|-|-|\n" + "|x|y|\n" * 7_000,
    "emphasis": ("*a_" * 480 + "\n\n") * 60,
    "tags": "a".join(["<a> "] * 295) + "\n\n" + "b c\n\n" * 19_000,
    "unclosed tags": "a".join(["<a "] * 95) + "\n\n" + "b c\n\n" * 19_000,
    "code": "```c\n" + (" " * 9_000 + "x\n") * 10 + "```",
    "faults": "\n\n".join(f"[x](javascript:{i})" for i in range(3_000)),
}


@pytest.mark.parametrize("body", NEARLY_TOO_MUCH.values(), ids=NEARLY_TOO_MUCH)
def test_bodies_below_every_limit_are_checked_and_rendered_in_seconds(body: str) -> None:
    begin = time.process_time()
    check({"sources.yml": making.SOURCES, "terms/t.md": making.term("가", body)})
    render(body)
    assert time.process_time() - begin < 10


def test_what_a_hostile_file_is_called_harms_no_terminal_and_no_log() -> None:
    found = check(
        {
            "terms/\x1b]0;x\x07::error::y\u202e.md": making.term("가"),
            "terms/t.md": '---\n"a\\e[31m\\n::set-output": b\n---\n',
        }
    )
    for form in ("text", "github"):
        shown = str(report.FORMATS[form](found.diagnostics, "ko", report.Around(found.texts)))
        assert not UNSEEN.search(shown.replace("\n", ""))
        assert not re.search(r"^::(?!(error|warning|notice) )", shown, re.MULTILINE)


def test_the_document_names_every_limit() -> None:
    text = ROOT.joinpath("SECURITY.md").read_text("utf-8")
    named = {name: value for name, value in vars(limits).items() if isinstance(value, int)}
    named |= {"LONGEST_TEXT": LONGEST_TEXT, "MOST_ITEMS": MOST_ITEMS, "SUMMARY_LIMIT": SUMMARY_LIMIT}
    assert len(named) > 10
    assert {name for name, value in named.items() if not re.search(rf"\b{value:,}\b", text)} == set()
