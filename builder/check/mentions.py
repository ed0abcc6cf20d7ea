"""Rules about where the site uses the names of its terms, and how it spaces them."""

from collections.abc import Iterator, Mapping

from builder.check.manuscript import Manuscript
from builder.diagnostics import Code, Diagnostic
from builder.english import plurals
from builder.matcher import Lexicon, name_forms
from builder.model import READ_AS_MENTION, Mention, Prose, Reason, Section
from builder.text import spaced, squeeze

_BY_CHOICE = {Reason.PAGE_NOLINK, Reason.LINKING_OFF}  # the term is meant there, and not linked
_IN_PROSE = READ_AS_MENTION | _BY_CHOICE | {Reason.OWN_PAGE}
# Wherever a reader sees the words, linked or not; not where they are part of another word.
_SEEN = _IN_PROSE | {Reason.HEADING, Reason.IN_LINK, Reason.HTML, Reason.MARKUP, Reason.OPTED_OUT}
_APART = "\n\n"  # no name goes on behind an empty line


def orphan_terms(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """Another page's prose mentions the term, or no reader would come upon it."""
    # On the term's own page a mention has its own reason.
    met = READ_AS_MENTION | _BY_CHOICE
    mentioned = {mention.term for _, mention in _mentions(manuscript) if mention.reason in met}
    for slug, term in manuscript.library.terms.items():
        if slug not in mentioned:
            yield Diagnostic(term.document.at("term"), Code.ORPHAN_TERM, {"name": term.title})


def _mentions(manuscript: Manuscript) -> Iterator[tuple[Prose, Mention]]:
    for prose in manuscript.library.prose():
        for mention in manuscript.linked.pages[prose.path].mentions:
            yield prose, mention


def unused_aliases(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """Some page shows each alias: in its body, code excepted, or in its title, summary, facts or quiz.

    Within the longer name of a term it is shown too.
    """
    seen = {(each.term, each.text) for _, each in _mentions(manuscript) if each.reason in _SEEN}
    used = {(slug, squeeze(text)) for slug, text in seen}
    keys = {
        (slug, alias): {form.key for form in name_forms(slug, alias)}
        for slug, term in manuscript.library.terms.items()
        for alias in term.fields.aliases
    }
    unseen = [(slug, alias) for slug, alias in keys if not used & {(slug, key) for key in keys[slug, alias]}]
    lexicon = Lexicon(form for slug, alias in unseen for form in name_forms(slug, alias))
    texts = (*_texts_outside_bodies(manuscript), *sorted({text for _, text in seen}))
    hits = lexicon.find(_APART.join(texts))
    used |= {(hit.term, hit.form.key) for hit in hits if hit.verdict is Reason.LINKED}
    for slug, alias in unseen:
        if not used & {(slug, key) for key in keys[slug, alias]}:
            term = manuscript.library.terms[slug]
            place = term.document.at("aliases", term.fields.aliases.index(alias))
            yield Diagnostic(place, Code.UNUSED_ALIAS, {"name": alias, "term": term.title})


def _texts_outside_bodies(manuscript: Manuscript) -> Iterator[str]:
    """Yield what readers see of front matter and paths, and the words of ``[[target|words]]``."""
    library = manuscript.library
    for prose in library.prose():
        yield prose.fields.summary or ""
        yield from (link.label for link in manuscript.scans[prose.path].wiki_links)
    yield from (article.title for article in library.articles.values())
    yield from (section.title for section in library.sections)
    for path in library.paths.values():
        yield from (path.fields.title, path.fields.summary)
    for entry in library.entries():
        for asked in entry.fields.quiz:
            yield from (asked.question, *asked.choices, asked.why)
        for fact in entry.fields.facts if isinstance(entry, Section) else ():
            yield from filter(None, (fact.text, fact.value, fact.note))


def spacing_variants(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """Prose spaces a name in one way: in that of most places, or in every way that the term lists."""
    for (slug, key), spellings in _spellings(manuscript).items():
        if len(spellings) > 1:
            accepted = _accepted(manuscript, slug, key, {each: len(at) for each, at in spellings.items()})
            usual = spellings[accepted[0]][0][1].text if accepted[0] in spellings else accepted[0]
            for spelling in spellings.keys() - set(accepted):
                for prose, mention in spellings[spelling]:
                    place = prose.document.at_offset(prose.document.body_start + mention.start)
                    words = {"name": _on_one_line(mention.text), "usual": _on_one_line(usual)}
                    yield Diagnostic(place, Code.SPACING_VARIANT, words)


_Places = list[tuple[Prose, Mention]]


def _spellings(manuscript: Manuscript) -> Mapping[tuple[str, str], Mapping[str, _Places]]:
    """Collect where prose has each name: (term, squeezed name) -> the name as spaced -> places."""
    by_text: dict[tuple[str, str], _Places] = {}
    for prose, mention in _mentions(manuscript):
        if mention.reason in _IN_PROSE and not mention.text.startswith("[["):
            by_text.setdefault((mention.term, mention.text), []).append((prose, mention))
    spellings: dict[tuple[str, str], dict[str, _Places]] = {}
    for (slug, text), places in by_text.items():
        spellings.setdefault((slug, squeeze(text)), {}).setdefault(spaced(text), []).extend(places)
    return spellings


def _accepted(manuscript: Manuscript, slug: str, key: str, counts: dict[str, int]) -> list[str]:
    """Return the ways to space the name `key` of the term `slug`, the usual one first."""
    names = manuscript.library.terms[slug].fields.names
    written = [spaced(form) for name in names for form in (name, *plurals(name)) if squeeze(form) == key]
    own = list(dict.fromkeys(written))
    if len(own) > 1:
        return own
    return sorted(counts, key=lambda each: (-counts[each], each not in own, each))[:1]


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
