"""What every format draws on: the terms in order, their names by language, their addresses."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from builder.korean import sort_key
from builder.markdown import plain
from builder.model import Library, Linked, Source, Term
from builder.resources import load_yaml
from builder.settings import Settings

_HANGUL = re.compile("[가-힣ㄱ-ㆎ]")
_LATIN = re.compile("[A-Za-z]")


@dataclass(frozen=True)
class Glossary:
    """The linked library as data.

    Addresses are absolute; those of a site without ``site_url`` start from its root.
    """

    library: Library
    linked: Linked
    settings: Settings

    @cached_property
    def words(self) -> Mapping[str, Any]:
        """The words of the site for readers."""
        words: Mapping[str, Any] = load_yaml(f"i18n/{self.settings.language}.yml")["site"]
        return words

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """All terms in dictionary order."""
        return tuple(sorted(self.library.terms.values(), key=lambda term: (sort_key(term.title), term.slug)))

    def vocabulary(self) -> tuple[str, ...]:
        """Write out the glossary without its texts and places: two that are the same here differ in these."""
        library = self.library
        terms = [(term.slug, term.fields) for term in self.terms]
        return tuple(map(repr, (self.settings, self.summary, library.reviewed, terms, library.sources)))

    @property
    def identity(self) -> str:
        """What tells this glossary from others for as long as it lives: the name in ``extra.puri``."""
        return self.settings.puri.name

    @property
    def summary(self) -> str:
        """What the home page says of the site."""
        home = self.library.intros.get("index.md")
        given = home and home.fields.summary
        return given or str(self.words["home_summary"].format(site=self.settings.site_name))

    def relations(self, term: Term) -> Mapping[str, tuple[str, ...]]:
        """Return the slugs of the related terms by the kind of relation."""
        return self.library.relations.get(term.slug, {})

    def url(self, term: Term) -> str:
        """Return the address of the page of `term`."""
        return self.settings.url(term.path)

    def twin_url(self, path: str) -> str:
        """Return the address of the page `path` as Markdown."""
        return self.settings.base + path

    def source_url(self, source: Source) -> str:
        """Return the address of the entry `source` of the bibliography."""
        return f"{self.settings.url('sources.md')}#{source.id}"

    def body(self, term: Term) -> str:
        """Return the text of `term` in Markdown; its links start from its twin."""
        page = self.linked.pages.get(term.path)
        return plain(page.body).strip("\n") if page else ""

    def language_of(self, name: str) -> str:
        """Return the language that `name` is written in, as far as its letters tell."""
        if _HANGUL.search(name):
            return "ko"
        return "en" if _LATIN.search(name) else self.settings.language

    def other_names(self, term: Term) -> Iterator[tuple[str, str]]:
        """Yield the names of `term` beside its headword, each once, with its language."""
        fields = term.fields
        named = [(fields.english, "en")] if fields.english else []
        named += [(name, self.language_of(name)) for name in (fields.reading, *fields.aliases) if name]
        yield from dict.fromkeys(each for each in named if each != (term.title, self.settings.language))
