"""The Markdown that the site's engine reads: Python-Markdown with the extensions that Puri's pages need."""

from functools import cache
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor
from pymdownx.slugs import slugify

SLUGS = {"case": "lower"}  # how ids are made of headings

EXTENSIONS: dict[str, dict[str, Any]] = {
    "attr_list": {},
    "md_in_html": {},
    "def_list": {},
    "tables": {},
    "footnotes": {},
    "admonition": {},
    "pymdownx.superfences": {},
    # Headings in Hangul keep their words as ids; the default would number them, and renumber on edit.
    "toc": {"slugify": slugify(**SLUGS), "permalink": False},
}


class _Unwrap(Treeprocessor):
    """Takes the links to terms away and leaves their words."""

    def run(self, root: Element) -> None:
        for parent in root.iter():
            for link in [child for child in parent if child.tag == "a" and child.get("data-term")]:
                _dissolve(parent, link)


def _dissolve(parent: Element, link: Element) -> None:
    at = list(parent).index(link)
    text, tail = link.text or "", link.tail or ""
    if len(link):
        link[-1].tail = (link[-1].tail or "") + tail
    else:
        text += tail
    if at:
        parent[at - 1].tail = (parent[at - 1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text
    parent[at : at + 1] = list(link)


class _UnwrapExtension(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name that Python-Markdown calls
        md.treeprocessors.register(_Unwrap(md), "puri-unwrap", -1)  # after all others


@cache
def _engine() -> Markdown:
    return Markdown(extensions=[*EXTENSIONS, _UnwrapExtension()], extension_configs=EXTENSIONS)


def render_without_term_links(text: str) -> str:
    """Return the HTML of the Markdown `text`, every link to a term replaced by its words."""
    return str(_engine().reset().convert(text))
