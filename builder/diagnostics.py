"""Diagnostics: what is wrong, where, and how to mend it. Texts stand in ``i18n/<language>.yml``."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from builder.korean import particle
from builder.resources import load_yaml


class Severity(StrEnum):
    """How much a diagnostic weighs."""

    ERROR = "error"
    WARNING = "warning"


class Code(StrEnum):
    """The closed set of diagnostic codes; each has its message and hint in ``i18n/``."""

    ENCODING = "encoding"
    BOM = "bom"
    LINE_ENDINGS = "line-endings"
    NOT_NFC = "not-nfc"
    CONTROL_CHARACTER = "control-character"
    UNKNOWN_FILE = "unknown-file"
    MISSING_FILE = "missing-file"
    FRONT_MATTER = "front-matter"
    YAML_SYNTAX = "yaml-syntax"
    YAML_FEATURE = "yaml-feature"
    DUPLICATE_KEY = "duplicate-key"
    UNKNOWN_KEY = "unknown-key"
    MISSING_FIELD = "missing-field"
    WRONG_TYPE = "wrong-type"
    BAD_VALUE = "bad-value"
    BAD_DATE = "bad-date"
    BAD_SLUG = "bad-slug"
    BAD_URL = "bad-url"
    BAD_ANSWER = "bad-answer"
    TOO_LONG = "too-long"
    DUPLICATE_NAME = "duplicate-name"
    DUPLICATE_SLUG = "duplicate-slug"
    DUPLICATE_REDIRECT = "duplicate-redirect"
    REDIRECT_TAKEN = "redirect-taken"
    UNKNOWN_CATEGORY = "unknown-category"
    UNKNOWN_SOURCE = "unknown-source"
    UNKNOWN_TERM = "unknown-term"
    UNKNOWN_PAGE = "unknown-page"
    BROKEN_LINK = "broken-link"
    UNSAFE_HTML = "unsafe-html"
    UNSAFE_LINK = "unsafe-link"
    OUTSIDE_IMAGE = "outside-image"
    TEMPLATE_SYNTAX = "template-syntax"
    SYMBOLIC_LINK = "symbolic-link"
    FILE_NAME = "file-name"
    OVER_LIMIT = "over-limit"
    BAD_SETTINGS = "bad-settings"
    CONFUSABLE_SLUG = "confusable-slug"
    NO_SOURCE = "no-source"
    NO_REVIEW_DATE = "no-review-date"
    CYCLE = "cycle"
    UNKNOWN_WARNING = "unknown-warning"
    UNUSED_ALLOW = "unused-allow"
    SHORT_BODY = "short-body"
    LONG_BODY = "long-body"
    UNUSED_SOURCE = "unused-source"
    REPEATED_SOURCE = "repeated-source"
    ORPHAN_TERM = "orphan-term"
    UNUSED_ALIAS = "unused-alias"
    SPACING_VARIANT = "spacing-variant"
    UNRELATED_TERM = "unrelated-term"
    PATH_ORDER = "path-order"
    ANSWER_POSITION = "answer-position"
    LONGEST_ANSWER = "longest-answer"
    REPEATED_QUESTION = "repeated-question"
    REPEATED_CHOICE = "repeated-choice"
    REPEATED_SUMMARY = "repeated-summary"
    STALE_REVIEW = "stale-review"
    FUTURE_REVIEW = "future-review"
    MIXED_REGISTER = "mixed-register"


# What an editor may leave as it is: in `allow` these can be named, errors cannot.
WARNINGS = frozenset(
    {
        Code.BOM,
        Code.LINE_ENDINGS,
        Code.NOT_NFC,
        Code.UNKNOWN_FILE,
        Code.NO_REVIEW_DATE,
        Code.CONFUSABLE_SLUG,
        Code.UNUSED_ALLOW,
        Code.SHORT_BODY,
        Code.LONG_BODY,
        Code.UNUSED_SOURCE,
        Code.REPEATED_SOURCE,
        Code.ORPHAN_TERM,
        Code.UNUSED_ALIAS,
        Code.SPACING_VARIANT,
        Code.UNRELATED_TERM,
        Code.PATH_ORDER,
        Code.ANSWER_POSITION,
        Code.LONGEST_ANSWER,
        Code.REPEATED_QUESTION,
        Code.REPEATED_CHOICE,
        Code.REPEATED_SUMMARY,
        Code.STALE_REVIEW,
        Code.FUTURE_REVIEW,
        Code.MIXED_REGISTER,
    }
)

# Of these, what is about no single page: only mkdocs.yml can allow it.
SITE_WIDE = frozenset({Code.UNKNOWN_FILE, Code.UNUSED_SOURCE, Code.ANSWER_POSITION, Code.LONGEST_ANSWER})


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position in a content file: path relative to the root, line and column from 1, in code points."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem: a code, its place, and the words that fill the message of that code."""

    place: Place
    code: Code
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """Error or warning, decided by the code alone."""
        return Severity.WARNING if self.code in WARNINGS else Severity.ERROR

    @property
    def sort_key(self) -> tuple[Place, str, tuple[str, ...]]:
        """Order by place, then code, so that a report does not depend on the order of the rules."""
        return self.place, self.code, tuple(self.words.values())


class Word(str):
    """A word in a message; ``{name:은/는}`` gives the particle that follows it instead of the word."""

    def __format__(self, pair: str) -> str:
        return particle(self, pair) if pair else str(self)


def ordered(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sort diagnostics by file, line and column."""
    return tuple(sorted(diagnostics, key=lambda found: found.sort_key))


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Tell whether anything in `diagnostics` forbids a build."""
    return any(found.severity is Severity.ERROR for found in diagnostics)


def message(found: Diagnostic, language: str) -> str:
    """Return what is wrong, in `language`."""
    catalogue = load_yaml(f"i18n/{language}.yml")
    words = {name: Word(word) for name, word in found.words.items()}
    for kind in ("wanted", "limited"):
        if kind in words:
            words[kind] = Word(catalogue[kind][words[kind]])
    if found.code is Code.YAML_SYNTAX:  # the parser speaks English
        words["problem"] = Word(catalogue.get("yaml", {}).get(words["problem"], words["problem"]))
    text: str = catalogue["diagnostics"][found.code]["message"]
    return text.format_map(words)


def hint(found: Diagnostic, language: str) -> str:
    """Return how to mend it, in `language`; empty where the code has no hint or its words are unknown."""
    text: str = load_yaml(f"i18n/{language}.yml")["diagnostics"][found.code].get("hint", "")
    try:
        return text.format_map(found.words)
    except KeyError:  # a hint such as "did you mean {suggestion}?" without a suggestion
        return ""
