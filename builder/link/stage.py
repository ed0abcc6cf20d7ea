"""The link stage: every body in turn, then the backlinks of all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from builder import analyser
from builder.cache import digest
from builder.link.compose import compose
from builder.link.decide import Rules, decide
from builder.link.prove import needs_proof, provable
from builder.link.quote import quote
from builder.markdown import Scan, scan
from builder.model import (
    Backlink,
    Library,
    Linked,
    LinkedBody,
    LinkedPage,
    Mention,
    Prose,
    Reason,
    Section,
    Term,
)
from builder.parallel import can_spread, spread
from builder.settings import Settings
from builder.targets import Resolver


def link(library: Library, settings: Settings) -> Linked:
    """Put links into every body of `library`; what a reader sees as text stays the same."""
    resolver, rules = _tools(library, settings)
    return gather(_link_all(tuple(library.prose()), resolver, rules))


def link_again(library: Library, settings: Settings, earlier: Mapping[bytes, LinkedBody]) -> Linked:
    """Do the same as `link`, but take from `earlier`, the `bodies` of another run, what is the same."""
    resolver, rules = _tools(library, settings)
    keys = _keys(library, resolver, rules)
    todo = {key: prose for key, prose in keys.items() if key not in earlier}
    analyser.prepare([prose.document.body.encode("utf-8", "surrogatepass") for prose in todo.values()])
    new = dict(zip(todo, _link_all(tuple(todo.values()), resolver, rules), strict=True))
    bodies = {key: new.get(key) or earlier[key] for key in keys}
    return replace(gather(bodies.values()), bodies=bodies)


def _link_all(prose: Sequence[Prose], resolver: Resolver, rules: Rules) -> list[LinkedBody]:
    if can_spread(len(prose)):
        rules.lexicon.prepare()
    return spread(lambda each: link_page(each, resolver, rules), prose)


def _keys(library: Library, resolver: Resolver, rules: Rules) -> dict[bytes, Prose]:
    """Give the digest of everything that the links of each body depend on, but for the program itself."""
    names, targets = digest(repr(rules.made_of)), digest(repr(resolver))

    def key(prose: Prose) -> bytes:
        body = prose.document.body
        # Without a bracket nothing in it points to a page by name.
        return digest(names, targets if "[" in body else b"", prose.path, body, repr(_held_back(prose)))

    return {key(prose): prose for prose in library.prose()}


def gather(linked: Iterable[LinkedBody]) -> Linked:
    """Join linked bodies and the sentences that each of them quotes, in the order of `Library.prose`."""
    pages: dict[str, LinkedPage] = {}
    backlinks: dict[str, list[Backlink]] = {}
    for page, quotations in linked:
        pages[page.path] = page
        for term, sentences in quotations.items():
            backlinks.setdefault(term, []).append(Backlink(page.path, sentences))
    return Linked(pages, {term: tuple(each) for term, each in sorted(backlinks.items())})


def explain(prose: Prose, library: Library, settings: Settings) -> tuple[Mention, ...]:
    """Return every mention in one body of `library`, linked or not, in order of place."""
    return link_page(prose, *_tools(library, settings))[0].mentions


def _tools(library: Library, settings: Settings) -> tuple[Resolver, Rules]:
    terms = library.terms.values()
    return Resolver.of(library), Rules.of(settings.puri.linking, terms)


def link_page(prose: Prose, resolver: Resolver, rules: Rules) -> LinkedBody:
    """Link one body; also return the sentences in which it mentions terms."""
    body = prose.document.body
    candidates = rules.lexicon.find(body)
    if not candidates and "[[" not in body and "](" not in body:
        return LinkedBody(LinkedPage(prose.path, body, (), ()), {})
    found = scan(body)
    mentions = decide(body, candidates, found, _held_back(prose), rules)
    mentions = _proven(prose, found, mentions, resolver)
    composed, explicit = compose(prose.path, body, found, mentions, resolver)
    every = sorted([*mentions, *explicit], key=lambda mention: (mention.start, -mention.end))
    terms = dict.fromkeys(mention.term for mention in every if mention.linked)
    page = LinkedPage(prose.path, composed, tuple(every), tuple(terms))
    return LinkedBody(page, quote(body, found, every, resolver.shown_titles(found)))


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
