"""The glossary as data: every format read back by a program that knows nothing of Puri."""

import csv
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urljoin
from xml.etree import ElementTree

import feedparser
import pytest
from anki.collection import (
    Collection,
    ImportAnkiPackageOptions,
    ImportAnkiPackageRequest,
    ImportLogWithChanges,
)
from anki.consts import CARD_TYPE_REV, QUEUE_TYPE_REV
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from markdown_it import MarkdownIt
from PIL import Image
from pyld import jsonld
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, RDF, SDO, SKOS

from builder import cli
from builder.configuration import configure, examine_config
from builder.export import FORMATS, exports
from builder.export.share import picture
from builder.link import link
from builder.markdown import readable
from builder.model import Edition, Library
from builder.publish import build_site
from builder.render import render
from builder.schema import PuriFields
from builder.settings import Settings
from tests import making
from tests.conftest import ROOT

KOREAN = Settings("풀이::시험", "https://example.org/g", "ko", "content", PuriFields(categories=("분류",)))
ENGLISH = replace(KOREAN, site_name="Glossary", language="en")
HOMELESS = replace(KOREAN, site_url="")
MARKUP = "</script><b onclick=alert(1)>&amp; {{c1::x}} [sound:x.mp3] \\(x\\) ]]> \"x\" 'y' ^<%"
FORMULA = '=HYPERLINK("https://example.org","x")'


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


QUIZ = json.dumps(
    [{"question": f"뜻은? {MARKUP}", "choices": ["가", f"나 {MARKUP}"], "answer": 2, "why": MARKUP}],
    ensure_ascii=False,
)
FILES: dict[str, str | bytes] = {
    "sources.yml": f"s: {{title: {quoted(MARKUP)}, url: 'https://example.org/{{a}}|b', published: 2024}}\n",
    "terms/chip.md": making.term("반도체", reviewed="2026-01-02", english="Semiconductor"),
    "terms/memory.md": making.term(
        "메모리 반도체", related="{broader: [chip]}", aliases="[메모리, memory]", reviewed="2026-01-03"
    ),
    # `related` and `contrasts` to what stands above: SKOS takes neither (S27)
    "terms/dram.md": making.term(
        "DRAM",
        "메모리 반도체의 하나다. `코드`와 **굵은** 글.",
        reading="디램",
        english="DRAM",
        aliases="[디램, D램]",
        related="{broader: [memory], contrasts: [chip], related: [memory, hostile], requires: [chip]}",
        reviewed="2026-01-03",
        quiz=QUIZ,
    ),
    "terms/hostile.md": making.term(
        quoted(MARKUP),
        summary=quoted(MARKUP),
        english=quoted(FORMULA),
        aliases=f"[{quoted('@SUM(A1)')}, '-1', '+1', '|', {quoted(MARKUP)}]",
        category=quoted("분류 <i>"),
    ),
    "terms/formula.md": making.term(quoted("=1+1"), summary="=1+2", status="draft", sources="[]"),
    "articles/a/index.md": making.ARTICLE,
    "articles/a/01-one.md": making.section("하나", "DRAM과 반도체.", quiz=QUIZ),
    "paths/p.yml": "title: 경로\nsummary: 경로 요약.\nsteps: [terms/chip, terms/dram]\n",
}


@cache
def library(*changed: tuple[str, str | bytes]) -> Library:
    return making.library(FILES | dict(changed))


def exported(path: str, settings: Settings = KOREAN, *changed: tuple[str, str | bytes]) -> bytes:
    given = library(*changed)
    found = exports(given, link(given, settings), settings, Edition.WEBSITE)
    return next(each.make() for each in found if each.path == path)


def content(pattern: str) -> list[str]:
    """The slugs of this repository's content, counted without Puri."""
    return sorted(path.stem for path in (ROOT / "content").glob(pattern) if path.name != "index.md")


