"""A folder with a Markdown file a term, ``title:`` in its front matter, as Hugo keeps them -> terms."""

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

import yaml

from builder.imports.model import Found, TermFound, UnreadableError
from builder.imports.records import column_of, term_of
from builder.imports.text import decode, one_line, outside_code, prose_of, tidy

_FRONT = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_INTRODUCTIONS = frozenset({"_index", "index", "readme", "_template"})
_DEEPEST = 20  # levels of front matter; a glossary needs two
# Links and shortcodes that may lead to another term, and what a page builder would have made of the others.
_TOOLTIP = re.compile(r"\{\{[<%]\s*glossary_(?:tooltip|definition)\s(?P<values>[^}]*?)[%>]\}\}")
_VALUE = re.compile(r"(\w+)\s*=\s*\"([^\"]*)\"")
_LINK = re.compile(
    r"(?P<picture>!?)\[(?P<words>[^\[\]]*)\]\((?P<address>(?:\{\{[^}]*\}\}|[^()\s])*)(?:\s+[\"'][^)]*)?\)"
)
_REF = re.compile(r"\{\{[<%]\s*(?:rel)?ref\s+\"?([^\"\s]+)\"?\s*[%>]\}\}")
_SHORTCODE = re.compile(r"\{\{[<%].*?[%>]\}\}|<!--.*?-->", re.DOTALL)
_HEADING = re.compile(r"^(#{1,5})(?=\s)", re.MULTILINE)
_TITLE = re.compile(r"^# ", re.MULTILINE)
_GAP = re.compile(r"(?<![ \t])[ \t]*\n(?:[ \t]*\n){2,}")  # where shortcodes and comments were


def read(files: Mapping[str, bytes]) -> Found:
    """Read the files of a folder, by their paths in it; what has no title is no term."""
    return Found(tuple(found for path, data in files.items() for found in _term(path, data)))


def _term(path: str, data: bytes) -> Iterator[TermFound]:
    name = PurePosixPath(path)
    if name.suffix != ".md" or name.stem.casefold() in _INTRODUCTIONS - (
        {"index"} if len(name.parts) > 1 else set()
    ):
        return
    text = tidy(decode(data, path))
    front = _FRONT.match(text)
    record = _front_matter(front[1], path) if front else {}
    found = term_of(_without_text(record), path)
    if not front or not found:
        return
    key = name.parent.name if name.stem == "index" else name.stem
    yield TermFound(
        found.term,
        _body(text[front.end() :]),
        path,
        found.english,
        found.reading,
        found.aliases,
        found.summary,
        found.categories,
        keys=(key, *(one_line(str(record[each])) for each in ("id", "slug") if record.get(each))),
        slug=key,
        related=found.related,
    )


def _front_matter(text: str, path: str) -> Mapping[str, Any]:
    if text.count("[") + text.count("{") > 1_000 or re.search(rf"^ {{{50 * _DEEPEST},}}", text, re.MULTILINE):
        raise UnreadableError("deep", file=path)
    try:
        record = yaml.load(text, Loader=_Loader)  # noqa: S506 - texts, lists and mappings only
    except (yaml.YAMLError, RecursionError) as error:
        problem = str(error).splitlines()[0] if str(error) else ""
        raise UnreadableError("yaml", file=path, problem=problem) from None
    return record if isinstance(record, Mapping) else {}


class _Loader(yaml.BaseLoader):
    """Texts only, and no aliases, by which a small file can grow without end."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("an alias (*)")
        return super().compose_node(parent, index)


def _without_text(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """Leave out what is about the page and not about the term; Hugo's own aliases are addresses."""
    about_page = {"content", "text", "weight", "date", "draft", "links", "items", "parent"}
    addresses = [each for each in record.get("aliases") or () if str(each).startswith("/")]
    kept = {str(key): value for key, value in record.items() if str(key).casefold() not in about_page}
    if addresses:
        kept["aliases"] = [each for each in record["aliases"] if each not in addresses]
    kept.pop("full_link", None)
    return {key: value for key, value in kept.items() if column_of(key)}


def _body(text: str) -> str:
    """Return the body with links as ``[[name|words]]`` and headings from ## down; code stays as it is."""
    has_title = any(map(_TITLE.search, prose_of(text)))

    def change(prose: str) -> str:
        prose = _GAP.sub("\n\n", _links(prose))
        return _HEADING.sub(r"#\1", prose) if has_title else prose

    return outside_code(text, change).strip()


def _links(text: str) -> str:
    text = _TOOLTIP.sub(_tooltip, text)
    text = _LINK.sub(_link, text)
    return _SHORTCODE.sub("", text)


def _tooltip(found: re.Match[str]) -> str:
    values = dict(_VALUE.findall(found["values"]))
    target = values.get("term_id", "")
    return f"[[{target}|{values.get('text') or target}]]" if target else ""


def _link(found: re.Match[str]) -> str:
    address, words = found["address"], found["words"]
    reference = _REF.search(address)
    address = unquote(reference[1] if reference else address)
    if found["picture"]:  # it is not in the content
        return words
    if re.match(r"[a-z][a-z0-9+.-]*:|//", address, re.IGNORECASE):
        return found[0] if address.startswith(("http://", "https://")) else words
    path = PurePosixPath(address.partition("#")[0].partition("?")[0].strip("/") or ".")
    parts = [part for part in path.parts if part not in {".", ".."}]
    name = parts[-1].removesuffix(".md") if parts else ""
    return f"[[{name}|{words}]]" if name and words.strip() else words
