"""The fields of every content file (contract, section 2), validated by pydantic.

Custom error types are diagnostic codes, so that `builder.load.fields` can report each with its place.
"""

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import PydanticCustomError

from builder.diagnostics import WARNINGS
from builder.resources import load_yaml

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
SUMMARY_LIMIT = 120  # code points, contract section 2
LONGEST_TEXT = 10_000  # code points of any other text; far more than a title or an answer needs
MOST_ITEMS = 300  # of a list: aliases, sources, steps
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_PARTIAL_DATE = re.compile(r"\d{4}(?:-Q[1-4]|-(?:0[1-9]|1[0-2]))?", re.ASCII)
_URL = re.compile(r"https?://[^\s<>\"']+")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _day(value: object) -> object:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value) if _DAY.fullmatch(value) else _bad_date(value)
        except ValueError:
            return _bad_date(value)
    return value


def _bad_date(value: str) -> date:
    raise PydanticCustomError("bad-date", "bad date", {"value": value})


def _partial_date(value: str) -> str:
    if not _PARTIAL_DATE.fullmatch(value):
        _day(value)
    return value


def _codes(value: object) -> object:
    """Take the codes of a mapping code -> reason; the reasons are for people."""
    if isinstance(value, dict) and all(isinstance(reason, str | None) for reason in value.values()):
        return tuple(value)
    return value


def _range(value: tuple[int, ...]) -> tuple[int, ...]:
    if len(value) != 2 or not 0 <= value[0] <= value[1]:
        raise PydanticCustomError("bad-value", "no range", {"expected": "[low, high]"})
    return value


def _slug(value: str) -> str:
    if not SLUG.fullmatch(value):
        raise PydanticCustomError("bad-slug", "bad slug", {"name": value})
    return value


def _url(value: str) -> str:
    if not _URL.fullmatch(value):
        raise PydanticCustomError("bad-url", "bad address", {"value": value})
    return value


# As JSON Schema sees the YAML: there `aliases: [3]` holds a number, `published: 2024` too; here all is text.
_TEXT: JsonSchemaValue = {"type": ["string", "number", "boolean"], "pattern": r"\S"}
_A_YEAR: JsonSchemaValue = {"type": ["string", "integer"], "minimum": 1000, "maximum": 9999}
_WARNING: JsonSchemaValue = {"enum": sorted(WARNINGS)}
_ALLOW: JsonSchemaValue = {
    "anyOf": [
        {"type": "array", "items": _WARNING},
        {"type": "object", "propertyNames": _WARNING, "additionalProperties": {"type": ["string", "null"]}},
    ]
}
_RANGE: JsonSchemaValue = {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2}


def _pattern(*patterns: re.Pattern[str]) -> JsonSchemaValue:
    return {"pattern": f"^(?:{'|'.join(pattern.pattern for pattern in patterns)})$"}


Text = Annotated[
    str,
    AfterValidator(_one_line),
    StringConstraints(min_length=1, max_length=LONGEST_TEXT),
    WithJsonSchema(_TEXT | {"maxLength": LONGEST_TEXT}),
]
Texts = Annotated[tuple[Text, ...], Field(max_length=MOST_ITEMS)]
Summary = Annotated[
    str,
    AfterValidator(_one_line),
    StringConstraints(min_length=1, max_length=SUMMARY_LIMIT),
    WithJsonSchema(_TEXT | {"maxLength": SUMMARY_LIMIT}),
]
Day = Annotated[
    date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"} | _pattern(_DAY))
]
PartialDate = Annotated[
    str, AfterValidator(_partial_date), WithJsonSchema(_A_YEAR | _pattern(_PARTIAL_DATE, _DAY))
]
Slug = Annotated[str, AfterValidator(_slug), WithJsonSchema({"type": ["string", "integer"]} | _pattern(SLUG))]
Url = Annotated[str, AfterValidator(_url), WithJsonSchema({"type": "string"} | _pattern(_URL))]
Status = Literal["draft", "reviewed"]
# Lowest and highest, both allowed.
Range = Annotated[tuple[int, ...], AfterValidator(_range), WithJsonSchema(_RANGE)]
# Codes of warnings that are meant to be: a list of them, or a mapping from each to the reason.
Allow = Annotated[Texts, BeforeValidator(_codes), WithJsonSchema(_ALLOW)]


