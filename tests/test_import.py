"""`puri import`: whatever is read, what comes out are drafts with which the site can be built."""

import csv
import functools
import io
import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from builder.cli import puri
from builder.diagnostics import has_errors
from builder.drafts import Desk
from builder.imports import FORMATS, Found, UnreadableError, Wishes, fit, gather
from builder.imports.text import tidy
from builder.load import RawFile
from builder.pipeline import Examined, examine
from tests import making

CONFIG = {"theme": {"language": "ko"}, "extra": {"puri": {"categories": ["분류", "다른 분류"]}}}
OWN = {
    "sources.yml": making.SOURCES,
    "terms/chip.md": making.term("반도체", english="'Semiconductor'", aliases="[칩]", redirect_from="[semi]"),
}
WISHES = Wishes(source="s", category="분류")


def look(drafts: tuple[RawFile, ...], own: Mapping[str, str] = OWN) -> Examined:
    raw = [RawFile(f"content/{path}", data.encode()) for path, data in own.items()]
    return examine((*raw, *drafts), CONFIG, "", "content")


def fitted(found: Found, wishes: Wishes = WISHES) -> tuple[dict[str, Any], list[str], dict[str, str]]:
    """Return the terms by slug, why others were left out, and the files."""
    raw = tuple(RawFile(f"content/{path}", data.encode()) for path, data in OWN.items())
    settled = fit(found, Desk(look(()), raw), wishes, look)
    after = look(settled.files)
    assert not has_errors(after.diagnostics), after.diagnostics
    terms = {slug: term for slug, term in after.library.terms.items() if slug != "chip"}
    return (
        terms,
        [key for key, _ in settled.left_out],
        {each.file: each.data.decode() for each in settled.files},
    )


def table(rows: list[list[str]], divider: str = ",") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=divider).writerows(rows)
    return text.getvalue()


ROWS = [
    ["용어", "영문", "뜻", "동의어", "분류", "관련어", "아무거나"],
    [
        "파운드리",
        "Foundry",
        "반도체를 대신 만드는 회사. 위탁을 받는다.",
        "위탁생산; 위탁 제조",
        "다른분류",
        "팹리스, 칩, 없는 말",
        "x",
    ],
    ["팹리스(Fabless)", "", "설계만 하는 회사.", "", "모르는 분류", "", ""],
    ["칩", "", "이미 있는 말.", "", "", "", ""],
    ["뜻 없는 말", "", "", "", "", "", ""],
    ["AI(인공지능)", "", "기계가 배우는 것.", "위탁 생산", "", "", ""],
    ["깍두기", "", '줄이\n나뉜 "뜻".', "", "", "", ""],
]


@pytest.mark.parametrize(
    ("codec", "divider"),
    [("utf-8", ","), ("utf-8-sig", ";"), ("cp949", ","), ("utf-16", "\t"), ("cp949", "\t")],
)
def test_a_table_of_a_spreadsheet(codec: str, divider: str) -> None:
    data = table(ROWS, divider).encode(codec)
    terms, left_out, files = fitted(gather("words.csv", {"words.csv": data}))
    assert list(terms) == ["ai", "fabless", "foundry", "kkakdugi"]
    foundry = terms["foundry"].fields
    assert foundry.names == ("파운드리", "Foundry", "위탁생산", "위탁 제조")
    assert foundry.category == "다른 분류"
    assert foundry.summary == "반도체를 대신 만드는 회사."
    assert foundry.related.related == ("fabless", "chip")
    assert (foundry.status, foundry.sources) == ("draft", ("s",))
    assert terms["foundry"].document.body == "반도체를 대신 만드는 회사. 위탁을 받는다.\n"
    assert (terms["fabless"].fields.english, terms["fabless"].fields.category) == ("Fabless", "분류")
    assert terms["ai"].fields.aliases == ("인공지능",)
    assert left_out == ["twin", "no_definition", "alias", "unknown"]
    assert "words.csv:2" in files["content/terms/foundry.md"].split("\n")[1]


