"""Rule: an order of learning must not run in a circle."""

from collections.abc import Iterator, Mapping

from builder.diagnostics import Code, Diagnostic
from builder.model import Library
from builder.settings import Settings

_Edges = Mapping[str, list[tuple[str, str]]]  # term -> (term it points to, the term whose file says so)


def cycles(library: Library, settings: Settings) -> Iterator[Diagnostic]:
    """`requires`, and `broader` with `narrower` read backwards, must not form a cycle."""
    for kind, inverse in (("requires", None), ("broader", "narrower")):
        for cycle in _cycles(_edges(library, kind, inverse)):
            first = library.terms[cycle[0][1]]
            names = " → ".join(library.terms[slug].title for slug, _ in (*cycle, cycle[0]))
            yield Diagnostic(first.document.at("related", kind), Code.CYCLE, {"name": kind, "cycle": names})


def _edges(library: Library, kind: str, inverse: str | None) -> _Edges:
    edges: dict[str, list[tuple[str, str]]] = {slug: [] for slug in library.terms}
    for slug, term in library.terms.items():
        forward = getattr(term.fields.related, kind)
        edges[slug] += [(target, slug) for target in forward if target in edges]
        backward = getattr(term.fields.related, inverse) if inverse else ()
        for source in backward:
            if source in edges:
                edges[source].append((slug, slug))
    return edges


def _cycles(edges: _Edges) -> Iterator[list[tuple[str, str]]]:
    """Yield one cycle for each edge that closes one, found depth first without recursion.

    A cycle is its terms in order, each with the term whose file holds the relation that leads on from it.
    """
    done: set[str] = set()
    for root in edges:
        trail: list[tuple[str, str]] = []
        on_trail: dict[str, int] = {}
        stack: list[tuple[str, int]] = [(root, 0)] if root not in done else []
        while stack:
            slug, i = stack.pop()
            if i == 0:
                on_trail[slug] = len(trail)
                trail.append((slug, slug))
            if i == len(edges[slug]):
                done.add(slug)
                del on_trail[slug]
                trail.pop()
                continue
            stack.append((slug, i + 1))
            target, said_in = edges[slug][i]
            trail[-1] = (slug, said_in)
            if target in on_trail:
                yield trail[on_trail[target] :]
            elif target not in done:
                stack.append((target, 0))
