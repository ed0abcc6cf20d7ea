"""Rule: how long bodies should be."""

from collections.abc import Iterator

from builder.check.manuscript import Manuscript
from builder.diagnostics import Code, Diagnostic
from builder.markdown import Scan
from builder.markdown.visible import visible
from builder.model import Section, Term
from builder.targets import Resolver


def body_lengths(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """A body is as long as ``extra.puri.lengths`` says; drafts are not measured, being unfinished."""
    wanted = manuscript.settings.puri.lengths
    if wanted.terms is None and wanted.sections is None:
        return
    resolver = Resolver.of(manuscript.library)
    for each in manuscript.library.entries():
        limits = wanted.terms if isinstance(each, Term) else wanted.sections
        if limits is not None and each.fields.status != "draft":
            length = prose_length(each, manuscript.scans[each.path], resolver)
            if not limits[0] <= length <= limits[1]:
                code, limit = (
                    (Code.SHORT_BODY, limits[0]) if length < limits[0] else (Code.LONG_BODY, limits[1])
                )
                words = {"name": each.title, "length": str(length), "limit": str(limit)}
                yield Diagnostic(each.document.at_offset(each.document.body_start), code, words)


def prose_length(entry: Term | Section, found: Scan, resolver: Resolver) -> int:
    """Return the number of code points that a reader of the body reads as running text.

    Counted are paragraphs, list items, quotations and the cells of tables, with the words of links and short
    code in them; a run of white space, or the line between two cells, counts as one. Not counted are
    headings, code blocks, raw HTML, what Markdown adds, and the rest of the page (summary, facts, quiz).
    """
    body, titles = entry.document.body, resolver.shown_titles(found)
    blocks = (visible(body, found, start, end, titles).replace(" · ", " ") for start, end in found.blocks)
    return sum(len(" ".join(block.split())) for block in blocks)