def test_what_is_not_taken_over_is_told() -> None:
    for name, data in (
        ("x.csv", "용어,뜻,예문,빈 열,메모\n사과,먹는 것.,사과를 먹는다.,,\n".encode()),
        ("x.json", '[{"term": "사과", "뜻": "먹는 것.", "예문": "사과를 먹는다.", "빈 열": ""}]'.encode()),
    ):
        found = gather(name, {name: data})
        assert found.unknown == ("예문",)  # a note is the body
        raw = tuple(RawFile(f"content/{path}", text.encode()) for path, text in OWN.items())
        assert fit(found, Desk(look(()), raw), WISHES, look).left_out == [("unknown", {"names": "예문"})]


def test_a_table_without_names_of_columns() -> None:
    terms, _, _ = fitted(gather("x.csv", {"x.csv": "사과,먹는 것.\n배,타는 것.\n".encode()}))
    assert {term.title: term.fields.summary for term in terms.values()} == {
        "사과": "먹는 것.",
        "배": "타는 것.",
    }


@pytest.mark.parametrize(
    "document",
    [
        [{"term": "Foundry", "definition": "Makes chips.", "aliases": ["fab", "foundries"]}],
        {"terms": [{"name": "Foundry", "description": "Makes chips.", "synonyms": "fab, foundries"}]},
        {"Foundry": {"definition": "Makes chips.", "aka": ["fab", "foundries"]}},
        {"용어": {"Foundry": {"뜻": "Makes chips.", "동의어": "fab|foundries"}}},
    ],
)
def test_json_in_the_shapes_that_people_keep(document: Any) -> None:
    terms, left_out, _ = fitted(gather("x.json", {"x.json": json.dumps(document).encode()}))
    assert terms["foundry"].fields.names == ("Foundry", "fab", "foundries")
    assert terms["foundry"].fields.summary == "Makes chips."
    assert not left_out


def test_json_of_definitions_alone() -> None:
    terms, _, _ = fitted(gather("x.json", {"x.json": '{"사과": "먹는 것.", "배": null}'.encode()}))
    assert [term.title for term in terms.values()] == ["사과"]


SPHINX = """\
Glossary
========

.. if you add an entry, keep the order

.. glossary::
   :sorted:

   environment
   env : e
      A structure where *information* about all documents is saved, see :term:`root document`
      and :term:`the builders <builder>`.  Also ``env``, :class:`~a.B` and :pep:`8`.

      - one
      - two :ref:`words <target>`

      ::

          code [[x]]

   root document
      The document with the `toctree <https://example.org/x>`_ at :term:`nowhere`.

      .. seealso:: The :dfn:`tree`.

   builder
      A class, not **a chip**.

   ``**x``
   :class:`~a.Star` mark : S
      Opens a mapping, as `builder` does.

Another one:

.. glossary::

   칩
      이미 있는 말.
"""


def test_a_glossary_of_sphinx() -> None:
    terms, left_out, _ = fitted(gather("g.rst.txt", {"g.rst.txt": SPHINX.encode()}))
    assert list(terms) == ["builder", "environment", "root-document", "x"]
    assert terms["x"].fields.names == ("**x", "a.Star mark")
    assert terms["environment"].fields.aliases == ("env",)
    assert left_out == ["twin"]
    body = terms["environment"].document.body
    assert body.startswith(
        "A structure where *information* about all documents is saved, see [[root-document]] and "
        "[[builder|the builders]]. Also `env`, `a.B` and [PEP 8]("
    )
    assert "-   one\n-   two words\n" in body
    assert body.endswith("```\ncode [[x]]\n```\n")
    root = terms["root-document"].document.body
    assert root == "The document with the [toctree](<https://example.org/x>) at nowhere.\n\nThe tree.\n"


