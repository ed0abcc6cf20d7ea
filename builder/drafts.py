"""What `puri new` asks, and the draft that it makes of the answers. Pure: `asking` asks, `publish` writes."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from builder.diagnostics import Code, Diagnostic, Place, Severity, Word, hint, message
from builder.load import RawFile
from builder.load.fields import validate
from builder.model import Document, Library
from builder.pipeline import Examined
from builder.resources import TEMPLATES, load_yaml
from builder.schema import (
    SLUG,
    ArticleFields,
    Fields,
    PathFields,
    Related,
    SectionFields,
    TermFields,
    field_words,
)
from builder.suggest import suggest
from builder.unseen import UNSEEN, code_point

Answers = Mapping[str, str | tuple[str, ...]]
Choices = Callable[[Library, Sequence[str]], Mapping[str, str]]  # what may be answered -> what that is

_SLUG_LENGTH = 60  # of one that is suggested; any may be given
# Names that Windows keeps for devices, whatever ending follows; index is an introduction everywhere.
_RESERVED = re.compile(r"index|con|prn|aux|nul|(?:com|lpt)[0-9]")
_NUMBERED = re.compile(r"(\d{2,})-(.*)")


class WrongAnswerError(Exception):
    """An answer that cannot stand in the content; the words say why, in the site's language."""


def _sources(library: Library, categories: Sequence[str]) -> Mapping[str, str]:
    return {id_: source.fields.title for id_, source in library.sources.items()}


def _categories(library: Library, categories: Sequence[str]) -> Mapping[str, str]:
    return dict.fromkeys(categories, "")


def _articles(library: Library, categories: Sequence[str]) -> Mapping[str, str]:
    return {slug: article.title for slug, article in library.articles.items()}


def _terms(library: Library, categories: Sequence[str]) -> Mapping[str, str]:
    return {slug: term.title for slug, term in library.terms.items()}


