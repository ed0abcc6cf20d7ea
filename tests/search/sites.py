"""The sites that are searched: with Puri's search, and the same pages with the theme's default."""

import subprocess
import sys
from pathlib import Path

import mkdocs.commands.build
from mkdocs.config import load_config

from builder.markdown.dialect import EXTENSIONS
from builder.publish import build_bundle
from tests.conftest import unpack

_DEFAULT_YML = """\
site_name: x
docs_dir: pages
theme: {name: material, language: LANGUAGE, font: false}
plugins: PLUGINS
"""


def puri_offline(root: Path, folder: Path) -> Path:
    """Unpack the offline edition of `root` into `folder`; return the folder that has its index.html."""
    return unpack(build_bundle(root, folder / "dist"), folder / "unpacked")


def default(root: Path, folder: Path, language: str = "ko", *, offline: bool = False) -> Path:
    """Build the pages of `root` in `folder` with the theme as it comes, and return the site."""
    words = ["pages", "--root", str(root), "--out", str(folder / "pages")]
    subprocess.run([sys.executable, "-m", "builder", *words], check=True, capture_output=True)
    plugins = "[search, offline]" if offline else "[search]"
    text = _DEFAULT_YML.replace("LANGUAGE", language).replace("PLUGINS", plugins)
    (folder / "mkdocs.yml").write_text(text, "utf-8")
    extensions = [{name: options} for name, options in EXTENSIONS.items()]
    config = load_config(str(folder / "mkdocs.yml"), markdown_extensions=extensions)
    mkdocs.commands.build.build(config)
    return folder / "site"