FOLDER = {
    "_index.md": "---\ntitle: Glossary\n---\n",
    "container.md": (
        '---\ntitle: Containers\ncategory: 다른 분류\ntags: ["a", ""]\naliases: ["/old/"]\n---\n\n'
        "A process, made of a [container image](/en/container-image/) on a [host](../host/#x).\n\n"
        '# Problem\n\n[[Pod]]s and {{< glossary_tooltip text="pods" term_id="pod" >}}, `[x](/pod/)`.\n'
        "[site](https://example.org/) ![picture](x.png) [mail](mailto:a@example.org) [js](javascript:x)\n\n"
        "{{% sign-section %}}\n{{< youtube abc >}}\n"
    ),
    "container-image/index.md": (
        '---\ntitle: Container Image\n---\nFor [containers]({{< relref "container.md" >}}).\n'
    ),
    "pod.md": (
        "---\ntitle: Pod\nid: pod\nshort_description: >\n  A group of things.\n"
        "aka:\n- Pods group\n---\n More. \n \n<!--more--> \n\nAnd:\n\n```\na\n\n\nb\n```\n"
    ),
    "notes.md": "No front matter.\n",
    "deep/er/semi.md": "---\ntitle: Deep\n---\nAs [chips](/semi/) and [Semiconductor](/semiconductor.md).\n",
}


def test_a_folder_of_pages_as_hugo_has_them() -> None:
    terms, left_out, _ = fitted(gather("en", {path: text.encode() for path, text in FOLDER.items()}))
    assert list(terms) == ["container", "container-image", "pod", "semi-2"]
    body = terms["container"].document.body
    assert "made of a [[container-image|container image]] on a host." in body
    assert "## Problem\n\n[[pod]]s and [[pod|pods]], `[x](/pod/)`.\n" in body
    assert "[site](https://example.org/) picture mail js" in body
    assert "sign-section" not in body and "youtube" not in body
    assert terms["container"].fields.aliases == ()
    assert terms["container"].fields.category == "다른 분류"
    assert terms["container-image"].document.body == "For [[container|containers]].\n"
    assert terms["pod"].fields.summary == "A group of things."
    assert terms["pod"].fields.aliases == ("Pods group",)
    assert terms["pod"].document.body == "More.\n\nAnd:\n\n```\na\n\n\nb\n```\n"
    assert "[[chip|Semiconductor]]" in terms["semi-2"].document.body
    assert not left_out


TEXT = """\
반도체를 둘러싼 싸움, 왜?
기자 이름

여는 말이 한 문장 있습니다. 또 있습니다.

■ 첫째 싸움

• 메모리는 빠릅니다
• 로직은 작습니다

## 둘째 싸움 ##
이어지는 글 * 하나 <b>.

  • 프레너미(Frenemy): 친구이자 적인 사이. 서로 돕고 다툽니다.
  • 온디바이스(On-Device) AI: 기기 안에서 도는 AI.
  - 팹(Fab): 공장입니다.
  - 장점: 빠르다
"""


def test_a_plain_text_becomes_an_article_and_the_words_it_explains() -> None:
    found = gather("글.txt", {"글.txt": TEXT.encode()})
    terms, left_out, files = fitted(found)
    assert {slug: term.fields.names for slug, term in terms.items()} == {
        "frenemy": ("프레너미", "Frenemy"),
        "on-device-ai": ("온디바이스 AI", "On-Device AI"),
        "fab": ("팹", "Fab"),
    }
    (article,) = look(
        tuple(RawFile(file, text.encode()) for file, text in files.items())
    ).library.articles.values()
    assert (article.title, article.fields.source) == ("반도체를 둘러싼 싸움, 왜?", "s")
    assert [section.title for section in article.sections] == ["기자 이름", "첫째 싸움", "둘째 싸움"]
    assert [section.number for section in article.sections] == [1, 2, 3]
    assert article.sections[0].fields.summary == "여는 말이 한 문장 있습니다."
    assert "- 메모리는 빠릅니다\n- 로직은 작습니다" in article.sections[1].document.body
    assert "이어지는 글 \\* 하나 &lt;b>." in article.sections[2].document.body
    assert "글.txt:14" in files["content/terms/frenemy.md"].split("\n")[1]
    assert not left_out


