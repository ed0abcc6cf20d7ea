"""The map and the pictures of relations: everything is on them, in its place, the same every time."""

import html
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from builder.link import link
from builder.markdown.dialect import EXTENSIONS
from builder.model import Page
from builder.render import lettering, render
from builder.render.book import Book
from builder.render.chart import BOX, DIRECTED, KINDS, Chart, Relation, afar, chart, compose
from builder.render.map import map_
from builder.render.picture import MOST, WIDTH, Box, Picture, picture
from tests import making
from tests.test_render import FILES, HOSTILE
from tests.test_site import indexed

Files = Mapping[str, str | bytes]


def book(files: Files) -> Book:
    library = making.library(files)
    return Book(library, link(library, making.SETTINGS), making.SETTINGS)


def rendered(page: Page) -> str:
    text = page.markdown.partition("\n---\n")[2]
    return str(Markdown(extensions=list(EXTENSIONS), extension_configs=EXTENSIONS).convert(text))


def drawings(page: Page) -> list[ElementTree.Element]:
    """The pictures of a page, read as XML: what is not well-formed fails here."""
    return [ElementTree.fromstring(each) for each in re.findall(r"<svg.*?</svg>", rendered(page), re.DOTALL)]


def many(count: int, categories: int = 4) -> dict[str, str | bytes]:
    """Terms with relations of every kind, some across categories, some with none."""
    made: dict[str, str | bytes] = {}
    for i in range(count):
        related = {
            kind: f"t{i // part}"
            for kind, part in (("requires", 2), ("broader", 3), ("contrasts", 5), ("related", 7))
            if i % (part + 1) and i // part != i
        }
        fields = {"category": f"분류 {i % categories}"} | (
            {"related": "{" + ", ".join(f"{kind}: [{slug}]" for kind, slug in related.items()) + "}"}
            if related
            else {}
        )
        made[f"terms/t{i}.md"] = making.term(f"용어{'가나다 라마바사'[: i % 9]}{i}", **fields)
    return made


def filled(files: Files) -> Page:
    return map_(book(files))


def drawn(files: Files) -> Chart:
    made = book(files)
    terms = list(made.library.terms.values())
    names = dict.fromkeys(term.fields.category for term in terms)
    categories = {name: [term for term in terms if term.fields.category == name] for name in names}
    relations = [
        Relation(kind, other.slug, slug)
        for slug, kinds in made.relations.items()
        for kind in KINDS
        for other in kinds.get(kind, ())
        if kind in DIRECTED or other.slug < slug
    ]
    return chart(categories, relations)


def boxes(made: Chart) -> Iterator[tuple[int, int, int, int]]:
    for panel in made.panels:
        for spot in panel.spots:
            half = spot.width // 2
            yield spot.x - half, spot.y - BOX // 2, spot.x + half, spot.y + BOX // 2


def overlap(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


# The map


def test_the_map_has_every_term_and_every_relation() -> None:
    made = filled(FILES)
    (drawing,) = [each for each in drawings(made) if "puri-map__picture" in each.attrib["class"]]
    links = [each for each in drawing.iter() if each.get("data-term")]
    assert {each.get("data-term"): each.get("href") for each in links} == {
        slug: f"../terms/{slug}/" for slug in ("foundry", "fabless", "chip", "thing")
    }
    assert {each.get("class") for each in links} == {"term"}
    lines = {
        (each.get("data-kind"), each.get("data-from"), each.get("data-to"))
        for each in drawing.iter()
        if each.get("data-from")
    }
    assert lines == {
        ("contrasts", "fabless", "foundry"),
        ("requires", "chip", "foundry"),
        ("broader", "thing", "chip"),
    }


def test_the_list_says_the_same_as_the_map() -> None:
    made = filled(FILES).markdown
    assert '- [파운드리](terms/foundry.md){#map-foundry .term data-term="foundry"}: 파운드리의 뜻.\n' in made
    assert '    - 먼저 알면 좋은 말: [반도체](terms/chip.md){.term data-term="chip"}\n' in made
    assert '    - 다음에 볼 말: [파운드리](terms/foundry.md){.term data-term="foundry"}\n' in made


@pytest.mark.parametrize("count", [1, 2, 60, 400])
def test_no_box_covers_another_and_all_lie_in_their_panel(count: int) -> None:
    made = drawn(many(count))
    assert sum(len(panel.spots) for panel in made.panels) == count
    assert not any(overlap(*pair) for pair in combinations(boxes(made), 2))
    areas = [(each.x, each.y, each.x + each.width, each.y + each.height) for each in made.panels]
    assert not any(overlap(*pair) for pair in combinations(areas, 2))
    assert all(a >= 0 and b >= 0 and c <= made.width and d <= made.height for a, b, c, d in areas)
    for panel, (left, top, right, bottom) in zip(made.panels, areas, strict=True):
        inside = list(boxes(replace(made, panels=(panel,))))
        assert all(left <= a and top <= b and c <= right and d <= bottom for a, b, c, d in inside)


def test_arrows_between_terms_of_a_category_lead_from_left_to_right() -> None:
    made = drawn(many(200))
    at = {spot.term.slug: spot for panel in made.panels for spot in panel.spots}
    laid = [line.relation for line in made.lines if not line.is_free]
    assert len(laid) > 50
    assert all(at[each.source].x < at[each.target].x for each in laid)


def test_from_afar_no_name_covers_another() -> None:
    made = drawn(many(300))
    spots = [spot for panel in made.panels for spot in panel.spots]
    for times in afar.SIZES:
        shown = [afar.name_area(spot, times) for spot in spots if spot.far >= times]
        shown += [afar.head_area(panel, times) for panel in made.panels if panel.far >= times]
        assert shown or times > 4
        assert not any(overlap(*pair) for pair in combinations(shown, 2)), times


def test_a_great_map_is_bounded_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compose, "MOST_TERMS", 50)
    monkeypatch.setattr(compose, "MOST_LINES", 40)
    made = drawn(many(120))
    assert sum(len(panel.spots) for panel in made.panels) == 50
    assert (len(made.lines), len(made.hidden)) == (40, 70)
    page = filled(many(120))
    assert "개만 그렸습니다" in page.markdown
    assert "다 담지 못한 관계가" in page.markdown
    assert page.markdown.count("{#map-t") == 120  # the list has them all