SCHEMA = json.loads((ROOT / "builder/data/glossary.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=FormatChecker())


@pytest.mark.parametrize("settings", [KOREAN, ENGLISH, HOMELESS])
def test_json_is_what_its_schema_says(settings: Settings) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    data = json.loads(exported("glossary.json", settings))
    assert [error.message for error in VALIDATOR.iter_errors(data)] == []
    terms = {term["slug"]: term for term in data["terms"]}
    assert terms["hostile"]["term"] == " ".join(MARKUP.split())
    assert terms["dram"]["relations"]["broader"] == ["memory"]
    assert terms["chip"]["relations"] == {
        "required_by": ["dram"],
        "narrower": ["memory"],
        "contrasts": ["dram"],
    }
    assert "[메모리 반도체](memory.md)의 하나다." in terms["dram"]["body"]
    base = "https://example.org/g/" if settings.site_url else ""
    assert terms["dram"]["mentions"] == [f"{base}articles/a/one/"]
    assert (data["$schema"], terms["dram"]["url"]) == (f"{base}glossary.schema.json", f"{base}terms/dram/")
    assert data["updated"] == "2026-01-03"


def test_the_schema_refuses_what_is_not_such_a_glossary() -> None:
    data = json.loads(exported("glossary.json"))
    for change in ({"version": 2}, {"more": 1}, {"terms": [data["terms"][0] | {"slug": "A b"}]}):
        assert list(VALIDATOR.iter_errors(data | change))


def test_json_holds_the_whole_site(site: Path) -> None:
    data = json.loads((site / "glossary.json").read_bytes())
    assert [error.message for error in VALIDATOR.iter_errors(data)] == []
    assert sorted(term["slug"] for term in data["terms"]) == content("terms/*.md")
    assert json.loads((site / "glossary.schema.json").read_bytes()) == SCHEMA
    for term in data["terms"]:
        page = (site / "terms" / term["slug"] / "index.html").read_text("utf-8")
        assert page.count('class="puri-question"') == len(term["quiz"])
        for address in term["mentions"]:
            path = address.removeprefix("https://example.org/puri/")
            assert f'data-term="{term["slug"]}"' in (site / path / "index.html").read_text("utf-8")


def rows(data: bytes) -> list[dict[str, str]]:
    assert data.startswith(b"\xef\xbb\xbf")  # by which Excel knows UTF-8
    assert b"\r\n" in data
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


@pytest.mark.parametrize("settings", [KOREAN, HOMELESS])
def test_csv_is_a_row_a_term_and_no_cell_is_a_formula(settings: Settings) -> None:
    found = rows(exported("glossary.csv", settings))
    assert len(found) == 5
    assert not [
        value for row in found for value in row.values() if value.startswith(tuple("=+-@\t\r\n＝＋－＠"))
    ]
    by_slug = {row["slug"]: row for row in found}
    assert by_slug["formula"]["term"] == "'=1+1"
    assert by_slug["hostile"]["english"] == f"'{FORMULA}"
    assert by_slug["hostile"]["aliases"].startswith("'@SUM(A1)|-1|+1|")
    assert by_slug["hostile"]["term"] == MARKUP
    assert by_slug["dram"]["broader"] == "memory"
    assert by_slug["dram"]["aliases"] == "디램|D램"


def test_csv_holds_the_whole_site(site: Path) -> None:
    found = rows((site / "glossary.csv").read_bytes())
    assert sorted(row["slug"] for row in found) == content("terms/*.md")
    assert {len(row) for row in found} == {17}


# The integrity conditions of the SKOS reference (https://www.w3.org/TR/skos-reference/), as queries for what
# breaks them.
INTEGRITY = {
    "S9": "{ ?x a skos:Concept, skos:ConceptScheme }",
    "S13": """{ VALUES (?one ?other) { (skos:prefLabel skos:altLabel) (skos:prefLabel skos:hiddenLabel)
                                       (skos:altLabel skos:hiddenLabel) } ?x ?one ?name ; ?other ?name }""",
    "S14": "{ ?x skos:prefLabel ?a, ?b FILTER (?a != ?b && lang(?a) = lang(?b)) }",
    "S27": "{ ?x (skos:related|^skos:related) ?y . ?x (skos:broader|^skos:narrower)+ ?y }",
    "S37": "{ { ?x a skos:Collection, skos:Concept } UNION { ?x a skos:Collection, skos:ConceptScheme } }",
    "S46": "{ ?x skos:exactMatch ?y . ?x (skos:broadMatch|skos:relatedMatch|^skos:broadMatch) ?y }",
    # not conditions of the reference, but what a thesaurus should not have
    "no cycles": "{ ?x (skos:broader|^skos:narrower)+ ?x }",
    "nothing of itself": "{ ?x skos:related ?x }",
    "one definition": "{ ?x a skos:Concept FILTER NOT EXISTS { ?x skos:definition ?d } }",
    "a name": "{ ?x a skos:Concept FILTER NOT EXISTS { ?x skos:prefLabel ?d } }",
    "both sides": "{ ?x skos:broader ?y FILTER NOT EXISTS { ?y skos:narrower ?x } }",
    "no relation to nothing": """{ ?x (skos:broader|skos:narrower|skos:related|dcterms:requires) ?y
                                   FILTER NOT EXISTS { ?y a skos:Concept } }""",
    "no source that is nothing": "{ ?x dcterms:source ?y FILTER NOT EXISTS { ?y dcterms:title ?t } }",
}


def breaks(graph: Graph) -> set[str]:
    return {name for name, query in INTEGRITY.items() if graph.query(f"ASK {query}").askAnswer}


def turtle(data: bytes) -> Graph:
    graph = Graph()
    graph.parse(data=data, format="turtle", publicID="https://home.test/")
    return graph


@pytest.mark.parametrize("settings", [KOREAN, ENGLISH, HOMELESS])
def test_skos_is_read_by_rdflib_and_sound(settings: Settings) -> None:
    graph = turtle(exported("glossary.ttl", settings))
    base = settings.base or "https://home.test/"
    assert breaks(graph) == set()
    assert len(set(graph.subjects(RDF.type, SKOS.Concept))) == 5
    dram = URIRef(f"{base}terms/dram/")
    assert list(graph.objects(dram, SKOS.broader)) == [URIRef(f"{base}terms/memory/")]
    assert set(graph.objects(dram, SKOS.related)) == {URIRef(f"{base}terms/hostile/")}
    assert list(graph.objects(dram, DCTERMS.requires)) == [URIRef(f"{base}terms/chip/")]
    hostile = URIRef(f"{base}terms/hostile/")
    assert list(graph.objects(hostile, SKOS.definition)) == [Literal(MARKUP, lang=settings.language)]
    assert not [each for each in graph if any(str(part) == "" for part in each)]


def test_skos_names_have_the_language_they_are_in() -> None:
    graph = turtle(exported("glossary.ttl"))
    dram, memory = (URIRef(f"https://example.org/g/terms/{slug}/") for slug in ("dram", "memory"))
    assert set(graph.objects(dram, SKOS.prefLabel)) == {
        Literal("DRAM", lang="ko"),
        Literal("DRAM", lang="en"),
    }
    assert set(graph.objects(dram, SKOS.altLabel)) == {Literal("디램", lang="ko"), Literal("D램", lang="ko")}
    assert set(graph.objects(memory, SKOS.altLabel)) == {
        Literal("메모리", lang="ko"),
        Literal("memory", lang="en"),
    }
    graph = turtle(exported("glossary.ttl", ENGLISH))
    assert set(graph.objects(dram, SKOS.prefLabel)) == {Literal("DRAM", lang="en")}


@pytest.mark.parametrize(
    ("condition", "wrong"),
    [
        ("S9", "<a> a skos:Concept, skos:ConceptScheme ."),
        ("S13", "<a> skos:prefLabel 'x'@ko ; skos:altLabel 'x'@ko ."),
        ("S14", "<a> skos:prefLabel 'x'@ko, 'y'@ko ."),
        ("S27", "<a> skos:broader <b> . <b> skos:broader <c> . <c> skos:related <a> ."),
        ("S46", "<a> skos:exactMatch <b> ; skos:broadMatch <b> ."),
    ],
)
def test_the_queries_find_what_breaks_a_condition(condition: str, wrong: str) -> None:
    prefix = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . "
    assert condition in breaks(turtle((prefix + wrong).encode()))


def test_skos_holds_the_whole_site(site: Path) -> None:
    graph = turtle((site / "glossary.ttl").read_bytes())
    assert breaks(graph) == set()
    assert sorted(str(each).split("/")[-2] for each in graph.subjects(RDF.type, SKOS.Concept)) == content(
        "terms/*.md"
    )
    used = set(graph.objects(None, DCTERMS.source))
    assert used <= set(graph.subjects(RDF.type, DCTERMS.BibliographicResource))


class Shown(HTMLParser):
    """The text that a browser shows of some HTML, and its elements."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.tags = "", set[str]()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.text += data.replace("\u2060", "")


class Import(NamedTuple):
    new: int
    updated: int
    notes: int
    cards: int


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    """What somebody learns with Anki."""
    opened = Collection(str(tmp_path / "collection.anki2"))
    yield opened
    opened.close()


def imported(collection: Collection, deck: bytes) -> Import:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "glossary.apkg")
        path.write_bytes(deck)
        request = ImportAnkiPackageRequest(package_path=str(path), options=ImportAnkiPackageOptions())
        log: ImportLogWithChanges.Log = collection.import_anki_package(request).log
    return Import(len(log.new), len(log.updated), collection.note_count(), collection.card_count())


def test_a_deck_imported_twice_doubles_nothing(site: Path, collection: Collection) -> None:
    questions = sum(len(term["quiz"]) for term in json.loads((site / "glossary.json").read_bytes())["terms"])
    pages = (site / "articles").rglob("index.html")
    questions += sum(page.read_text("utf-8").count('class="puri-question"') for page in pages)
    terms = len(content("terms/*.md"))
    notes, cards = terms + questions, 2 * terms + questions
    deck = (site / "glossary.apkg").read_bytes()
    assert imported(collection, deck) == (notes, 0, notes, cards)
    assert imported(collection, deck) == (0, 0, notes, cards)


def test_a_newer_deck_updates_what_is_there_and_keeps_what_was_learned(collection: Collection) -> None:
    assert imported(collection, exported("glossary.apkg")) == (7, 0, 7, 12)
    (card,) = collection.find_cards('"Word:반도체" "card:낱말에서 뜻으로"')
    learned = collection.get_card(card)
    learned.ivl, learned.due = 30, 100
    learned.type, learned.queue = CARD_TYPE_REV, QUEUE_TYPE_REV
    collection.update_card(learned)
    (edited,) = map(collection.get_note, collection.find_notes('"Word:메모리 반도체"'))
    edited["Definition"] = "내가 고친 뜻."
    collection.update_note(edited)
    newer = making.term("반도체 소자", reviewed="2026-02-02", summary="새 뜻.")
    another = making.term("웨이퍼", reviewed="2026-02-02")
    deck = exported(
        "glossary.apkg",
        replace(KOREAN, site_name="새 이름"),
        ("terms/chip.md", newer),
        ("terms/wafer.md", another),
    )
    done = imported(collection, deck)
    assert (done.new, done.notes, done.cards) == (1, 8, 14)
    kept = collection.get_card(card)
    assert (kept.ivl, kept.due) == (30, 100)
    assert kept.note()["Word"] == "반도체 소자"
    assert kept.note()["Definition"] == "새 뜻."
    edited.load()
    assert edited["Definition"] == "내가 고친 뜻."  # as long as no review is newer


def test_a_question_whose_words_change_stays_the_same_card(collection: Collection) -> None:
    imported(collection, exported("glossary.apkg"))
    changed = making.section(
        "하나",
        quiz="[{question: 새 물음은?, choices: [가, 나], answer: 1, why: 까닭.}]",
        reviewed="2026-03-01",
    )
    done = imported(collection, exported("glossary.apkg", KOREAN, ("articles/a/01-one.md", changed)))
    assert (done.new, done.notes) == (0, 7)
    assert len(collection.find_notes('"Question:새 물음은?"')) == 1


def test_text_in_a_deck_stays_text(collection: Collection) -> None:
    imported(collection, exported("glossary.apkg"))
    (note,) = collection.find_notes("Category:*i*")
    shown = []
    for card in collection.get_note(note).cards():
        output = card.render_output()
        assert (list(output.question_av_tags), list(output.answer_av_tags)) == ([], [])
        assert not re.search(r"\\[(\[]|\[(?:sound|latex|\$)", card.answer())
        shown.append(Shown(card.answer().partition("</style>")[2]))
    assert all(MARKUP in each.text for each in shown)
    assert set.union(*(each.tags for each in shown)) == {"p", "hr", "a"}
    (quiz,) = collection.find_notes('"Title:DRAM"')
    answer = collection.get_note(quiz).cards()[0].answer().partition("</style>")[2]
    assert Shown(answer).tags == {"p", "hr", "a", "ol", "li"}
    assert Shown(answer).text.count(MARKUP) == 4
    assert {deck.name for deck in collection.decks.all_names_and_ids()} == {
        "Default",
        "풀이:시험",
        "풀이:시험::확인 문제",
    }


def test_the_deck_of_a_site_without_reviews_and_without_an_address(collection: Collection) -> None:
    files = [(path, text.replace(b"reviewed: ", b"# ")) for path, text in encoded().items()]
    assert imported(collection, exported("glossary.apkg", HOMELESS, *files)).cards == 12
    assert not any(collection.get_note(note)["Page"] for note in collection.find_notes(""))


def encoded() -> Mapping[str, bytes]:
    return {path: text.encode() for path, text in FILES.items() if isinstance(text, str)}


@pytest.mark.parametrize("settings", [KOREAN, ENGLISH, HOMELESS])
def test_the_feed_is_atom(settings: Settings) -> None:
    data = exported("feed.xml", settings)
    feed = feedparser.parse(data)
    assert (feed.bozo, feed.version) == (False, "atom10")
    assert {entry.title for entry in feed.entries[:2]} == {"메모리 반도체", "DRAM"}
    assert [entry.title for entry in feed.entries[2:]] == ["반도체"]
    assert [entry.updated for entry in feed.entries][-1] == "2026-01-02T00:00:00Z"
    assert feed.feed.updated == "2026-01-03T00:00:00Z"
    assert len({entry.id for entry in feed.entries} | {feed.feed.id}) == 4
    base = settings.base
    assert {entry.link for entry in feed.entries} == {f"{base}terms/{s}/" for s in ("chip", "memory", "dram")}
    root = ElementTree.fromstring(data)
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == settings.language
    atom = "{http://www.w3.org/2005/Atom}"
    for each in (root, *root.iter(f"{atom}entry")):  # RFC 4287: each exactly once
        assert all(len(each.findall(atom + name)) == 1 for name in ("id", "title", "updated"))


def test_the_feed_knows_a_term_when_the_site_moves() -> None:
    moved = replace(KOREAN, site_url="https://elsewhere.example/", site_name="새 이름")
    before, after = (feedparser.parse(exported("feed.xml", each)) for each in (KOREAN, moved))
    assert [entry.id for entry in before.entries] == [entry.id for entry in after.entries]


def test_the_feed_stays_well_formed_whatever_a_term_says() -> None:
    hostile = making.term(quoted(MARKUP), summary=quoted(MARKUP), reviewed="2026-05-05")
    feed = feedparser.parse(exported("feed.xml", KOREAN, ("terms/hostile.md", hostile)))
    assert not feed.bozo
    root = ElementTree.fromstring(exported("feed.xml", KOREAN, ("terms/hostile.md", hostile)))
    assert root.findtext("{*}entry/{*}title") == MARKUP
    assert root.findtext("{*}entry/{*}summary") == MARKUP


def test_the_feed_holds_the_terms_of_the_site(site: Path) -> None:
    feed = feedparser.parse((site / "feed.xml").read_bytes())
    assert not feed.bozo
    assert sorted(entry.link.split("/")[-2] for entry in feed.entries) == content("terms/*.md")[:100]


def test_every_page_has_a_twin_in_markdown_whose_links_lead_to_twins(site: Path) -> None:
    pages = {path.relative_to(site).as_posix() for path in site.rglob("index.html")}
    twins = {path.relative_to(site).as_posix() for path in site.rglob("*.md")}
    assert len(twins) == len(pages)
    for page in pages:
        folder = page.removesuffix("index.html").rstrip("/")
        assert {f"{folder}.md", f"{folder}/index.md".lstrip("/")} & twins, page
    for twin in twins:
        text = (site / twin).read_text("utf-8")
        assert text.startswith("# "), twin
        assert not re.search(r"</?(?:section|div|p|span|a|dl|ol|ul|svg|form)\b|\{[:.#]", text), twin
        for target in re.findall(r"(?<!!)\]\(([^)\s#]+)", text):
            if not target.startswith(("http:", "https:", "mailto:")):
                assert (site / twin).parent.joinpath(target).resolve().is_file(), (twin, target)


def test_twins_say_what_the_pages_say(site: Path) -> None:
    for slug in content("terms/*.md"):
        twin = (site / f"terms/{slug}.md").read_text("utf-8")
        data = next(
            each
            for each in json.loads((site / "glossary.json").read_bytes())["terms"]
            if each["slug"] == slug
        )
        assert data["body"] in twin
        assert twin.count("\n    1. ") == len(data["quiz"])
        for address in data["mentions"]:
            page = address.removeprefix("https://example.org/puri/").strip("/") or "index"
            assert f"/{page.rpartition('/')[2]}" in twin or page.rpartition("/")[2] in twin


def test_llms_txt_lists_every_term_and_section(site: Path) -> None:
    text = (site / "llms.txt").read_bytes().decode()
    assert re.match(r"# .+\n\n> .+\n\n## ", text)  # as llmstxt.org has it
    links = re.findall(r"^- \[.+?\]\(https://example\.org/puri/(\S+)\)", text, re.M)
    assert len(links) == len(re.findall("^- ", text, re.M))
    assert all((site / each).is_file() for each in links)
    assert sorted(each[6:-3] for each in links if re.match(r"terms/", each)) == content("terms/*.md")
    sections = [each for each in links if re.match(r"articles/.+/(?!index)", each)]
    assert len(sections) == len(content("articles/*/*.md"))
    assert MARKUP not in exported("llms.txt").decode()
    assert "](terms/dram.md)" in exported("llms.txt", HOMELESS).decode()


COMMONMARK = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def read_as_markdown(text: str) -> str:
    """The text that a reader of Markdown sees; HTML and pictures would be a fault."""
    blocks = COMMONMARK.parse(text)
    assert "html_block" not in {block.type for block in blocks}
    inside = [each for block in blocks for each in block.children or ()]
    assert not {"html_inline", "image"} & {each.type for each in inside}
    return "\n".join(
        "".join(" " if each.type.endswith("break") else each.content for each in block.children or ())
        for block in blocks
    )


WORDS = st.text(st.sampled_from("\\`*_{}[]()<>&#|~^$@=+-:!?%.;1a가 한"), max_size=12).map(
    lambda text: " ".join(text.split())
)


SHAPES = (
    "{}",
    "- {}",
    "# {}",
    "1. {} 끝",
    "앞 {} 뒤",
    "앞{}뒤",
    "[{}](x.md)",
    "| a |\n| - |\n| {} |",
    "{}: [x](y)",
)


@example("__a__")
@given(WORDS)
def test_readable_text_is_read_as_it_is_written(words: str) -> None:
    for shape in SHAPES:
        text = shape.format(readable(words))
        assert words in read_as_markdown(text), text


def test_readable_text_is_readable() -> None:
    for text in ("9.7%", "GPT-4 (2023)", "C# & C++", "a@b.org: $5", "snake_case", "AT&T", "'나'", "2 > 1"):
        assert readable(text) == text
    assert readable("7월 28일~8월 1일 [제목 없음]") == "7월 28일\\~8월 1일 \\[제목 없음\\]"


def test_text_in_a_twin_stays_text() -> None:
    given = library()
    made = {page.path: page for page in render(given, link(given, KOREAN), KOREAN, Edition.WEBSITE).pages}
    for path in ("terms/hostile.md", "terms/dram.md", "terms/index.md", "quiz.md", "sources.md", "map.md"):
        assert "<b" not in made[path].twin, path
        assert "[sound" not in re.sub(r"\\.", "", made[path].twin), path
        shown = read_as_markdown(made[path].twin)
        assert path == "terms/dram.md" or " ".join(MARKUP.split()) in shown, path
    assert not any(page.twin for page in render(given, link(given, KOREAN), KOREAN).pages)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_same_content_gives_the_same_bytes_in_any_process(tmp_path: Path, language: str) -> None:
    root = making.write_site(tmp_path / "site", FILES, language)
    settings = (root / "mkdocs.yml").read_text("utf-8")
    (root / "mkdocs.yml").write_text(settings.replace("[분류]", "[분류, '분류 <i>']"), "utf-8")
    code = (
        "import hashlib, sys; from pathlib import Path; from builder.configuration import examine_config;"
        "from builder.configuration import configure; from builder.pipeline import make_site;"
        "from builder.model import Edition;"
        "site = make_site(examine_config(configure(Path(sys.argv[1]))), Edition.WEBSITE);"
        "print([(e.path, hashlib.sha256(e.make()).hexdigest()) for e in site.exports])"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", code, str(root)],
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "Asia/Seoul"), ("2", "America/Lima"))
    }
    assert len(printed) == 1
    assert all(name.encode() in printed.copy().pop() for name in ("glossary.apkg", "share/terms/dram.png"))


def test_nothing_in_a_deck_knows_when_or_with_what_it_was_made() -> None:
    with zipfile.ZipFile(io.BytesIO(exported("glossary.apkg"))) as deck:
        assert {entry.date_time for entry in deck.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert deck.read("collection.anki2")[92:100] == bytes(8)  # SQLite's version, and what validates it


Puri = Callable[..., int]


@pytest.fixture
def puri(monkeypatch: pytest.MonkeyPatch) -> Puri:
    """Runs the command line here, as a process of its own takes seconds to start; gives the exit status."""

    def run(*words: str) -> int:
        monkeypatch.setattr(sys, "argv", ["puri", *words])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return int(ended.value.code or 0)

    return run


def test_the_command_writes_each_format(tmp_path: Path, puri: Puri) -> None:
    root = making.write_site(tmp_path / "site", {"terms/a.md": making.term("가")})
    examined = examine_config(configure(root))
    given, settings = examined.library, examined.settings
    expected = {
        each.path: each.make() for each in exports(given, link(given, settings), settings, Edition.OFFLINE)
    }
    for form, name in FORMATS.items():  # each into the same file: what stood there is replaced
        assert puri("export", form, "--root", str(root), "--out", "new/data") == 0
        assert (root / "new/data").read_bytes() == expected[name]
    assert [path.name for path in (root / "new").iterdir()] == ["data"]


def test_the_command_touches_no_content_and_exports_none_with_errors(tmp_path: Path, puri: Puri) -> None:
    root = making.write_site(tmp_path / "site", {"terms/a.md": making.term("가")})

    def export(*words: str) -> int:
        return puri("export", *words, "--root", str(root))

    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    for out in ("content/terms/a.md", "content/new.json", "mkdocs.yml", "content"):
        assert export("json", "--out", out) == 2, out
    assert export("pdf", "--out", "x") == 2
    assert export("json") == 2
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before
    (root / "content/terms/a.md").write_text("---\nterm: 가\n---\n", "utf-8")
    assert export("json", "--out", "x.json") == 1
    assert not (root / "x.json").exists()


def test_what_a_command_does_not_need_is_not_imported() -> None:
    """All commands would wait for it: graphs, decks, pictures, watching files, comparing versions."""
    others = {"rdflib", "genanki", "PIL", "watchdog", "http.server", "rapidfuzz", "builder.changes"}
    code = f"import builder.cli.data, builder.mkdocs_plugin, sys; print({others} & set(sys.modules))"
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "set()\n"


def test_pictures_show_the_words() -> None:
    def drawn(*words: str) -> Image.Image:
        image = Image.open(io.BytesIO(picture(*words)))
        assert (image.size, image.format) == ((1200, 630), "PNG")
        return image.convert("L")

    plain, other = drawn("파운드리", "뜻.", "풀이"), drawn("팹리스", "뜻.", "풀이")
    assert plain.tobytes() != other.tobytes()
    assert plain.getextrema()[1] == 255  # ink
    # Hangul has glyphs: two syllables look different, which two empty boxes would not
    assert drawn("가", "", "").tobytes() != drawn("힣", "", "").tobytes()
    # however much there is to say, it stays inside
    full = drawn(f"{MARKUP} " * 9, "가" * 900 + MARKUP, "이름 " * 90)
    ground = full.getpixel((0, 0))
    edges = [
        full.crop(box)
        for box in ((0, 0, 80, 630), (1120, 0, 1200, 630), (0, 0, 1200, 60), (0, 580, 1200, 630))
    ]
    assert all(edge.getextrema() == (ground, ground) for edge in edges)
    assert drawn("", "", "").getextrema() == (ground, ground)


def test_a_share_picture_has_no_boxes_for_what_its_font_lacks() -> None:
    assert picture("반도체(半導體) 🚀", "이어 가는👩‍🔬 日本 뜻.", "풀이") == picture(
        "반도체", "이어 가는 뜻.", "풀이"
    )
    assert picture("漢字", "뜻.", "풀이", "مرحبا", "Hanja", "한자") == picture("Hanja", "뜻.", "풀이")
    assert picture("漢字", "🚀", "🚀", "漢字") == picture("", "", "")
    drawn, named = (
        exported(
            "share/terms/x.png", KOREAN, ("terms/x.md", making.term(word, summary="뜻.", english=english))
        )
        for word, english in (("漢字", "Hanja"), ("Hanja", "Hanja"))
    )
    assert drawn == named  # a word that cannot be drawn goes by another of its names


HEAD = re.compile(r'<(?:meta (?:property|name)|link rel)="([^"]+)"[^>]*? (?:content|href)="([^"]*)"')


def test_every_page_says_how_to_show_a_link_to_it(site: Path) -> None:
    pages = list(site.rglob("index.html"))
    assert pages
    for path in pages:
        head = path.read_text("utf-8").partition("</head>")[0]
        said = dict(HEAD.findall(head))
        assert said["description"], path
        assert said["og:description"] == said["description"]
        assert said["og:url"] == said["canonical"]
        assert said["og:title"] and said["og:type"] and said["og:site_name"] == "풀이"
        image = said["og:image"].removeprefix("https://example.org/puri/")
        with Image.open(site / image) as picture_:
            assert picture_.size == (int(said["og:image:width"]), int(said["og:image:height"]))
        twin = re.search(r'type="text/markdown"[^>]*href="([^"]+)"', head)
        feed = re.search(r'type="application/atom\+xml"[^>]*href="([^"]+)"', head)
        assert twin and (path.parent / twin[1]).is_file()
        assert feed and (path.parent / feed[1]).resolve() == site / "feed.xml"
    assert 'og:image" content="https://example.org/puri/share/terms/npu.png"' in (
        site / "terms/npu/index.html"
    ).read_text("utf-8")


def test_the_offline_edition_has_what_can_be_taken_home(site: Path, unpacked: Path) -> None:
    for name in (*FORMATS.values(), "glossary.schema.json"):
        assert (unpacked / name).read_bytes() == (site / name).read_bytes(), name
    assert not [name for name in ("feed.xml", "llms.txt", "share") if (unpacked / name).exists()]
    assert not list(unpacked.rglob("*.md"))
    about, online = ((each / "about/index.html").read_text("utf-8") for each in (unpacked, site))
    for name in (*FORMATS.values(), "glossary.schema.json"):
        assert f'<a href="../{name}" download>' in about
        assert f'<a href="../{name}" download>' in online
    assert "feed.xml" not in about
    assert '<a href="../feed.xml">' in online
    assert 'href="../about/#downloads"' in (site / "terms/index.html").read_text("utf-8")


# Of the context at https://schema.org what is more than a name in its vocabulary: these hold addresses.
CONTEXT = {"@vocab": "https://schema.org/", **{name: {"@type": "@id"} for name in ("url", "item")}}
CONTEXT["itemListOrder"] = {"@type": "@id"}


def linked_data(page: Path) -> Any:
    text = page.read_text("utf-8").partition('<script type="application/ld+json">')[2]
    return json.loads(text.partition("</script>")[0])


def triples(data: Any, address: str) -> Graph:
    """Read JSON-LD as a processor does that knows schema.org by heart and asks nobody."""

    def load(url: str, options: object) -> dict[str, Any]:
        assert url.rstrip("/") == "https://schema.org"
        return {"document": {"@context": CONTEXT}, "documentUrl": url, "contextUrl": None}

    options = {"base": address, "documentLoader": load, "format": "application/n-quads"}
    graph = Graph()
    graph.parse(data=jsonld.to_rdf(data, options), format="nt")  # one graph: no fourth part
    return graph


def test_linked_data_is_schema_orgs_and_leads_to_pages(site: Path) -> None:
    known = {str(each) for each in dir(SDO)}
    whole = Graph()
    for path in sorted(site.rglob("index.html")):
        address = urljoin(
            "https://example.org/puri/", path.parent.relative_to(site).as_posix().rstrip(".") + "/"
        )
        graph = triples(linked_data(path), address)
        assert len(graph) > 3, path
        whole += graph
    types = {str(each).removeprefix(str(SDO)) for each in whole.objects(None, RDF.type)}
    assert types >= {
        "DefinedTerm",
        "DefinedTermSet",
        "LearningResource",
        "Quiz",
        "Question",
        "BreadcrumbList",
    }
    assert {str(each) for each in whole.predicates() if each != RDF.type} <= known
    assert {f"{SDO}{each}" for each in types} <= known
    # what is said to be a page of the site is described there
    for pointer in (SDO.inDefinedTermSet, SDO.teaches, SDO.isPartOf, SDO.about, SDO.mainEntity):
        assert set(whole.objects(None, pointer)) <= set(whole.subjects(RDF.type, None)), pointer
    assert len(set(whole.subjects(RDF.type, SDO.DefinedTerm))) == len(content("terms/*.md"))
    asked = sum(path.read_text("utf-8").count('class="puri-question"') for path in site.rglob("index.html"))
    assert len(list(whole.subjects(RDF.type, SDO.Question))) == asked
    for question in whole.subjects(RDF.type, SDO.Question):
        assert len(list(whole.objects(question, SDO.acceptedAnswer))) == 1
        assert list(whole.objects(question, SDO.suggestedAnswer))


def test_a_site_without_an_address_has_relative_ones_and_no_pictures(tmp_path: Path) -> None:
    root = making.write_site(tmp_path / "root", FILES)
    settings = (root / "mkdocs.yml").read_text("utf-8").replace("[분류]", "[분류, '분류 <i>']")
    (root / "mkdocs.yml").write_text(re.sub("site_url: .*\n", "", settings), "utf-8")
    build_site(root, root / "site")
    page = root / "site/terms/dram/index.html"
    head = page.read_text("utf-8").partition("</head>")[0]
    assert 'property="og:title" content="DRAM"' in head
    assert "og:image" not in head and "og:url" not in head
    graph = triples(linked_data(page), "http://here.test/deep/terms/dram/")
    assert {str(each) for each in graph.subjects(RDF.type, SDO.DefinedTerm)} == {
        "http://here.test/deep/terms/dram/"
    }
    assert "http://here.test/deep/" in {str(each) for each in graph.objects(None, SDO.item)}
    assert {str(each) for each in graph.objects(None, SDO.text)} >= {f"뜻은? {MARKUP}"}  # and still data
    hostile = (root / "site/terms/hostile/index.html").read_text("utf-8").partition("</head>")[0]
    assert "<b onclick" not in hostile
    assert 'property="og:title" content="&lt;/script&gt;&lt;b onclick' in hostile


def test_pages_for_other_engines_have_nothing_beside_them(tmp_path: Path, puri: Puri) -> None:
    root = making.write_site(tmp_path / "root", {"terms/a.md": making.term("가")})
    assert puri("pages", "--root", str(root), "--out", "out") == 0
    assert {path.suffix for path in (root / "out").rglob("*") if path.is_file()} == {".md"}
    assert "glossary" not in (root / "out/about.md").read_text("utf-8")
    assert "downloads" not in (root / "out/terms/index.md").read_text("utf-8")