NEWSLETTER = """\
주간 칩 소식

by 홍길동

🔖 이번 주의 말

오늘의 차례입니다.
전기는 누가 대나?
공장을 짓는 순서

여는 말은 2026. 3. 4. 기준으로 썼습니다.

전기는 누가 대나?

전기 이야기입니다. 왜 그럴까요?

정말 그렇습니다.

👉 전기 이야기 더 읽기

공장을 짓는 순서

1) 땅 고르기

2) 건물 올리기

3) 기계 들이기

4) 시험 = 한 달쯤

다른 글

칩의 역사 (0) | 2026.01.02 |

---|---|

전기의 역사 (0) | 2026.01.01 |
"""


def test_a_newsletter_is_divided_where_its_own_headings_are() -> None:
    found = gather("x.txt", {"x.txt": NEWSLETTER.encode()})
    assert [each.title for each in found.sections] == [
        "이번 주의 말",  # not the line about who wrote it
        "전기는 누가 대나?",  # a question, but announced above
        "공장을 짓는 순서",  # and not what the hand points to, nor the steps
        "다른 글",
    ]
    first, second, third, last = (each.text for each in found.sections)
    assert first.startswith("by 홍길동\n\n오늘의 차례입니다.\n")
    assert second.endswith("👉 전기 이야기 더 읽기")
    assert third == "1\\) 땅 고르기\n\n2\\) 건물 올리기\n\n3\\) 기계 들이기\n\n4\\) 시험 = 한 달쯤"
    assert "칩의 역사" in last and "전기의 역사" in last


def test_a_date_with_points_does_not_end_a_sentence() -> None:
    definition = "2026. 3. 4. 기준으로 센 수이며 2026.5. 다시 센다. 둘째 문장이다."
    terms, _, _ = fitted(gather("x.csv", {"x.csv": table([["수", definition]]).encode()}))
    assert terms["su"].fields.summary == "2026. 3. 4. 기준으로 센 수이며 2026.5. 다시 센다."
    terms, _, _ = fitted(gather("x.csv", {"x.csv": "점,점수는 4. 다음 문장이다.".encode()}))
    assert terms["jeom"].fields.summary == "점수는 4."


def test_a_text_without_headings_has_a_section_for_each_block() -> None:
    text = "제목\n\n첫 문단의 글입니다.\n이어집니다.\n\n둘째 문단입니다.\n\n셋째 문단입니다.\n"
    _, _, files = fitted(gather("x.txt", {"x.txt": text.encode()}))
    assert len(files) == 4


def test_an_article_needs_its_source_and_a_term_its_category() -> None:
    with pytest.raises(UnreadableError, match="no_source"):
        fitted(gather("x.txt", {"x.txt": "제목\n\n글입니다.\n\n글입니다.".encode()}), Wishes(category="분류"))
    with pytest.raises(UnreadableError, match="no_category"):
        fitted(gather("x.csv", {"x.csv": b"a,b"}), Wishes())


def test_relations_that_turn_in_a_circle_are_left_out() -> None:
    rows = [["term", "definition", "broader", "narrower"], ["나노", "뜻.", "공장", "반도체"]]
    found = gather("x.csv", {"x.csv": table(rows).encode()})
    # The circle is reported in the file that comes first: the site's own, or the draft.
    for slug, left_out, names in (("a", ["relations"], ["nano"]), ("z", ["faulty"], [])):
        own = OWN | {f"terms/{slug}.md": making.term("공장", related="{broader: [chip]}")}
        raw = tuple(RawFile(f"content/{path}", data.encode()) for path, data in own.items())
        settled = fit(found, Desk(look((), own), raw), WISHES, functools.partial(look, own=own))
        assert [key for key, _ in settled.left_out] == left_out
        assert [f"content/terms/{name}.md" for name in names] == list(settled.drafts)
        assert not has_errors(look(settled.files, own).diagnostics)


