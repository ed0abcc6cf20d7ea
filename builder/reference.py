"""The reference of diagnostic codes, made from the rules: ``python -m builder.reference [FOLDER]``.

Each example is run through the checks, and what they say stands on the page; a code whose examples do not do
what they claim has no page.
"""

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from mkdocs.config.defaults import MkDocsConfig

from builder import report
from builder.configuration import SettingsError, complaints
from builder.diagnostics import SITE_WIDE, WARNINGS, Code, Diagnostic
from builder.load import RawFile, symbolic_link
from builder.pipeline import Examined, examine, review
from builder.resources import PACKAGE, TEMPLATES, load_yaml
from builder.settings import SETTINGS_FILE

FOLDER = Path("docs", "codes")
TODAY = date(2026, 11, 22)  # what is too old, or has not come yet, in the examples
_LANGUAGE = "ko"  # the reference is for editors
COMMON = {
    SETTINGS_FILE: "site_name: 보기\ntheme: {name: material, language: ko}\nextra:\n  puri:\n"
    "    categories: [반도체 산업, 반도체 기술]\n",
    "sources.yml": "news: {title: 어느 기사}\n",
}
_INVISIBLE = re.compile(r"⟨(?:U\+([0-9A-F]{4})|([0-9A-F]{2}))⟩")

Files = Mapping[str, str]


@dataclass(frozen=True)
class Example:
    """Files in which a code is given (`bad`) and the same files mended (`good`), by path in the content."""

    code: Code
    bad: Files
    good: Files

    @property
    def changed(self) -> Files:
        """The files of `good` that are not the same in `bad`."""
        return {path: text for path, text in self.good.items() if self.bad.get(path) != text}


@cache
def examples() -> Mapping[Code, Example]:
    """Read the examples of all codes."""
    text = PACKAGE.joinpath("data/examples.md").read_text("utf-8")
    found = (_example(part) for part in re.split(r"^## (?=[a-z-]+$)", text, flags=re.MULTILINE)[1:])
    return {example.code: example for example in found}


def _example(text: str) -> Example:
    code, _, rest = text.partition("\n")
    before, _, after = rest.partition("=>\n")
    shared = _files("@@", before) | _files("@@", after)
    return Example(Code(code), shared | _files("@", before), shared | _files("@", after))


def _files(mark: str, text: str) -> dict[str, str]:
    parts = re.findall(rf"^({'@@?'}) (\S+)\n(.*?)(?=^@@? |\Z)", text, flags=re.MULTILINE | re.DOTALL)
    return {path: data.strip("\n") + "\n" for kind, path, data in parts if kind == mark}


def run(files: Files) -> Examined:
    """Check the content that `files` are, with an mkdocs.yml and sources of their own or the common ones."""
    everything = COMMON | dict(files)
    settings = everything.pop(SETTINGS_FILE)
    raw = [_raw(f"content/{path}", text) for path, text in sorted(everything.items())]
    data = yaml.safe_load(settings)
    examined = review(examine(raw, data, settings, "content"), TODAY)
    return replace(examined, found=(*examined.found, *_refused(data, settings)))


def _refused(data: dict[str, Any], text: str) -> tuple[Diagnostic, ...]:
    config = MkDocsConfig()
    config.load_dict(data)
    said = [each for each in complaints(config) if each[0] != "docs_dir"]  # examples have no folder
    return SettingsError(text, said).diagnostics if said else ()


def _raw(file: str, text: str) -> RawFile:
    return symbolic_link(file) if text.startswith("⟨LINK⟩") else RawFile(file, _bytes(text))


def _bytes(text: str) -> bytes:
    """Put the characters and bytes into `text` that cannot be seen in it."""
    pieces = _INVISIBLE.split(text)
    whole = b""
    for plain, point, byte in zip(pieces[::3], [*pieces[1::3], None], [*pieces[2::3], None], strict=True):
        whole += plain.encode() + (chr(int(point, 16)).encode() if point else bytes.fromhex(byte or ""))
    return whole


def given(code: Code, files: Files) -> tuple[tuple[Diagnostic, ...], str]:
    """Return where `code` is given in `files`, and the report of just that."""
    examined = run(files)
    found = tuple(each for each in examined.diagnostics if each.code is code)
    around = report.Around(examined.texts)
    return found, report.as_text(found, _LANGUAGE, around).plain.rpartition("\n")[0]


@cache
def _environment() -> Environment:
    return Environment(  # noqa: S701 - Markdown of our own
        loader=FileSystemLoader(TEMPLATES / "reference"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def pages() -> dict[str, str]:
    """Return the pages of the reference by file name."""
    words = load_yaml(f"i18n/codes.{_LANGUAGE}.yml")
    codes = [
        {"code": code, "warns": code in WARNINGS, "site_wide": code in SITE_WIDE, **words["codes"][code]}
        for code in Code
    ]
    made = {"README.md": _environment().get_template("index.md").render(codes=codes)}
    for code, values in zip(Code, codes, strict=True):
        example = examples()[code]
        report_of_it = given(code, example.bad)[1]
        template = _environment().get_template("code.md")
        made[f"{code}.md"] = template.render(**values, example=example, report=report_of_it)
    return made


def main(folder: Path = FOLDER) -> None:
    """Write the reference into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_bytes(text.encode())


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
