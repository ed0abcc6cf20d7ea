"""What was found -> drafts that fit into a site: slugs, links, no name twice, nothing that would break it."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from html import unescape
from pathlib import PurePosixPath

import koroman

from builder.diagnostics import Severity, hint, message
from builder.drafts import KINDS, Answers, Desk, is_reserved, suggest_slug
from builder.imports.model import Found, SectionFound, TermFound, UnreadableError
from builder.imports.text import one_line, outside_code
from builder.load import RawFile
from builder.markdown import scan
from builder.markdown.sentences import split_sentences
from builder.markdown.visible import visible
from builder.pipeline import Examined
from builder.schema import SUMMARY_LIMIT
from builder.text import squeeze

_WIKI = re.compile(r"\[\[([^\[\]|]+)(?:\|([^\[\]|]*))?\]\]")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]#>+!~-])")
_TITLE = 40  # characters of a title made of a sentence


@dataclass(frozen=True)
class Wishes:
    """What whoever imports has chosen: the source of it all, the category of what has none, a slug."""

    source: str = ""
    category: str = ""
    article: str = ""


@dataclass
class Settled:
    """The drafts by their files, with what each was made of; and what was left out: message keys, words."""

    drafts: dict[str, tuple[RawFile, TermFound | SectionFound | None]] = field(default_factory=dict)
    left_out: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)

    @property
    def files(self) -> tuple[RawFile, ...]:
        """The drafts."""
        return tuple(draft for draft, _ in self.drafts.values())

    def add(self, draft: RawFile, made_of: TermFound | SectionFound | None = None) -> None:
        """Take a draft in."""
        self.drafts[draft.file] = draft, made_of

    def leave(self, key: str, **words: str) -> None:
        """Note that something did not become a draft."""
        self.left_out.append((key, words))


def fit(found: Found, desk: Desk, wishes: Wishes, look: Callable[[tuple[RawFile, ...]], Examined]) -> Settled:
    """Make drafts of `found` that bring no error into the site of `desk`; `look` examines it with drafts.

    Raises:
        UnreadableError: something has to be chosen first.
    """
    notes: list[tuple[str, Mapping[str, str]]] = []
    if found.unknown:
        notes.append(("unknown", {"names": ", ".join(found.unknown)}))
    while True:
        settled = settle(found, desk, wishes)
        errors = _errors(desk, look(settled.files))
        faulty = {file: why for file, why in errors.items() if file in settled.drafts}
        if errors and not faulty and any(term.related for term in found.terms):
            # A cycle is reported where it begins, which may be in a file of the site.
            notes.append(("relations", {"why": next(iter(errors.values()))}))
            found = replace(found, terms=tuple(replace(term, related={}) for term in found.terms))
            continue
        if not faulty:
            settled.left_out += notes
            return settled
        notes += [("faulty", {"file": PurePosixPath(file).name, "why": why}) for file, why in faulty.items()]
        wrong = [settled.drafts[file][1] for file in faulty]
        found = replace(
            found,
            terms=tuple(each for each in found.terms if all(each is not one for one in wrong)),
            sections=tuple(
                each for each in found.sections if None not in wrong and all(each is not one for one in wrong)
            ),
        )


def _errors(desk: Desk, after: Examined) -> dict[str, str]:
    """Return the files in which there are errors that the site has not had, and what is said of the first."""
    before = set(map(str, desk.examined.diagnostics))
    errors: dict[str, str] = {}
    for each in after.diagnostics:
        if each.severity is Severity.ERROR and str(each) not in before:
            said = " ".join(filter(None, (message(each, desk.language), hint(each, desk.language))))
            errors.setdefault(each.place.file, said)
    return errors


def settle(found: Found, desk: Desk, wishes: Wishes) -> Settled:
    """Make drafts of `found` for the site of `desk`, whose terms they may link to."""
    if found.sections and not wishes.source:
        raise UnreadableError("no_source", file=f"{desk.examined.settings.content}/sources.yml")
    settled = Settled()
    new = list(_new(found.terms, desk, settled))
    terms = [term for term, _ in new]
    slugs = _slugs(terms, desk)
    known = _known(desk)
    names = {slug: term.title for slug, term in desk.examined.library.terms.items()}
    names |= {slug: term.term for term, slug in zip(terms, slugs, strict=True)}
    for keys in (_by_key, _by_name):  # what a term is called goes before what its file is
        known |= {squeeze(key): slug for term, slug in zip(terms, slugs, strict=True) for key in keys(term)}
    for (term, made_of), slug in zip(new, slugs, strict=True):
        answers = _term(term, slug, known, desk, wishes)
        note, body = desk.imported(term.place), _linked(term.text, known, names, slug)
        settled.add(desk.draft(KINDS["term"], answers, note=note, body=body), made_of)
    _add_article(found, lambda text: _linked(text, known, names), desk, wishes, settled)
    return settled


def _by_key(term: TermFound) -> tuple[str, ...]:
    return term.keys


def _by_name(term: TermFound) -> tuple[str, ...]:
    return term.names


def _known(desk: Desk) -> dict[str, str]:
    """Return the terms of the site by everything they are called."""
    return {
        squeeze(name): slug
        for slug, term in desk.examined.library.terms.items()
        for name in (*term.fields.names, *term.fields.redirect_from, slug)
    }


def _new(terms: Iterable[TermFound], desk: Desk, settled: Settled) -> Iterator[tuple[TermFound, TermFound]]:
    """Yield the terms that the site does not have, once each, with the names that are free; and as found."""
    library = desk.examined.library
    owners = {
        squeeze(name): (term.title, term.document.file)
        for term in library.terms.values()
        for name in term.fields.names
    }
    for term in terms:
        at = {"term": term.term, "place": term.place}
        if not squeeze(term.term):
            continue
        twin = next(
            (owners[squeeze(name)] for name in (term.term, term.english) if squeeze(name) in owners), None
        )
        if twin:
            settled.leave("twin", **at, owner=twin[0], other=twin[1])
            continue
        if not _definition(term):
            settled.leave("no_definition", **at)
            continue
        aliases: list[str] = []
        for alias in dict.fromkeys(map(one_line, term.aliases)):
            if squeeze(alias) in owners:
                settled.leave("alias", **at, name=alias, owner=owners[squeeze(alias)][0])
            elif squeeze(alias) and squeeze(alias) not in map(squeeze, (term.term, term.english, *aliases)):
                aliases.append(alias)
        english = term.english if squeeze(term.english) != squeeze(term.term) else ""
        kept = replace(term, aliases=tuple(aliases), english=english)
        owners |= dict.fromkeys(map(squeeze, kept.names), (term.term, term.place))
        yield kept, term


def _slugs(terms: Iterable[TermFound], desk: Desk) -> list[str]:
    """Return a slug for each term, of its address, English name or sound; one that is taken gets a number."""
    taken = {slug for slug, _ in desk.taken(KINDS["term"])}
    return [_free(_slug_of(term.slug) or _slug_of(term.term, term.english), taken) for term in terms]


def _slug_of(name: str, english: str = "") -> str:
    """Return a slug of a name in any language."""
    latin = next((each for each in (name, english) if each and all(char < "\u0250" for char in each)), "")
    spoken = latin or koroman.romanize(name)
    plain = unicodedata.normalize("NFKD", spoken).encode("ascii", "ignore").decode()
    return suggest_slug({"english": plain})


def _free(slug: str, taken: set[str]) -> str:
    wanted, number = slug or "term", 1
    chosen = wanted
    while chosen in taken or is_reserved(chosen):
        number += 1
        chosen = f"{wanted}-{number}"
    taken.add(chosen)
    return chosen


def _definition(term: TermFound) -> str:
    return term.summary or _shown(term.text)


def _shown(markdown: str) -> str:
    """Return the first paragraph of prose as a reader sees it."""
    text = _WIKI.sub(lambda found: found[2] or found[1], markdown)
    found = scan(text)
    shown = (_ESCAPED.sub(r"\1", one_line(visible(text, found, *block))) for block in found.blocks)
    return unescape(next((each for each in shown if each), ""))


def _sentence(text: str, limit: int = SUMMARY_LIMIT) -> str:
    """Return the first sentence of `text`, cut at a word where it is too long."""
    begin, end = next(split_sentences(text, 0, len(text)), (0, 0))
    sentence = text[begin:end].strip()
    if len(sentence) <= limit:
        return sentence
    return (sentence[: limit - 1].rpartition(" ")[0] or sentence[: limit - 1]) + "…"


def _term(term: TermFound, slug: str, known: Mapping[str, str], desk: Desk, wishes: Wishes) -> Answers:
    related = {}
    for kind, names in term.related.items():
        slugs = dict.fromkeys(known[squeeze(name)] for name in names if squeeze(name) in known)
        related[kind] = tuple(each for each in slugs if each != slug)
    answers = {
        "term": term.term,
        "english": term.english,
        "slug": slug,
        "reading": term.reading,
        "aliases": term.aliases,
        "summary": _sentence(_definition(term)),
        "category": _category(term, desk, wishes),
        **related,
        "sources": (wishes.source,) if wishes.source else (),
    }
    return {key: value for key, value in answers.items() if value}


def _category(term: TermFound, desk: Desk, wishes: Wishes) -> str:
    """Return the category that the source gives, where the site has it, or the one wished for."""
    known = desk.examined.settings.categories
    given = {squeeze(each): each for each in known}
    own = next((given[squeeze(each)] for each in term.categories if squeeze(each) in given), "")
    if not known:
        return wishes.category or next(iter(term.categories), "") or desk.words["uncategorised"]
    chosen = own or wishes.category or (known[0] if len(known) == 1 else "")
    if not chosen:
        raise UnreadableError("no_category", term=term.term, known=", ".join(known))
    return chosen


def _linked(text: str, known: Mapping[str, str], names: Mapping[str, str], own: str = "") -> str:
    """Return `text` with its links to terms, and only the words of those that lead nowhere."""

    def link(found: re.Match[str]) -> str:
        words = one_line(found[2] or found[1])
        slug = known.get(squeeze(found[1])) or known.get(squeeze(words))
        if not slug or slug == own:
            return words
        return f"[[{slug}]]" if words == names[slug] else f"[[{slug}|{words}]]"

    return outside_code(text, lambda prose: _WIKI.sub(link, prose))


def _add_article(
    found: Found, linked: Callable[[str], str], desk: Desk, wishes: Wishes, settled: Settled
) -> None:
    if not found.sections:
        return
    kind = KINDS["article"]
    title = one_line(found.article)
    slug = wishes.article or _free(_slug_of(title), {slug for slug, _ in desk.taken(kind)})
    answers: Answers = {"title": title, "slug": slug, "summary": title, "source": wishes.source}
    settled.add(desk.draft(kind, answers, note=desk.imported(found.sections[0].place)))
    names: set[str] = set()
    for number, section in enumerate(found.sections, 1):
        answers = _section(section, number, slug, names, wishes)
        note, body = desk.imported(section.place), linked(section.text)
        settled.add(desk.draft(KINDS["section"], answers, number=number, note=note, body=body), section)


def _section(section: SectionFound, number: int, article: str, names: set[str], wishes: Wishes) -> Answers:
    shown = _shown(section.text)
    title = one_line(section.title) or _sentence(shown, _TITLE) or str(number)
    return {
        "article": article,
        "title": title,
        "slug": _free(_slug_of(title), names),
        "summary": _sentence(shown) or title,
        "sources": (wishes.source,),
    }
