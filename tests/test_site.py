"""The built site and the offline edition, of this repository's own content."""

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.conftest import ROOT
from tests.crawling import broken, documents

CORE = ("frenemy", "foundry", "fabless", "on-device-ai", "npu")
GENERATED = {
    f"{name}/index.html" for name in ("articles", "terms", "map", "paths", "timeline", "quiz", "cards")
}  # no file to edit, as nobody wrote an introduction
SECTIONS = {"definition", "body", "relations", "mentions", "quiz", "sources", "terms-here"}


def test_every_link_resolves(site: Path) -> None:
    assert list(broken(site, directories=True)) == []


def test_every_link_of_the_offline_edition_resolves(unpacked: Path) -> None:
    assert list(broken(unpacked, directories=False)) == []


def test_core_terms_have_their_sections_and_two_mentions(site: Path) -> None:
    for slug in CORE:
        page = documents(site)[f"terms/{slug}/index.html"]
        assert page.ids >= SECTIONS
        text = page.path.read_text("utf-8")
        mentions = text.partition('<section class="puri-mentions" id="mentions">')[2].partition("</section>")[
            0
        ]
        sections = set(re.findall(r'href="\.\./\.\./articles/([a-z0-9-]+/[a-z0-9-]+)/"', mentions))
        assert len(sections) >= 2, slug


def test_term_links_are_the_contract(site: Path) -> None:
    links = [link for page in documents(site).values() for link in page.terms]
    assert links
    assert all(link["class"] == "term" for link in links)
    assert all(
        str(link["href"]).rstrip("/").endswith(f"/{link['data-term']}")
        or str(link["href"]).rstrip("/") == str(link["data-term"])
        for link in links
    )


def test_no_page_loads_anything_from_another_host(site: Path, unpacked: Path) -> None:
    for folder in (site, unpacked):
        loads = {load for page in documents(folder).values() for load in page.loads}
        assert not [load for load in loads if re.match(r"(?:[a-z]+:)?//", load)]
        styles = "".join(path.read_text("utf-8") for path in folder.rglob("*.css"))
        assert not re.findall(r"url\(\s*[\"']?(?:[a-z]+:)?//[^)]*|@import", styles)


def test_every_page_can_be_edited_and_says_what_it_is(site: Path) -> None:
    for name, page in documents(site).items():
        text = page.path.read_text("utf-8")
        edits = [link for link in page.links if "/edit/main/content/" in link]
        assert edits or name in GENERATED, name
        assert all((ROOT / "content" / edit.partition("/content/")[2]).is_file() for edit in edits), name
        assert '<link rel="canonical" href="https://' in text, name
        data = json.loads(text.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
        assert {"BreadcrumbList", "WebSite"} & {each["@type"] for each in data["@graph"]}, name


def test_no_page_carries_the_whole_sites_navigation(site: Path) -> None:
    for page in documents(site).values():
        menu = (
            page.path.read_text("utf-8")
            .partition('data-md-type="navigation"')[2]
            .partition('data-md-type="toc"')[0]
        )
        pages = 12 + 26  # the index pages of mkdocs.yml, and at most one article's sections near this one
        assert len(re.findall(r'<a href="(?!#)', menu)) <= pages


def test_the_search_finds_questions_and_facts_where_they_come_from(site: Path) -> None:
    pages = {
        page: texts for page, texts in indexed(site) if page.startswith(("quiz/", "cards/", "timeline/"))
    }
    assert set(pages) == {"quiz/", "cards/", "timeline/"}
    assert all(len(text) < 300 for texts in pages.values() for text in texts)
    everything = [text for _, texts in indexed(site) for text in texts]
    assert everything
    assert not any("이 페이지를 다 읽었습니다" in text for text in everything)


def indexed(site: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield each page that search knows, with the texts of its passages."""

    def data(name: str) -> Any:
        return json.loads((site / "search" / name).read_text("utf-8").split(",", 2)[2].removesuffix(")\n"))

    head = data("words-0.js")
    pages = [page for i in range(len(head["texts"])) for page in data(f"texts-{i}.js")]
    for address, passages in zip(head["addresses"], pages, strict=True):
        yield address, [text for _, _, text in passages]


def test_builds_under_other_circumstances_are_the_same_bytes(
    site: Path, bundle: Path, tmp_path: Path
) -> None:
    """Another folder, time, zone, language, hash seed and umask, files of another order and age, one core.

    Both builds pack by the same zlib: another version of it may make another zip, of the same files.
    """
    root = tmp_path / "another folder" / "deeper"
    files = [ROOT / "mkdocs.yml", ROOT / "LICENSE", *(ROOT / "content").rglob("*")]
    for age, file in enumerate(sorted((file for file in files if file.is_file()), reverse=True)):
        copy = root / file.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(file.read_bytes())
        os.utime(copy, (10_000_000 * age, 10_000_000 * age))
    other = {
        "TZ": "Pacific/Kiritimati",
        "LANG": "C",
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONHASHSEED": "8",
        "SOURCE_DATE_EPOCH": "86400",
        "COLUMNS": "40",
    }
    one_core = "import os; getattr(os, 'sched_setaffinity', lambda *_: 0)(0, {0}); os.umask(0o077);"
    build = "root = Path().resolve(); build_site(root, root / 's'); build_bundle(root, root / 'z')"
    act = f"{one_core} from builder.publish import *; {build}"
    environment = os.environ | other | {"PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", act], cwd=root, env=environment, check=True)
    assert digests(root / "s") == digests(site)
    assert (root / "z" / bundle.name).read_bytes() == bundle.read_bytes()


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }
