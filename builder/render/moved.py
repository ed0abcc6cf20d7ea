"""What stands at the earlier addresses of a term: a small page that leads to where the term is now.

These are finished files that no engine reads, so that no search, sitemap or menu of any engine knows them. A
script takes along what stands after the address, ``?`` and ``#``; without scripts a refresh by the page
itself leads to the top of the term's page. Both work on a disk too.
"""

from collections.abc import Iterator

from builder.policy import with_policy
from builder.render.book import Book
from builder.render.jsonld import url
from builder.render.template import make_file


def moved(book: Book) -> Iterator[tuple[str, str]]:
    """Yield the file at each earlier address, and what is in it."""
    for term in book.library.terms.values():
        for slug in term.fields.redirect_from:
            path = f"terms/{slug}.md"
            text = make_file(
                book,
                "moved.html",
                path=path,
                title=term.title,
                target=term.path,
                canonical=url(book, term.path) if book.settings.site_url else "",
            )
            yield book.settings.addresses.file(path), with_policy(text)
