"""Schema.org descriptions of pages (contract, section 4), as plain data for JSON-LD."""

from collections.abc import Mapping
from typing import Any

from builder.model import Article, Section, Term
from builder.render.book import Book

Data = dict[str, Any]


def url(book: Book, path: str) -> str:
    """Return the canonical address of the page `path`; relative to the site where it has no ``site_url``."""
    return f"{book.settings.site_url.rstrip('/')}/{book.settings.addresses.canonical.of(path)}"


def breadcrumbs(book: Book, *trail: tuple[str, str]) -> Data:
    """Describe the way from the home page: (path, title) of each step."""
    steps = (("index.md", book.settings.site_name), *trail)
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": i, "name": title, "item": url(book, path)}
            for i, (path, title) in enumerate(steps, 1)
        ],
    }


def term_set(book: Book) -> Data:
    """Describe the glossary as a whole."""
    address = url(book, "terms/index.md")
    return {
        "@type": "DefinedTermSet",
        "@id": address,
        "name": book.settings.site_name,
        "url": address,
        "inLanguage": book.settings.language,
    }


def defined_term(book: Book, term: Term) -> Data:
    """Describe one term."""
    address = url(book, term.path)
    return {
        "@type": "DefinedTerm",
        "@id": address,
        "name": term.title,
        "alternateName": [name for name in term.fields.names if name != term.title],
        "description": term.fields.summary,
        "termCode": term.slug,
        "url": address,
        "inLanguage": book.settings.language,
        "inDefinedTermSet": {"@id": url(book, "terms/index.md")},
    }


def learning_resource(book: Book, prose: Article | Section, teaches: Mapping[str, Term]) -> Data:
    """Describe an article or section and the terms it explains."""
    address = url(book, prose.path)
    data: Data = {
        "@type": "LearningResource",
        "@id": address,
        "name": prose.title,
        "description": prose.fields.summary,
        "url": address,
        "inLanguage": book.settings.language,
        "teaches": [{"@id": url(book, term.path)} for term in teaches.values()],
    }
    if isinstance(prose, Section):
        data["isPartOf"] = {"@id": url(book, book.library.articles[prose.article].path)}
    return data