def _pages(library: Library, categories: Sequence[str]) -> Mapping[str, str]:
    terms = {term.path.removesuffix(".md"): term.title for term in library.terms.values()}
    return terms | {section.step: section.title for section in library.sections}


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to know of a new file: the `key` it stands under, or part of its place (slug, article)."""

    key: str
    required: bool = False
    many: bool = False
    asked: bool = True  # at a prompt too, not only by its option
    choices: Choices | None = None
    chosen_in: str = ""  # the file that lists the choices
    free: bool = False  # any answer will do where there is nothing to choose from
    under: str = ""  # the key that holds `key`


PLACE = ("article", "slug")  # questions about where the file stands, not about what is in it
SLUG_QUESTION = Question("slug", required=True)
_TITLE, _SUMMARY = Question("title", required=True), Question("summary", required=True)
_SOURCES = Question("sources", many=True, choices=_sources, chosen_in="sources.yml")
_RELATIONS = tuple(
    Question(kind, many=True, asked=False, choices=_terms, chosen_in="terms/", under="related")
    for kind in Related.model_fields
)


@dataclass(frozen=True)
class Kind:
    """A kind of content file: what its keys are, where it stands, and what is asked, in this order."""

    fields: type[Fields]
    file: str
    questions: tuple[Question, ...]
    fixed: Mapping[str, str]  # what a draft says by itself
    later: tuple[str, ...] = ()  # keys that are in the draft, answered or not, each with what it is for

    def model_of(self, question: Question) -> type[Fields]:
        """Return the model that has the key of `question`."""
        return Related if question.under else self.fields


KINDS: Mapping[str, Kind] = {
    "term": Kind(
        TermFields,
        "terms/{slug}.md",
        (
            Question("term", required=True),
            Question("english"),
            SLUG_QUESTION,
            Question("reading"),
            Question("aliases", many=True),
            _SUMMARY,
            Question("category", required=True, choices=_categories, free=True),
            *_RELATIONS,
            _SOURCES,
        ),
        {"status": "draft"},
        (
            "english",
            "aliases",
            "reading",
            "related",
            "sources",
            "status",
            "reviewed",
            "unless_near",
            "except",
            "quiz",
        ),
    ),
    "article": Kind(
        ArticleFields,
        "articles/{slug}/index.md",
        (
            _TITLE,
            SLUG_QUESTION,
            _SUMMARY,
            Question("source", required=True, choices=_sources, chosen_in="sources.yml"),
            Question("published"),
        ),
        {},
        ("published",),
    ),
    "section": Kind(
        SectionFields,
        "articles/{article}/{number:02}-{slug}.md",
        (
            Question("article", required=True, choices=_articles, chosen_in="articles/"),
            _TITLE,
            SLUG_QUESTION,
            _SUMMARY,
            _SOURCES,
        ),
        {"status": "draft"},
        ("sources", "status", "reviewed", "facts", "nolink", "quiz"),
    ),
    "path": Kind(
        PathFields,
        "paths/{slug}.yml",
        (
            _TITLE,
            SLUG_QUESTION,
            _SUMMARY,
            Question("steps", required=True, many=True, choices=_pages, chosen_in="terms/"),
        ),
        {},
    ),
}


def is_reserved(slug: str) -> bool:
    """Whether `slug` is a name that some computers or the site itself keep for something else."""
    return _RESERVED.fullmatch(slug) is not None


def suggest_slug(answers: Answers) -> str:
    """Return a slug made of the English name, or of a headword or title in Latin letters; maybe empty."""
    names = [str(answers.get(key) or "") for key in ("term", "english", "title")]
    name = next((each for each in names if each.isascii() and each), "")
    slug = "-".join(re.findall("[a-z0-9]+", name.lower()))
    if len(slug) > _SLUG_LENGTH:
        slug = slug[: _SLUG_LENGTH + 1].rpartition("-")[0] or slug[:_SLUG_LENGTH]
    return slug


@dataclass(frozen=True)
class Desk:
    """Where a draft is made: the site as it is, with the files of its content folder."""

    examined: Examined
    files: tuple[RawFile, ...]

    @property
    def language(self) -> str:
        """The site's language."""
        return self.examined.settings.language

    @property
    def words(self) -> Mapping[str, str]:
        """What `puri new` says, in the site's language."""
        words: Mapping[str, str] = load_yaml(f"i18n/{self.language}.yml")["new"]
        return words

    def about(self, kind: Kind, question: Question) -> str:
        """Return what the question is for."""
        if question.key in PLACE:
            return self.words[question.key]
        return field_words(kind.model_of(question), question.key, self.language)

    def choices(self, question: Question) -> Mapping[str, str]:
        """Return what may be answered; empty where that is free."""
        if question.choices is None:
            return {}
        return question.choices(self.examined.library, self.examined.settings.categories)

    def accept(self, kind: Kind, question: Question, given: Iterable[str], answers: Answers) -> Any:
        """Return `given` as it will stand in the draft, after `answers`; None for no answer.

        Raises:
            WrongAnswerError: it cannot stand there.
        """
        values = tuple(filter(None, (_clean(each, self.language) for each in given)))
        if not values:
            return None
        for value in values:
            self._check(kind, question, value, answers)
        return values if question.many else values[0]

    def _check(self, kind: Kind, question: Question, value: str, answers: Answers) -> None:
        choices = self.choices(question)
        if question.choices and value not in choices and not (question.free and not choices):
            raise WrongAnswerError(self._unknown(question, value, choices))
        if question is SLUG_QUESTION:
            self._check_slug(kind, value, answers)
        elif question.key not in PLACE and not question.under:
            data = {question.key: [value] if question.many else value}
            _, found = validate(kind.fields, data, Document("", ""))
            wrong = [each for each in found if each.code is not Code.MISSING_FIELD]
            if wrong:
                raise WrongAnswerError(_said(wrong[0], self.language))

    def _unknown(self, question: Question, value: str, choices: Mapping[str, str]) -> str:
        if not choices:
            file = f"{self.examined.settings.content}/{question.chosen_in}"
            return self.words["none_to_choose"].format(file=file)
        near = suggest(value, choices)
        said = self.words["unknown"].format(name=Word(value))
        return f"{said} {self.words['suggestion'].format(**near)}" if near else said

    def _check_slug(self, kind: Kind, slug: str, answers: Answers) -> None:
        if not SLUG.fullmatch(slug):
            raise WrongAnswerError(_said(Diagnostic(Place(""), Code.BAD_SLUG, {"name": slug}), self.language))
        if is_reserved(slug):
            raise WrongAnswerError(self.words["reserved"].format(name=Word(slug)))
        taken = dict(self.taken(kind, str(answers.get("article", ""))))
        if slug in taken:
            raise WrongAnswerError(self.words["taken"].format(name=Word(slug), other=taken[slug]))

    def taken(self, kind: Kind, article: str = "") -> Iterator[tuple[str, str]]:
        """Yield the slugs in use where a new file of `kind` would stand, without regard to case."""
        if kind.fields is TermFields:  # an address that has been a term's leads there for ever
            for term in self.examined.library.terms.values():
                yield from ((old, term.document.file) for old in term.fields.redirect_from)
        folder = PurePosixPath(kind.file.format(article=article, slug="-", number=0)).parent
        for file, path in self._paths():
            if kind.fields is ArticleFields:
                if path.parts[0] == "articles" and len(path.parts) > 1:
                    yield path.parts[1].casefold(), file
            elif path.parent == folder:
                numbered = _NUMBERED.fullmatch(path.stem) if kind.fields is SectionFields else None
                yield (numbered[2] if numbered else path.stem).casefold(), file

    def _paths(self) -> Iterator[tuple[str, PurePosixPath]]:
        content = self.examined.settings.content
        yield from ((raw.file, PurePosixPath(raw.file).relative_to(content)) for raw in self.files)

    def _next_number(self, article: str) -> int:
        stems = (path.stem for _, path in self._paths() if path.parent == PurePosixPath("articles", article))
        return max((int(found[1]) for found in map(_NUMBERED.match, stems) if found), default=0) + 1

    def imported(self, place: str) -> str:
        """Return the note that says where an imported draft comes from."""
        return _clean(self.words["imported"].format(place=place), self.language)

    def draft(
        self, kind: Kind, answers: Answers, *, number: int = 0, note: str = "", body: str = ""
    ) -> RawFile:
        """Return the file that `answers` make, with a `note` for editors; `number` is a section's."""
        article = str(answers.get("article", ""))
        number = number or (self._next_number(article) if article else 0)
        place = kind.file.format(slug=answers["slug"], article=article, number=number)
        given: dict[str, Any] = {}
        for question in kind.questions:
            if question.key in answers and question.key not in PLACE:
                holder = given.setdefault(question.under, {}) if question.under else given
                holder[question.key] = answers[question.key]
        text = (
            _environment()
            .get_template("new.yml")
            .render(
                is_page=place.endswith(".md"),
                note=note,
                body=body,
                given={key: _emit(value) for key, value in given.items()},
                later=[
                    (key, field_words(kind.fields, key, self.language), kind.fixed.get(key, ""))
                    for key in kind.later
                    if key not in given
                ],
                words=self.words,
            )
        )
        return RawFile(f"{self.examined.settings.content}/{place}", text.encode())


