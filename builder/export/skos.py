"""glossary.ttl: the glossary in SKOS, the W3C's vocabulary for thesauri, written as Turtle by rdflib.

``requires`` has no word of its own in SKOS; Dublin Core has one. ``contrasts`` and ``related`` are both
``skos:related``, but never between a term and one above or below it, which SKOS forbids (S27).
"""

from collections.abc import Iterator, Mapping
from urllib.parse import quote

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, RDF, RDFS, SKOS, XSD

from builder.export.glossary import Glossary
from builder.model import Source, Term

Triple = tuple[URIRef, URIRef, URIRef | Literal]

_PREFIXES = {"dcterms": DCTERMS, "rdf": RDF, "rdfs": RDFS, "skos": SKOS, "xsd": XSD}
_WORDS = {
    "broader": SKOS.broader,
    "narrower": SKOS.narrower,
    "contrasts": SKOS.related,
    "related": SKOS.related,
    "requires": DCTERMS.requires,
    "required_by": DCTERMS.isRequiredBy,
}
_OF_SOURCES = {
    "title": DCTERMS.title,
    "publisher": DCTERMS.publisher,
    "author": DCTERMS.creator,
    "published": DCTERMS.issued,
    "rights": DCTERMS.rights,
}
_IN_ADDRESSES = "%/:=&?~#+!$,;'@()*[]"  # beside letters and digits; all else is written as %XX


def make(glossary: Glossary) -> bytes:
    """Return the glossary as a SKOS concept scheme in Turtle."""
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in _PREFIXES.items():
        graph.bind(prefix, namespace)
    for triple in _triples(glossary):
        graph.add(triple)
    return graph.serialize(format="turtle", encoding="utf-8")


def _triples(glossary: Glossary) -> Iterator[Triple]:
    yield from _scheme(glossary)
    above = {slug: _above(glossary, slug) for slug in glossary.library.terms}
    for term in glossary.terms:
        yield from _concept(glossary, term, above)
    for source in glossary.library.sources.values():
        yield from _bibliography(glossary, source)


def _scheme(glossary: Glossary) -> Iterator[Triple]:
    scheme, language = _scheme_of(glossary), glossary.settings.language
    yield scheme, RDF.type, SKOS.ConceptScheme
    yield scheme, DCTERMS.title, Literal(glossary.settings.site_name, lang=language)
    yield scheme, DCTERMS.description, Literal(glossary.summary, lang=language)
    if glossary.library.reviewed:
        yield scheme, DCTERMS.modified, Literal(glossary.library.reviewed)
    for name in dict.fromkeys(term.fields.category for term in glossary.terms):
        category = _category(glossary, name)
        yield category, RDF.type, SKOS.Collection
        yield category, SKOS.prefLabel, Literal(name, lang=language)


def _concept(glossary: Glossary, term: Term, above: Mapping[str, set[str]]) -> Iterator[Triple]:
    concept, language, fields = _iri(glossary.url(term)), glossary.settings.language, term.fields
    scheme = _scheme_of(glossary)
    yield concept, RDF.type, SKOS.Concept
    yield concept, SKOS.inScheme, scheme
    if not glossary.relations(term).get("broader"):
        yield concept, SKOS.topConceptOf, scheme
        yield scheme, SKOS.hasTopConcept, concept
    yield concept, SKOS.notation, Literal(term.slug)
    yield concept, SKOS.definition, Literal(fields.summary, lang=language)
    for word, name, of in _labels(glossary, term):
        yield concept, word, Literal(name, lang=of)
    for kind, slugs in glossary.relations(term).items():
        for slug in slugs:
            is_in_line = slug in above[term.slug] or term.slug in above[slug]
            if _WORDS[kind] != SKOS.related or not is_in_line:
                yield concept, _WORDS[kind], _iri(glossary.url(glossary.library.terms[slug]))
    for id_ in fields.sources:
        yield concept, DCTERMS.source, _iri(glossary.source_url(glossary.library.sources[id_]))
    if fields.reviewed:
        yield concept, DCTERMS.modified, Literal(fields.reviewed)
    if fields.status == "draft":
        yield concept, SKOS.editorialNote, Literal(glossary.words["draft"], lang=language)
    yield _category(glossary, fields.category), SKOS.member, concept


def _labels(glossary: Glossary, term: Term) -> Iterator[tuple[URIRef, str, str]]:
    """Yield the names of a concept: one preferred in each language, none of them again among the others."""
    preferred = {glossary.settings.language: term.title}
    if term.fields.english:
        preferred.setdefault("en", term.fields.english)
    for language, name in preferred.items():
        yield SKOS.prefLabel, name, language
    for name, language in glossary.other_names(term):
        if preferred.get(language) != name:
            yield SKOS.altLabel, name, language


def _above(glossary: Glossary, slug: str) -> set[str]:
    """Return everything that is broader than the term `slug`, at any distance."""
    found: set[str] = set()
    waiting = [slug]
    while waiting:
        for broader in glossary.library.relations.get(waiting.pop(), {}).get("broader", ()):
            if broader not in found:
                found.add(broader)
                waiting.append(broader)
    return found


def _bibliography(glossary: Glossary, source: Source) -> Iterator[Triple]:
    entry, known = _iri(glossary.source_url(source)), source.fields.model_dump(exclude_none=True)
    yield entry, RDF.type, DCTERMS.BibliographicResource
    for key, word in _OF_SOURCES.items():
        if key in known:
            yield entry, word, Literal(known[key])
    if source.fields.url:
        yield entry, RDFS.seeAlso, _iri(source.fields.url)


def _scheme_of(glossary: Glossary) -> URIRef:
    return _iri(glossary.settings.url("terms/index.md"))


def _category(glossary: Glossary, name: str) -> URIRef:
    return _iri(f"{glossary.settings.url('terms/index.md')}?category={quote(name, safe='')}")


def _iri(address: str) -> URIRef:
    return URIRef(quote(address, safe=_IN_ADDRESSES))
