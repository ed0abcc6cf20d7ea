"""Small sites made in a test."""

from collections.abc import Mapping
from pathlib import Path

from builder.load import Loaded, RawFile, assemble
from builder.model import Library
from builder.schema import PuriFields
from builder.settings import Settings

SETTINGS = Settings("시험", "https://example.org/", "ko", "content", PuriFields())

MKDOCS_YML = """\
site_name: 시험
site_url: https://example.org/test/
repo_url: https://example.org/repository
edit_uri: edit/main/content/
docs_dir: content
theme: {name: material, language: LANGUAGE}
plugins: [puri]
nav: [index.md, terms/index.md]
extra: {puri: {name: test, categories: [분류]}}
"""

SOURCES = "s: {title: 글}\n"


def term(headword: str, body: str = "", **more: str) -> str:
    """Return a valid term file; `more` are further lines of front matter, written as YAML."""
    fields = {"term": headword, "summary": f"{headword}의 뜻.", "category": "분류", "sources": "[s]"} | more
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in fields.items()) + "---\n" + body


def section(title: str, body: str = "", **more: str) -> str:
    """Return a valid section file."""
    fields = {"title": title, "summary": f"{title} 요약.", "sources": "[s]"} | more
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in fields.items()) + "---\n" + body


ARTICLE = "---\ntitle: 기사\nsummary: 기사 요약.\nsource: s\n---\n"


def load(files: Mapping[str, str | bytes]) -> Loaded:
    """Load files given by their paths inside the content folder."""
    raw = [RawFile(f"content/{path}", _bytes(data)) for path, data in sorted(files.items())]
    return assemble(raw, "content")


def library(files: Mapping[str, str | bytes]) -> Library:
    """Load files that must be without fault."""
    loaded = load({"sources.yml": SOURCES} | dict(files))
    assert not loaded.diagnostics
    return loaded.library


def write_site(root: Path, files: Mapping[str, str | bytes], language: str = "ko") -> Path:
    """Write a site with `files` in its content folder."""
    (root / "content").mkdir(parents=True)
    (root / "mkdocs.yml").write_text(MKDOCS_YML.replace("LANGUAGE", language), "utf-8")
    for path, data in ({"sources.yml": SOURCES} | dict(files)).items():
        target = root / "content" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(_bytes(data))
    return root


def _bytes(data: str | bytes) -> bytes:
    return data.encode() if isinstance(data, str) else data