def test_a_site_with_errors_takes_drafts_too() -> None:
    own = OWN | {"terms/broken.md": "no front matter"}
    raw = tuple(RawFile(f"content/{path}", data.encode()) for path, data in own.items())
    found = gather("x.csv", {"x.csv": "사과,먹는 것.".encode()})
    settled = fit(found, Desk(look((), own), raw), WISHES, lambda drafts: look(drafts, own))
    assert list(settled.drafts) == ["content/terms/sagwa.md"]


def test_slugs_are_of_english_or_of_the_sound_and_never_taken() -> None:
    names = ["신라", "C", "C++", "con", "index", "café", "漢字", "semi", "Nul", "🔖", "독립", "x" * 500]
    rows = [[f"{name}", f"{number}번째 뜻."] for number, name in enumerate(names)]
    terms, _, _ = fitted(gather("x.csv", {"x.csv": table(rows).encode()}))
    assert {term.title: slug for slug, term in terms.items() if len(slug) < 20} == {
        "신라": "silla",
        "C": "c",
        "C++": "c-2",
        "con": "con-2",
        "index": "index-2",
        "café": "cafe",
        "漢字": "term",
        "semi": "semi-2",
        "Nul": "nul-2",
        "🔖": "term-2",
        "독립": "dongnip",
    }


_HOSTILE = st.text(
    st.sampled_from("[](){}<>|*_`#-:;,.!?\"'\\/\n\r\t =~$&%가나다abc\x00\x1b\ufeff\u202e\ud7ff1"), max_size=60
)


@given(st.lists(st.tuples(_HOSTILE, _HOSTILE, _HOSTILE), max_size=5), st.sampled_from(FORMATS))
def test_hostile_words_stumble_over_nothing(rows: list[tuple[str, str, str]], form: str) -> None:
    made: dict[str, dict[str, bytes]] = {
        "csv": {"x.csv": table([["term", "definition", "alias"], *map(list, rows)]).encode()},
        "json": {
            "x.json": json.dumps([{"term": a, "definition": b, "related": c} for a, b, c in rows]).encode()
        },
        "sphinx": {
            "x.rst": "".join(
                f".. glossary::\n\n   {a}\n      {b}\n\n      {c}\n\n" for a, b, c in rows
            ).encode()
        },
        "text": {"x.txt": "\n\n".join(f"{a}\n\n• {b}: {c}\n{c}" for a, b, c in rows).encode()},
        "folder": {
            f"{i}.md": f"---\ntitle: {a}\n---\n{b}\n\n[{c}](/{a})".encode()
            for i, (a, b, c) in enumerate(rows)
        },
    }
    try:
        fitted(gather("x", made[form], form))
    except UnreadableError as wrong:
        assert wrong.key


@given(st.binary(max_size=80), st.sampled_from(FORMATS))
def test_hostile_bytes_stumble_over_nothing(data: bytes, form: str) -> None:
    try:
        fitted(gather("x", {"x.md": b"---\ntitle: a\n" + data}, form))
    except UnreadableError as wrong:
        assert wrong.key


@pytest.mark.parametrize(
    ("name", "data", "key"),
    [
        ("x.csv", b"\xff\xfe\x00", "encoding"),
        ("x.csv", b"\x81", "encoding"),
        ("x.csv", b"word\n", "nothing"),
        ("x.csv", b"just words\n", "columns"),
        ("x.csv", "Wort;Fremdwort;Bedeutung\nObst;fruit;was an Bäumen wächst\n".encode(), "columns"),
        ("x.csv", b'term,definition\n"' + b"x" * 200_000 + b'",y', "csv"),
        ("x.json", b"[" * 100_000, "json"),
        ("x.json", b"{,}", "json"),
        ("x.json", b"3", "shape"),
        ("x.json", b"[]", "nothing"),
        ("x.json", b'[{"palabra": "a", "significado": "b"}]', "keys"),
        ("x.rst", b"no glossary", "nothing"),
        ("x.rst", b".. glossary::\n\n   a\n      " + b"- " * 3_000 + b"x\n", "deep"),
        ("x.txt", b" \n", "nothing"),
        ("x.md", b"---\n" + b"[" * 5_000 + b"\n---\n", "deep"),
        ("x.md", b"---\ntitle: [\n---\n", "yaml"),
        ("x.md", b"---\ntitle: &a [b]\nx: *a\n---\n", "yaml"),
        ("x.md", b"---\n- a\n---\n", "nothing"),
    ],
)
def test_what_cannot_be_read_is_told(name: str, data: bytes, key: str) -> None:
    with pytest.raises(UnreadableError) as wrong:
        gather(name, {name: data})
    assert wrong.value.key == key


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return making.write_site(tmp_path / "root", {"terms/chip.md": making.term("칩", "몸글.")})


