"""Changes as Markdown for a comment on a pull request: all counts, and as much detail as a comment holds.

Content comes from whoever opened the pull request. Everything of it is shown as it is: it makes no mark-up,
calls nobody by name, and leads nowhere.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from builder.changes.model import Changes, FieldChange, Name, Renamed
from builder.changes.words import Hunk, Span
from builder.diagnostics import Severity, hint, message
from builder.markdown import escape
from builder.report import count, printable
from builder.resources import TEMPLATES, load_yaml

LONGEST = 60_000  # characters; GitHub takes 65,536 in a comment
_JOINER = "\u2060"  # takes no room, and keeps apart what hosts would turn into links
_LIVE = re.compile(
    r"(?<=[@#!$%&~])(?=\w)|(?<=\bGH)(?=-\d)|(?<=:)(?=//)|(?<=www)(?=\.)|(?<=:)(?=[\w+-]+:)", re.IGNORECASE
)
_SPACES = re.compile(r"\s+")
_BLANK_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class _Limit:
    """How many `items` of a list are shown, and how many `letters` of a text."""

    items: int
    letters: int
    is_cut: bool = True


_LIMITS = (
    _Limit(10_000, 100_000, is_cut=False),
    _Limit(100, 1_000),
    _Limit(40, 400),
    _Limit(15, 200),
    _Limit(5, 100),
    _Limit(1, 60),
    _Limit(0, 0),
)


@dataclass(frozen=True, slots=True)
class _Attention:
    words: Markup
    names: tuple[str, ...] = ()


def as_markdown(changes: Changes, language: str) -> str:
    """Return the report, in as much detail as a comment has room for."""
    made = (_report(changes, language, limit) for limit in _LIMITS)
    return next((text for text in made if len(text) <= LONGEST), "")


def shown(text: str) -> Markup:
    """Return `text` in one line that a host's Markdown shows as it is, whatever it holds."""
    line = printable(_SPACES.sub(" ", text))
    return Markup(escape(_LIVE.sub(_JOINER, line)))  # noqa: S704 - escaped right here


def _code(value: object) -> Markup:
    """Return `value`, a path, for the inside of a code span."""
    return Markup(printable(_SPACES.sub(" ", str(value))).replace("`", "'").replace("<", "‹"))  # noqa: S704 - in code


def _finalize(value: object) -> object:
    return value if isinstance(value, int) or hasattr(value, "__html__") else shown(str(value))


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES / "changes"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["code"] = _code
    return made


def _report(changes: Changes, language: str, limit: _Limit) -> str:
    words = load_yaml(f"i18n/changes.{language}.yml")

    def short(value: str | Hunk) -> str | Hunk:
        return _cut(value, limit.letters) if isinstance(value, str) else _cut_hunk(value, limit.letters)

    def titled(change: FieldChange, items: Iterable[str]) -> list[str]:
        is_relation = change.field.startswith("related.") or change.field == "nolink"
        shown_items = [changes.titles.get(item, item) if is_relation else item for item in items]
        more = len(shown_items) - limit.items
        return shown_items if more <= 0 else [*shown_items[: limit.items], words["more"].format(count=more)]

    environment = _environment().overlay()
    environment.filters = {**environment.filters, "short": short}
    text = environment.get_template("report.md").render(
        t=_trusted(words),
        changes=changes,
        rows=[(sort, each) for sort, each in changes.entries.items() if each],
        attention=list(_attention(changes, words)),
        limit=limit,
        short=short,
        titled=titled,
        label=lambda field: Markup(words["fields"].get(field, field)),  # noqa: S704 - ours, or a name of the schema
        said=lambda found: " ".join(filter(None, (message(found, language), hint(found, language)))),
    )
    return _BLANK_LINES.sub("\n\n", text).strip("\n") + "\n"


def _trusted(words: Any) -> Any:
    """Mark our own words as Markdown."""
    if isinstance(words, Mapping):
        return {key: _trusted(value) for key, value in words.items()}
    return Markup(words) if isinstance(words, str) else words  # noqa: S704 - from i18n


def _attention(changes: Changes, words: Mapping[str, Any]) -> Iterator[_Attention]:
    """Yield what a reviewer should not overlook."""
    for severity, number in zip(Severity, count(changes.new).values(), strict=True):
        if number:
            yield _Attention(Markup(words[f"{severity}s"].format(count=number)))  # noqa: S704 - ours, a number
    for key, names in (("unreviewed", changes.unreviewed), ("address_lost", changes.addresses_lost)):
        if names:
            listed = tuple(map(_called, names))
            yield _Attention(Markup(words[key].format(count=len(names))), listed)  # noqa: S704 - ours, a number


def _called(each: Name | Renamed) -> str:
    return f"{each.before.id} → {each.after.id}" if isinstance(each, Renamed) else f"{each.title} ({each.id})"


def _cut(text: str, letters: int) -> str:
    return text if len(text) <= letters else text[:letters] + "…"


def _cut_hunk(hunk: Hunk, letters: int) -> Hunk:
    spans: list[Span] = []
    for span in hunk:
        spans.append(Span(span.kind, _cut(span.text, letters)))
        letters -= len(span.text)
        if letters <= 0:
            break
    return tuple(spans)
