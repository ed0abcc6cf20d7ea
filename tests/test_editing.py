"""From a page to its file, and from the documents for editors to what they promise."""

import re
import shlex
from pathlib import Path

from click.testing import CliRunner

from builder.cli import puri
from builder.model import INTRO_PAGES
from tests import making
from tests.conftest import ROOT
from tests.crawling import Document, documents
from tests.test_diagnostics import check
from tests.test_site import GENERATED

GUIDE = ROOT.joinpath("README.ko.md").read_text("utf-8")
_EDIT = re.compile(r'<a href="([^"]+)"[^>]*\brel="edit"')


def edited(page: Document) -> str | None:
    """Return the content file that the page's one edit button opens."""
    links = _EDIT.findall(page.path.read_text("utf-8"))
    assert len(links) <= 1
    return links[0].partition("/edit/main/content/")[2] if links else None


def files_of(page: str) -> list[str]:
    """Return the files that may be the one of the page with this address, the likeliest first."""
    path = page.removesuffix("index.html").strip("/")
    article, _, section = path.removeprefix("articles/").partition("/")
    siblings = sorted(ROOT.glob(f"content/articles/{article}/*.md")) if section else []
    numbered = [file for file in siblings if re.fullmatch(rf"\d+-{section}", file.stem)]
    return [
        *(file.relative_to(ROOT / "content").as_posix() for file in numbered),
        f"{path}/index.md".lstrip("/"),
        *(f"{path}{ending}" for ending in (".md", ".yml")),
    ]


def test_the_edit_button_of_every_page_opens_its_own_file(site: Path, unpacked: Path) -> None:
    for folder in (site, unpacked):
        pages = documents(folder)
        assert len(pages) > 100
        for name, page in pages.items():
            there = [file for file in files_of(name) if (ROOT / "content" / file).is_file()]
            assert ([edited(page)] if edited(page) else []) == there, name


def test_only_pages_that_nobody_wrote_have_no_button(site: Path) -> None:
    without = {name for name, page in documents(site).items() if edited(page) is None}
    assert without <= GENERATED
    assert {name.replace("/index.html", ".md") for name in without} <= INTRO_PAGES | {
        intro.replace("/index.md", ".md") for intro in INTRO_PAGES
    }


def test_every_file_that_makes_a_page_is_opened_by_one(site: Path) -> None:
    opened = {edited(page) for page in documents(site).values()} - {None}
    content = ROOT / "content"
    assert opened == {
        path.relative_to(content).as_posix() for path in content.rglob("*") if path.suffix in {".md", ".yml"}
    }


def test_the_documents_show_pictures_that_are_there() -> None:
    for document in ("README.ko.md", "README.md", "CONTRIBUTING.md"):
        text = ROOT.joinpath(document).read_text("utf-8")
        for alt, picture in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", text):
            assert alt, picture
            assert ROOT.joinpath(picture).is_file(), picture
        for link in re.findall(r"(?<!!)\[[^\]]*\]\((?!https?:)([^)#]+)\)", text):
            assert ROOT.joinpath(link).exists(), link
    assert GUIDE.count("\n### ") == 5
    taken = ROOT.joinpath("tests/screenshots.py").read_text("utf-8")
    for name in re.findall(r"docs/pictures/(edit-[^)]+)\.png", GUIDE):
        assert f'"{name}"' in taken


def test_the_example_in_the_guide_is_a_good_file() -> None:
    examples = [
        each for each in re.findall(r"```markdown\n(---\n.*?)```", GUIDE, re.DOTALL) if "category" in each
    ]
    assert len(examples) == 1
    files = {
        "terms/foundry.md": examples[0],
        "terms/fabless.md": making.term("팹리스"),
        "sources.yml": "{s: {title: 글}, themilk-2024-04-05: {title: 글}}",
    }
    config = {"theme": {"language": "ko"}, "extra": {"puri": {"categories": ["분류", "반도체 산업"]}}}
    assert check(files, config).diagnostics == ()


def test_the_command_in_the_guide_works(tmp_path: Path) -> None:
    root = making.write_site(tmp_path / "site", {})
    settings = (root / "mkdocs.yml").read_text("utf-8").replace("[분류]", "[반도체 산업]")
    (root / "mkdocs.yml").write_text(settings, "utf-8")
    (line,) = re.findall(r"^puri (new term .*)$", GUIDE, re.MULTILINE)
    done = CliRunner().invoke(puri, [*shlex.split(line), "--root", str(root)])
    assert done.exit_code == 0, done.output
    assert (root / "content/terms/foundry.md").is_file()