def test_a_map_that_lacks_no_relation_does_not_speak_of_any(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compose, "MOST_TERMS", 2)
    page = filled({f"terms/{slug}.md": making.term(slug) for slug in "abc"})
    assert "개만 그렸습니다" in page.markdown
    assert " 0개" not in page.markdown


def test_the_weakest_relations_are_left_out_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compose, "MOST_LINES", 60)
    kinds = {line.relation.kind for line in drawn(many(120)).lines}
    assert "requires" in kinds
    assert "related" not in kinds


def test_a_site_without_relations_or_terms_has_a_map() -> None:
    assert len(drawings(filled({"terms/a.md": making.term("말")}))) > 1
    assert drawn({}).panels == ()
    assert filled({}).title == "지도"


_PROGRAM = """
import hashlib
from tests.test_map import book, many
from builder.render import terms
from builder.render.map import map_
made = book(many(150))
pages = [map_(made), *(job.make() for job in terms.pages(made))]
print(hashlib.sha256("".join(page.markdown for page in pages).encode()).hexdigest())
"""


def test_every_process_draws_the_same_bytes() -> None:
    found = {
        subprocess.run(
            [sys.executable, "-c", _PROGRAM],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "77")
    }
    assert len(found) == 1


def test_the_layout_is_the_one_agreed_on() -> None:
    """Fails when another machine, or a new release of the library, draws another map."""
    spots = {spot.term.slug: (spot.x, spot.y) for panel in drawn(FILES).panels for spot in panel.spots}
    assert spots == {"thing": (56, 70), "chip": (145, 70), "foundry": (248, 70), "fabless": (63, 122)}


def test_no_id_stands_twice_on_a_page(site: Path) -> None:
    for page in [site / "map/index.html", *site.glob("terms/*/index.html")]:
        ids = re.findall(r'<[^>]*\sid="([^"]*)"', page.read_text("utf-8"))
        assert len(ids) == len(set(ids)), page


def test_a_search_finds_the_term_and_not_the_map(site: Path) -> None:
    texts = [text for page, texts in indexed(site) if page == "map/" for text in texts]
    assert texts
    assert not [text for text in texts if "파운드리" in text or "크게" in text]


# The picture of a term's relations


def picture_of(slug: str, files: Files) -> Picture:
    made = book(files)
    return picture(made.library.terms[slug], made.relations[slug])


def test_the_picture_shows_relations_of_both_sides_in_their_place() -> None:
    made = picture_of("chip", FILES)
    place = {block.kind: block.y < made.middle.y for block in made.blocks}
    assert place == {"required_by": False, "broader": True}
    heads = {way.kind: bool(way.head) for way in (*made.ways, *picture_of("fabless", FILES).ways)}
    assert heads == {"required_by": True, "broader": True, "contrasts": False}


def test_a_term_page_holds_the_picture_with_links() -> None:
    library = making.library(FILES)
    site = render(library, link(library, making.SETTINGS), making.SETTINGS)
    page = next(page for page in site.pages if page.path == "terms/foundry.md")
    (drawing,) = drawings(page)
    links = {each.get("data-term"): each.get("href") for each in drawing.iter() if each.get("data-term")}
    assert links == {"fabless": "../fabless/", "chip": "../chip/"}
    assert "[지도에서 보기](../map.md#map-foundry)" in page.markdown


def hub(count: int, headword: str = "말") -> dict[str, str | bytes]:
    files: dict[str, str | bytes] = {
        f"terms/t{i}.md": making.term(f"{headword} {i}", related=f"{{{kind}: [hub]}}")
        for i in range(count)
        for kind in [("related", "contrasts", "requires", "broader", "narrower")[i % 5]]
    }
    return files | {"terms/hub.md": making.term("바퀴통")}


@pytest.mark.parametrize("count", [1, 2, 3, 7, 23, 80])
def test_in_the_picture_nothing_covers_anything(count: int) -> None:
    made = picture_of("hub", hub(count, "아주아주 긴 이름을 가진 말"))
    everything: list[Box] = [made.middle, *(box for block in made.blocks for box in block.boxes)]
    areas = [(box.x, box.y, box.x + box.width, box.y + box.height) for box in everything]
    assert not any(overlap(*pair) for pair in combinations(areas, 2))
    assert all(a >= 0 and b >= 0 and c <= WIDTH == made.width and d <= made.height for a, b, c, d in areas)
    for box in everything[1:]:
        assert all(lettering.width(line, 13) <= box.width - 8 for line in box.lines)
        assert box.height >= 18 * len(box.lines)
    for block in made.blocks:
        assert len(block.boxes) <= MOST
        assert block.more in (0, len(book(hub(count)).relations["hub"][block.kind]) - len(block.boxes))
        assert all(block.y < box.y and box.y + box.height <= block.y + block.height for box in block.boxes)


def test_a_term_without_relations_has_no_picture() -> None:
    library = making.library({"terms/a.md": making.term("말")})
    site = render(library, link(library, making.SETTINGS), making.SETTINGS)
    page = next(page for page in site.pages if page.path == "terms/a.md")
    assert '<section id="relations"' in page.markdown
    assert "아직 다른 용어와 이어지지 않았습니다." in page.markdown
    assert drawings(page) == []


# Hostile names


NAMES = [
    *HOSTILE,
    '"><script>x</script>',
    "a'b\"c",
    "]]>",
    "{{ x }}",
    "</title></svg>",
    "가" * 90,
    "😀 😀",
    "שלום",
]


@pytest.mark.parametrize("name", NAMES)
def test_names_show_as_written_in_both(name: str) -> None:
    quoted = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    files = {
        "terms/a.md": making.term(quoted, summary="뜻", category=quoted, related="{contrasts: [b]}"),
        "terms/b.md": making.term("말"),
    }
    made = book(files)
    site = render(made.library, made.linked, made.settings)
    pages = {page.path: page for page in site.pages}
    for path in ("map.md", "terms/b.md"):
        everything = drawings(pages[path])
        (box,) = [each for drawing in everything for each in drawing.iter() if each.get("data-term") == "a"]
        texts = [text for text in box.itertext() if text.strip()]
        full = texts[0] if box[0].tag.endswith("title") else texts[-1]
        assert full == name
        assert not [each for drawing in everything for each in drawing.iter() if each.tag.endswith("script")]
    (drawing,) = drawings(pages["terms/a.md"])
    assert name in str(drawing.get("aria-label"))
    assert "<script>x" not in rendered(pages["map.md"])
    assert html.escape(name, quote=False) in html.escape(
        html.unescape(rendered(pages["map.md"])), quote=False
    )


# Lettering


@given(st.text(min_size=1, max_size=60), st.integers(40, 200), st.integers(1, 3))
def test_lines_fit_and_lose_nothing_silently(text: str, room: int, most: int) -> None:
    text = " ".join(text.split())
    broken = lettering.lines(text, room, 13, most)
    assert len(broken) <= most
    assert all(lettering.width(line, 13) <= max(room, 13 * 5 // 2) for line in broken)
    if broken and not broken[-1].endswith("…"):
        assert "".join(broken).replace(" ", "") == text.replace(" ", "")


def test_lines_break_between_words() -> None:
    assert lettering.lines("종합 반도체 기업", 80, 13, 2) == ("종합 반도체", "기업")
    assert lettering.lines("반도체설계자산회사", 60, 13, 2) == ("반도체설", "계자산…")
    assert lettering.lines("짧다", 60, 13, 2) == ("짧다",)
