"""Earlier addresses of terms: they go on working, and nothing but a reader who comes there sees them."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from builder.changes import Edition, as_markdown, compare
from builder.configuration import configure, examine_config
from builder.diagnostics import Code
from builder.pipeline import make_site
from builder.publish import build_bundle, build_site, write_pages
from tests import making
from tests.conftest import serving, unpack
from tests.crawling import broken, documents
from tests.test_changes import TODAY, edition

HOSTILE = "<b onclick='x'>\"& 칩"
FILES = {
    "terms/chip.md": making.term("칩", "파운드리가 만든다."),
    "terms/foundry.md": making.term(
        "'" + HOSTILE.replace("'", "''") + "'",
        "몸글.",
        summary="만들어 주는 회사.",
        redirect_from="[contract-fab, old-foundry]",
        aliases="[파운드리]",
    ),
}
OLD = ("terms/contract-fab", "terms/old-foundry")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = making.write_site(tmp_path_factory.mktemp("moved") / "root", FILES)
    settings = root / "mkdocs.yml"
    settings.write_text(settings.read_text("utf-8").replace("[puri]", "[search, puri]"), "utf-8")
    build_site(root, root / "site")
    return root


def test_an_earlier_address_leads_on_in_every_way(root: Path) -> None:
    for old in OLD:
        text = (root / "site" / old / "index.html").read_text("utf-8")
        assert '<meta http-equiv="refresh" content="0; url=../foundry/">' in text
        assert '<link rel="canonical" href="https://example.org/test/terms/foundry/">' in text
        assert '<meta name="robots" content="noindex">' in text
        assert text.count("<script") == 1 and "<b " not in text
        page = documents(root / "site")[f"{old}/index.html"]
        assert page.links == ["../foundry/"]
    assert list(broken(root / "site", directories=True)) == []


def test_search_sitemap_and_menus_do_not_know_it(root: Path) -> None:
    site = root / "site"
    for name in (
        "sitemap.xml",
        *(path.relative_to(site).as_posix() for path in (site / "search").rglob("*")),
    ):
        if (site / name).is_file():
            assert "contract-fab" not in (site / name).read_text("utf-8"), name
    for name, page in documents(site).items():
        assert not [link for link in page.links if "contract-fab" in link], name
    assert "용어 2개" in (site / "index.html").read_text("utf-8")


def test_earlier_anchors_on_the_map_are_there_too(root: Path) -> None:
    assert documents(root / "site")["map/index.html"].ids >= {
        "map-foundry",
        "map-contract-fab",
        "map-old-foundry",
    }


@pytest.mark.browser
@pytest.mark.xdist_group("redirects")
def test_a_reader_who_comes_there_is_led_on(root: Path, tmp_path: Path, browser: Browser) -> None:
    offline = unpack(build_bundle(root, tmp_path), tmp_path / "unpacked")
    with serving(root / "site") as address:
        online, here = f"{address}terms/", (offline / "terms").as_uri() + "/"
        for base, file in ((online, ""), (here, "index.html")):
            for scripts, kept in ((True, "?from=%EC%B9%A9&b=1#relations"), (False, "")):
                page = browser.new_context(java_script_enabled=scripts).new_page()
                page.goto(f"{base}contract-fab/{file}?from=%EC%B9%A9&b=1#relations")
                page.wait_for_url("**/terms/foundry/**")
                assert page.url == f"{base}foundry/{file}{kept}"
                assert page.title().startswith("<b onclick='x'>\"& 칩")
                page.close()


def test_other_engines_have_them_too(root: Path, tmp_path: Path) -> None:
    config = configure(root)
    write_pages(make_site(examine_config(config)), root, Path(config.docs_dir), tmp_path / "pages")
    for old in OLD:
        text = (tmp_path / "pages" / old / "index.html").read_bytes()
        assert text == (root / "site" / old / "index.html").read_bytes()


def test_without_directories_it_is_a_file(tmp_path: Path) -> None:
    root = making.write_site(tmp_path / "root", FILES)
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as settings:
        settings.write("use_directory_urls: false\n")
    build_site(root, root / "site")
    assert documents(root / "site")["terms/contract-fab.html"].links == ["foundry.html"]


@pytest.mark.parametrize(
    ("files", "code", "place"),
    [
        ({"terms/a.md": making.term("하나", redirect_from="[old, a]")}, Code.REDIRECT_TAKEN, "a.md:6:22"),
        ({"terms/a.md": making.term("하나", redirect_from="[index]")}, Code.REDIRECT_TAKEN, "a.md:6:17"),
        (
            {"terms/a.md": making.term("하나", redirect_from="[b]"), "terms/b.md": "---\n[\n---\n"},
            Code.REDIRECT_TAKEN,
            "a.md:6:17",
        ),
        ({"terms/a.md": making.term("하나", redirect_from="[x, x]")}, Code.DUPLICATE_REDIRECT, "a.md:6:20"),
    ],
)
def test_an_address_cannot_be_two_things(files: dict[str, str], code: Code, place: str) -> None:
    found = [each for each in edition(files).examined.diagnostics if each.code is code]
    assert [str(each.place) for each in found] == [f"content/terms/{place}"]


def test_a_link_to_an_earlier_slug_is_told_the_new_one() -> None:
    files = {
        "terms/a.md": making.term("하나", "[[contract-fab]]"),
        "terms/b.md": making.term("둘", redirect_from="[contract-fab]"),
    }
    (found,) = [each for each in edition(files).examined.diagnostics if each.code is Code.UNKNOWN_TERM]
    assert found.words["suggestion"] == "'둘'(b)"


def test_an_earlier_address_that_is_dropped_is_a_warning() -> None:
    def version(slug: str, earlier: str) -> Edition:
        return edition({f"terms/{slug}.md": making.term("하나", redirect_from=earlier)})

    before = version("b", "[a]")
    for after, lost in (
        (version("b", "[a]"), []),
        (version("b", "[]"), ["a"]),
        (version("c", "[b]"), ["a"]),  # renamed twice, and only the last name is kept
        (version("c", "[a]"), ["b"]),
        (version("c", "[a, b]"), []),
    ):
        found = compare(before, after, TODAY)
        assert [each.before.id for each in found.addresses_lost] == lost
        assert all(f"{old} → " in as_markdown(found, "ko") for old in lost)
