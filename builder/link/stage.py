"""The link stage: every body in turn, then the backlinks of all."""

from collections.abc import Iterable, Mapping

from builder.link.compose import compose
from builder.link.decide import Rules, decide
from builder.link.prove import needs_proof, provable
from builder.link.quote import quote
from builder.markdown import Scan, scan
from builder.model import (
    Backlink,
    Library,
    Linked,
    LinkedPage,
    Mention,
    Prose,
    Quotation,
    Reason,
    Section,
    Term,
)
from builder.parallel import spread
from builder.settings import Settings
from builder.targets import Resolver

_Quotations = dict[
    str, dict[str, dict[Quotation, None]]
]  # term -> page -> its sentences, each once, in order


def link(library: Library, settings: Settings) -> Linked:
    """Put links into every body of `library`; what a reader sees as text stays the same."""
    resolver, rules = _tools(library, settings)
    return gather(spread(lambda prose: link_page(prose, resolver, rules), tuple(library.prose())))


def gather(linked: Iterable[tuple[LinkedPage, list[tuple[str, Quotation]]]]) -> Linked:
    """Join linked bodies and the sentences that each of them quotes, in the order of `Library.prose`."""
    pages: dict[str, LinkedPage] = {}
    quoted: _Quotations = {}
    for page, quotations in linked:
        pages[page.path] = page
        for term, quotation in quotations:
            quoted.setdefault(term, {}).setdefault(page.path, {})[quotation] = None
    return Linked(pages, _backlinks(quoted))


def explain(prose: Prose, library: Library, settings: Settings) -> tuple[Mention, ...]:
    """Return every mention in one body of `library`, linked or not, in order of place."""
    return link_page(prose, *_tools(library, settings))[0].mentions


def _tools(library: Library, settings: Settings) -> tuple[Resolver, Rules]:
    terms = library.terms.values()
    return Resolver.of(library), Rules.of(settings.puri.linking, terms)


def link_page(
    prose: Prose, resolver: Resolver, rules: Rules
) -> tuple[LinkedPage, list[tuple[str, Quotation]]]:
    """Link one body; also return the sentences in which it mentions other terms."""
    body = prose.document.body
    candidates = rules.lexicon.find(body)
    if not candidates and "[[" not in body and "](" not in body:
        return LinkedPage(prose.path, body, (), ()), []
    found = scan(body)
    mentions = decide(body, candidates, found, _held_back(prose), rules)
    mentions = _proven(prose, found, mentions, resolver)
    composed, explicit = compose(prose.path, body, found, mentions, resolver)
    every = sorted([*mentions, *explicit], key=lambda mention: (mention.start, -mention.end))
    terms = dict.fromkeys(mention.term for mention in every if mention.linked)
    page = LinkedPage(prose.path, composed, tuple(every), tuple(terms))
    return page, quote(body, found, every, resolver.shown_titles(found))


def _proven(prose: Prose, found: Scan, mentions: list[Mention], resolver: Resolver) -> list[Mention]:
    """Withhold the links that would change what a reader sees, where that cannot be told from the text."""
    body = prose.document.body
    linked = [mention for mention in mentions if mention.linked]
    if not needs_proof(body, found, (mention.start for mention in linked)):
        return mentions
    kept = provable(body, linked, lambda some: compose(prose.path, body, found, some, resolver)[0])
    return [
        mention if not mention.linked or mention in kept else mention._replace(reason=Reason.MARKUP)
        for mention in mentions
    ]


def _held_back(prose: Prose) -> Mapping[str, Reason]:
    """The terms that a page does not link by itself, and why."""
    if isinstance(prose, Term):
        return {prose.slug: Reason.OWN_PAGE}
    if isinstance(prose, Section):
        return dict.fromkeys(prose.fields.nolink, Reason.PAGE_NOLINK)
    return {}


def _backlinks(quoted: _Quotations) -> dict[str, tuple[Backlink, ...]]:
    return {
        term: tuple(Backlink(path, tuple(quotations)) for path, quotations in pages.items())
        for term, pages in sorted(quoted.items())
    }
