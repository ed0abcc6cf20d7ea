"""llms.txt: what the site holds, for programs that read text (llmstxt.org); its links lead to Markdown."""

from collections.abc import Iterator

from builder.export.glossary import Glossary
from builder.export.table import FORMATS
from builder.markdown import readable

_PAGES = ("map.md", "timeline.md", "quiz.md", "sources.md", "about.md")


def make(glossary: Glossary) -> bytes:
    """Return the list of everything worth reading."""
    return ("\n".join(_lines(glossary)) + "\n").encode()


def _lines(glossary: Glossary) -> Iterator[str]:
    library, words = glossary.library, glossary.words
    yield f"# {readable(glossary.settings.site_name)}"
    yield f"\n> {readable(glossary.summary)}"
    yield f"\n## {words['terms']}\n"
    for term in glossary.terms:
        yield _link(glossary, term.path, term.title, term.fields.summary)
    if library.articles:
        yield f"\n## {words['articles']}\n"
        for article in library.articles.values():
            yield _link(glossary, article.path, article.title, article.fields.summary)
            for section in article.sections:
                yield _link(glossary, section.path, section.title, section.fields.summary)
    if library.paths:
        yield f"\n## {words['paths']}\n"
        for path in library.paths.values():
            yield _link(glossary, path.path, path.title, path.fields.summary)
    yield "\n## Optional\n"  # the heading that llmstxt.org gives to what may be left out
    for page in _PAGES:
        yield _link(glossary, page, words[page.removesuffix(".md")], "")
    for name, about in words["downloads"]["files"].items():
        if name in FORMATS.values():
            yield f"- [{name}]({glossary.settings.base}{name}): {readable(about)}"


def _link(glossary: Glossary, path: str, title: str, summary: str) -> str:
    after = f": {readable(summary)}" if summary else ""
    return f"- [{readable(title)}]({glossary.twin_url(path)}){after}"
