"""What `puri pages --engine` writes; that engines build it is shown by `make portability`."""

import json
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from builder.cli import puri
from builder.engines import ENGINES, escaped_head
from builder.model import Page
from tests import making


class _Loader(yaml.SafeLoader):
    """Reads the call of a function as its arguments."""


_Loader.add_multi_constructor(
    "tag:yaml.org,2002:python/object/apply:",
    lambda loader, name, node: (name, loader.construct_mapping(node, True)),
)

FILES: dict[str, str | bytes] = {
    "terms/chip.md": making.term("칩", redirect_from="[semiconductor-chip]"),
    "terms/fab.md": making.term("공장", "칩을 만든다.", related="{requires: [chip]}"),
    "terms/hostile.md": making.term("'<b>x</b>'", summary="'<i>y</i>'"),
    "picture.png": b"png",
}


@pytest.fixture(scope="module", params=list(ENGINES))
def project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = making.write_site(tmp_path_factory.mktemp("engine") / "root", FILES)
    out = root / "out"
    for _ in range(2):  # the second in the place of the first
        done = CliRunner().invoke(
            puri, ["pages", "--root", str(root), "--out", str(out), "--engine", request.param]
        )
        assert done.exit_code == 0, done.output
    return out


def settings_of(project: Path) -> tuple[str, dict[str, object]]:
    (file,) = project.glob("*.yml")
    return file.name, yaml.load(file.read_text("utf-8"), _Loader)


def test_a_project_has_all_that_an_engine_needs(project: Path) -> None:
    for path in ("docs/terms/chip.md", "docs/picture.png", "docs/terms/semiconductor-chip/index.html"):
        assert (project / path).is_file()
    _, settings = settings_of(project)
    assert settings["site_name"] == "시험"
    assert settings["docs_dir"] == "docs"
    assert settings["nav"] == ["index.md", "terms/index.md"]
    assert "edit_uri" not in settings
    for asset in (*settings["extra_css"], *settings["extra_javascript"]):  # type: ignore[misc]
        assert (project / "overrides" / asset).is_file(), asset
    assert not list(project.rglob("search*.js")) + list(project.rglob("404.html"))
    extensions = {name: options for each in settings["markdown_extensions"] for name, options in each.items()}  # type: ignore[attr-defined]
    assert extensions["toc"]["slugify"] == ("pymdownx.slugs.slugify", {"kwds": {"case": "lower"}})


def test_links_in_html_are_what_the_engine_wants(project: Path) -> None:
    name, settings = settings_of(project)
    text = (project / "docs/terms/fab.md").read_text("utf-8")
    if name == "mkdocs.yml":
        assert settings["theme"]["variant"] == "classic"  # type: ignore[index]
        assert 'data-term="chip" href="chip.md"' in text
    else:
        assert 'data-term="chip" href="../chip/"' in text
    assert '"href": "../chip/"' in text.partition("\n---\n")[0], "templates write what they are given"
    assert '"@graph"' in text


def test_a_hostile_title_stays_text() -> None:
    hostile = "<img src=x> & \"'"
    head = f"---\ntitle: {json.dumps(hostile)}\ndescription: {json.dumps(hostile)}\n---\n"
    page = escaped_head(Page("x.md", hostile, f"{head}\ntitle: x\n", source=None, updated=None))
    front = yaml.safe_load(page.split("---")[1])
    assert front["title"] == front["description"] == "&lt;img src=x&gt; &amp; &quot;&#x27;"
    assert page.endswith("---\n\ntitle: x\n")


def test_titles_and_descriptions_of_pages_stay_text(project: Path) -> None:
    front = (project / "docs/terms/hostile.md").read_text("utf-8").partition("\n---\n")[0]
    assert 'title: "&lt;b&gt;x&lt;/b&gt;"' in front
    assert 'description: "&lt;i&gt;y&lt;/i&gt;"' in front


def test_content_with_errors_gives_no_project(tmp_path: Path) -> None:
    root = making.write_site(tmp_path / "root", {"terms/x.md": "no front matter"})
    done = CliRunner().invoke(
        puri, ["pages", "--root", str(root), "--out", str(tmp_path / "out"), "--engine", "zensical"]
    )
    assert done.exit_code
    assert not (tmp_path / "out").exists()
