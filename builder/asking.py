"""The questions of `puri new` at a terminal, and the same answers given as options."""

from collections.abc import Callable, Mapping
from itertools import islice
from typing import Any

import click

from builder.drafts import PLACE, SLUG_QUESTION, Answers, Desk, Kind, Question, WrongAnswerError, suggest_slug
from builder.report import printable

Given = Mapping[str, str | tuple[str, ...] | None]
_SHOWN = 20  # of what may be answered
_NOTHING = "-"  # typed to empty an answer that was given before


def option(question: Question) -> str:
    """Return the option that answers `question`: one answer an option, so in the singular."""
    singular = {"aliases": "alias", "sources": "source", "steps": "step"}
    return f"--{singular.get(question.key, question.key)}"


def name(question: Question) -> str:
    """Return what a user types to answer `question` on the command line."""
    return question.key.upper() if question.key in PLACE else option(question)


def take(desk: Desk, kind: Kind, given: Given) -> Answers:
    """Take the answers given as options and ask nothing; a slug may be made of a name.

    Raises:
        click.UsageError: answers are missing or wrong; says which options.
    """
    answers: dict[str, Any] = {}
    missing: list[str] = []
    for question in kind.questions:
        value = _as_tuple(given.get(question.key))
        if question is SLUG_QUESTION and not value:
            value = (suggest_slug(answers),)
        try:
            answers[question.key] = desk.accept(kind, question, value, answers)
        except WrongAnswerError as wrong:
            raise click.UsageError(printable(f"{name(question)}: {wrong}")) from None
        if question.required and answers[question.key] is None:
            missing.append(name(question))
    if missing:
        raise click.UsageError(desk.words["missing"].format(options=", ".join(missing)))
    return _answered(answers)


def ask(desk: Desk, kind: Kind, given: Given, before: Answers | None = None) -> Answers:
    """Ask for what `given` leaves open; a wrong answer is asked again.

    `before` are answers that turned out wrong together: all are asked again, and each is offered as it was.
    """
    answers: dict[str, Any] = {}
    for question in kind.questions:
        value = _as_tuple((given if before is None else before).get(question.key))
        if not value and not question.asked:
            continue
        if value and before is None:
            try:
                answers[question.key] = desk.accept(kind, question, value, answers)
                continue
            except WrongAnswerError as wrong:
                click.echo(printable(f"{name(question)}: {wrong}"), err=True)
                value = ()
        answers[question.key] = _prompt(desk, kind, question, value, answers)
    return _answered(answers)


def _prompt(desk: Desk, kind: Kind, question: Question, before: tuple[str, ...], answers: Answers) -> Any:
    choices = desk.choices(question)
    _introduce(desk, kind, question, choices)
    default = ", ".join(before) or (suggest_slug(answers) if question is SLUG_QUESTION else "")
    return click.prompt(
        question.key,
        default=default or (None if question.required else ""),
        show_default=bool(default),
        value_proc=_reader(desk, kind, question, choices, answers),
        err=True,
    )


def _introduce(desk: Desk, kind: Kind, question: Question, choices: Mapping[str, str]) -> None:
    lines = [desk.about(kind, question)]
    if question.many:
        lines.append(desk.words["several"])
    elif not question.required:
        lines.append(desk.words["optional"])
    if choices:
        lines.append(desk.words["choices"])
        lines += [f"  {i}. {key}  {what}".rstrip() for i, (key, what) in enumerate(_shown(choices), 1)]
        if len(choices) > _SHOWN:
            lines.append("  " + desk.words["others"].format(count=len(choices) - _SHOWN))
    click.echo(err=True)
    for line in lines:
        click.secho(printable(line), dim=True, err=True)


def _shown(choices: Mapping[str, str]) -> list[tuple[str, str]]:
    return list(islice(choices.items(), _SHOWN))


def _reader(
    desk: Desk, kind: Kind, question: Question, choices: Mapping[str, str], answers: Answers
) -> Callable[[str], Any]:
    """Return what makes an answer of a line: one thing, or several divided by commas; or their numbers."""
    numbers = {str(i): key for i, (key, _) in enumerate(_shown(choices), 1)}

    def read(line: str) -> Any:
        parts = [part.strip() for part in (line.split(",") if question.many else [line])]
        parts = [] if parts == [_NOTHING] else parts
        parts = [part if part in choices else numbers.get(part, part) for part in parts]
        try:
            value = desk.accept(kind, question, parts, answers)
        except WrongAnswerError as wrong:
            raise click.UsageError(printable(str(wrong))) from None
        if question.required and value is None:
            raise click.UsageError(desk.words["missing"].format(options=question.key))
        return value

    return read


def _as_tuple(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value or ()


def _answered(answers: Mapping[str, Any]) -> Answers:
    return {key: value for key, value in answers.items() if value is not None}
