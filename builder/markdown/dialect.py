"""The Markdown that the site's engine reads: Python-Markdown with the extensions that Puri's pages need."""

from functools import cache, lru_cache
from html import unescape
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE
from pymdownx.slugs import slugify
from pymdownx.superfences import SuperFencesBlockPreprocessor

SLUGS = {"case": "lower"}  # how ids are made of headings
_words = slugify(**SLUGS)


def slug(text: str, separator: str) -> str:
    """Return the id of a heading: its words in Hangul too, but none of the ids that belong to the theme."""
    return str(_words(text, separator)).lstrip("_")


EXTENSIONS: dict[str, dict[str, Any]] = {
    "attr_list": {},
    "md_in_html": {},
    "def_list": {},
    "tables": {"use_align_attribute": True},  # styles within elements are not for content
    "footnotes": {},
    "admonition": {},
    "pymdownx.superfences": {},
    # Code in one colour: 60 KB of what its patterns stumble at keep Pygments busy for half a minute.
    "pymdownx.highlight": {"use_pygments": False},
    # Headings in Hangul keep their words as ids; the default would number them, and renumber on edit.
    "toc": {"slugify": slug, "permalink": False},
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


class _Addresses(Treeprocessor):
    """Notes what the links and pictures written in Markdown lead to; raw HTML is not among them."""

    def run(self, root: Element) -> None:
        self.links = [link for each in root.iter("a") if (link := each.get("href"))]
        self.pictures = [link for each in root.iter("img") if (link := each.get("src"))]


class _OwnExtension(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name that Python-Markdown calls
        md.treeprocessors.register(_Unwrap(md), "puri-unwrap", -1)  # after all others
        md.treeprocessors.register(_Addresses(md), "puri-addresses", -2)


class _Fences(SuperFencesBlockPreprocessor):  # type: ignore[misc] # pymdownx has no types
    """Tells which lines the engine takes for fenced code, where it cannot think better of it.

    It does so within quotations, and where a fence stands right below indented code.
    """

    def reassemble(self, lines: list[str]) -> list[int]:
        sure = [
            range(start, end)
            for _, start, end in self.stack
            if ">" not in lines[start] and (start == 0 or not lines[start - 1].strip())
        ]
        return [number for each in sure for number in each]


@cache
def _engine() -> Markdown:
    return Markdown(extensions=[*EXTENSIONS, _OwnExtension()], extension_configs=EXTENSIONS)


def render_without_term_links(text: str) -> str:
    """Return the HTML of the Markdown `text`, every link to a term replaced by its words."""
    return str(_engine().reset().convert(text))


class Rendered(NamedTuple):
    """A rendered body, and what its Markdown links and pictures lead to."""

    html: str
    links: tuple[str, ...]
    pictures: tuple[str, ...]


@lru_cache(maxsize=64)  # one rule after another asks for the same body
def render(text: str) -> Rendered:
    """Render the Markdown `text`."""
    noted: Any = _engine().treeprocessors["puri-addresses"]
    noted.links, noted.pictures = [], []  # the engine looks at no empty text
    html = render_without_term_links(text)
    return Rendered(html, tuple(map(_address, noted.links)), tuple(map(_address, noted.pictures)))


def _address(written: str) -> str:
    return unescape(written.replace(AMP_SUBSTITUTE, "&"))  # which stands for it until all is written


def fenced_lines(text: str) -> frozenset[int]:
    """Return the numbers of the lines of `text` that are fenced code for sure, counted from 0."""
    engine = _engine().reset()
    usual: Any = engine.preprocessors["fenced_code_block"]
    fences = _Fences(engine)
    fences.config, fences.extension = usual.config, usual.extension
    return frozenset(fences.run(engine.preprocessors["normalize_whitespace"].run(text.split("\n"))))