def run(root: Path, *words: str) -> Result:
    return CliRunner().invoke(puri, ["import", "--root", str(root), *words])


def content(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


def test_the_command_writes_drafts_and_never_over_anything(root: Path, tmp_path: Path) -> None:
    words = tmp_path / "낱말.csv"
    words.write_text("용어,뜻\n파운드리,만드는 회사.\n칩,이미 있다.\n", "utf-8")
    before = content(root)
    dry = run(root, str(words), "--dry-run")
    assert (dry.exit_code, content(root)) == (0, before)
    assert "content/terms/paundeuri.md" in dry.output and "아무것도 쓰지 않았습니다" in dry.output
    done = run(root, str(words))
    assert done.exit_code == 0, done.output
    assert "칩" in done.output and "초안 1개" in done.output
    after = content(root)
    assert after.keys() - before.keys() == {"content/terms/paundeuri.md"}
    assert {path: data for path, data in after.items() if path in before} == before
    again = run(root, str(words))  # nothing is new any more
    assert again.exit_code == 0 and content(root) == after


def test_the_command_reads_a_folder_and_says_what_is_wrong(root: Path, tmp_path: Path) -> None:
    (tmp_path / "en/deep").mkdir(parents=True)
    (tmp_path / "en/deep/pod.md").write_text("---\ntitle: Pod\n---\nA pod.\n", "utf-8")
    assert run(root, str(tmp_path / "en")).exit_code == 0
    assert (root / "content/terms/pod.md").is_file()
    (tmp_path / "en/readme.md").write_text("What this is.\n", "utf-8")
    (tmp_path / "x.csv").write_bytes(b"\x81\xff")
    (tmp_path / "x.txt").write_text("제목\n\n글입니다.\n\n글입니다.\n", "utf-8")
    for words, said in (
        (("x.csv",), "UTF-8"),
        (("x.txt",), "content/sources.yml"),
        (("x.txt", "--source", "nothing"), "nothing"),
        (("x.txt", "--source", "s", "--article", "../x"), "../x"),
        (("x.txt", "--category", "없는 분류"), "없는 분류"),
        (("nowhere.csv",), "nowhere.csv"),
        (("en", "--format", "csv"), "en"),
    ):
        done = run(root, str(tmp_path / words[0]), *words[1:])
        assert done.exit_code == 2, (words, done.output)
        assert said in done.output and "Traceback" not in done.output
    done = run(root, str(tmp_path / "x.txt"), "--source", "s", "--article", "news")
    assert done.exit_code == 0, done.output
    assert (root / "content/articles/news/01-geurimnida.md").is_file()


def test_a_thousand_terms_take_seconds() -> None:
    rows = [
        ["term", "definition", "related"],
        *([f"낱말{i}번", f"{i}번째 뜻.", f"낱말{i + 1}번"] for i in range(1_000)),
    ]
    begin = time.process_time()
    terms, _, _ = fitted(gather("x.csv", {"x.csv": table(rows).encode()}))
    assert len(terms) == 1_000
    assert time.process_time() - begin < 30


@pytest.mark.parametrize("char", ["\ufeff", "\u202e", "\u2066", "\ufff9"])
def test_what_nobody_sees_is_left_out_of_drafts(char: str) -> None:
    assert tidy(f"파운{char}드리") == "파운드리"