class Fields(BaseModel):
    """Base of all: frozen, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PageFields(Fields):
    """What every content file shares: the warnings about it that `puri check` does not give."""

    allow: Allow = ()


class Question(Fields):
    """One self-test question; `answer` counts from 1."""

    question: Text
    choices: Annotated[tuple[Text, ...], Field(min_length=2, max_length=MOST_ITEMS)]
    answer: Annotated[int, Field(json_schema_extra={"minimum": 1})]
    why: Text

    @field_validator("answer")
    @classmethod
    def _in_choices(cls, answer: int, info: ValidationInfo) -> int:
        choices = info.data.get("choices")
        if choices is not None and not 1 <= answer <= len(choices):
            raise PydanticCustomError(
                "bad-answer", "no such choice", {"value": answer, "count": len(choices)}
            )
        return answer


class Related(Fields):
    """Relations of a term: kind -> slugs."""

    broader: Texts = ()
    narrower: Texts = ()
    contrasts: Texts = ()
    requires: Texts = ()
    related: Texts = ()


class Reviewed(PageFields):
    """What terms and sections share: sources, the state of review, the quiz."""

    sources: Texts = ()
    status: Status = "draft"
    reviewed: Day | None = None
    quiz: Annotated[tuple[Question, ...], Field(max_length=MOST_ITEMS)] = ()


class TermFields(Reviewed):
    """Front matter of ``terms/<slug>.md``."""

    term: Text
    english: Text | None = None
    aliases: Texts = ()
    reading: Text | None = None
    summary: Summary
    category: Text
    related: Related = Related()
    unless_near: Texts = ()
    except_: Annotated[Texts, Field(alias="except")] = ()
    redirect_from: Annotated[tuple[Slug, ...], Field(max_length=MOST_ITEMS)] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every surface form: headword, English name, aliases; each once."""
        return tuple(dict.fromkeys((self.term, *([self.english] if self.english else []), *self.aliases)))

    @property
    def english_beside(self) -> str | None:
        """The English name, where it is not the headword itself."""
        return self.english if self.english != self.term else None


class Fact(Fields):
    """One checkable statement of a section."""

    text: Text
    value: Text | None = None
    asof: PartialDate
    source: Text
    kind: Literal["figure", "event", "forecast", "rumour", "quote"]
    note: Text | None = None


class SectionFields(Reviewed):
    """Front matter of ``articles/<article>/NN-<section>.md``."""

    title: Text
    summary: Text
    facts: Annotated[tuple[Fact, ...], Field(max_length=MOST_ITEMS)] = ()
    nolink: Texts = ()


class ArticleFields(PageFields):
    """Front matter of ``articles/<article>/index.md``."""

    title: Text
    summary: Text
    source: Text
    published: PartialDate | None = None


class IntroFields(PageFields):
    """Front matter of the optional introductions: home, about, the indexes of terms and of articles."""

    title: Text | None = None
    summary: Text | None = None


class SourceFields(Fields):
    """One entry of ``sources.yml``: only what is known."""

    title: Text
    publisher: Text | None = None
    author: Text | None = None
    published: PartialDate | None = None
    url: Url | None = None
    rights: Text | None = None
    accessed: PartialDate | None = None


class PathFields(PageFields):
    """``paths/<slug>.yml``: an ordered learning path over ``terms/...`` and ``articles/.../...``."""

    title: Text
    summary: Text
    steps: Annotated[tuple[Text, ...], Field(min_length=1, max_length=MOST_ITEMS)]


class Lengths(Fields):
    """How long bodies should be, in code points that a reader sees; what is left out is not checked."""

    terms: Range | None = None
    sections: Range | None = None


class PuriFields(Fields):
    """``extra.puri`` in mkdocs.yml.

    What `puri check` warns about depends on: `lengths` of bodies; `min_relations` of a term; `review_days`
    after which a review is out of date (None: never); the speech level `register` of Korean prose (None: that
    of most sentences); `allow`, the codes of warnings that are not given anywhere on this site.
    """

    name: Slug = "puri"
    categories: Texts = ()
    linking: Literal["heading", "page", "all", "none"] = "heading"
    lengths: Lengths = Lengths()
    min_relations: int = 1
    review_days: int | None = None
    register_: Annotated[Literal["hamnida", "haeyo", "handa"] | None, Field(alias="register")] = None
    allow: Allow = ()


def field_words(kind: type[Fields], key: str, language: str) -> str:
    """Return what the key `key` of `kind` is for, in `language`."""
    words = load_yaml(f"i18n/{language}.yml")["fields"]
    described: str = next(
        words[base.__name__][key] for base in kind.__mro__ if key in words.get(base.__name__, ())
    )
    return described