def refusals(before: Examined, after: Examined) -> tuple[str, ...]:
    """Return what is wrong with the content `after` a draft came to it that was not wrong `before`."""
    language = after.settings.language
    wrong = (each for each in after.diagnostics if each.severity is Severity.ERROR)
    return tuple(_said(each, language) for each in wrong if each not in before.diagnostics)


def _said(found: Diagnostic, language: str) -> str:
    return " ".join(filter(None, (message(found, language), hint(found, language))))


def _clean(text: str, language: str) -> str:
    """Return `text` on one line, in normal form C."""
    line = unicodedata.normalize("NFC", " ".join(text.split()))
    if unseen := UNSEEN.search(line):
        words = {"character": code_point(unseen[0])}
        raise WrongAnswerError(_said(Diagnostic(Place(""), Code.CONTROL_CHARACTER, words), language))
    if any(unicodedata.category(char) == "Cs" for char in line):  # bytes of a command line, not UTF-8
        raise WrongAnswerError(message(Diagnostic(Place(""), Code.ENCODING), language))
    return line


def _emit(value: object) -> str:
    """Return `value` as YAML on one line, quoted where it must be."""
    text: str = yaml.dump(
        value, Dumper=_Plain, allow_unicode=True, default_flow_style=True, width=float("inf"), sort_keys=False
    )
    return text.removesuffix("...\n").rstrip("\n")


class _Plain(yaml.SafeDumper):
    """Writes tuples as the lists that they are in the content."""


_Plain.add_representer(tuple, yaml.SafeDumper.represent_list)


@cache
def _environment() -> Environment:
    return Environment(  # noqa: S701 - what is made is YAML, and every value in it comes from `_emit`
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
