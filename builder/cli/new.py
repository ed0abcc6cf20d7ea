"""The commands that write a draft each: new."""

import os
import sys
from datetime import date
from pathlib import Path

import click
from rich.text import Text

from builder import report
from builder.asking import Given, ask, option, take
from builder.cli.common import ERR, OUT, root_option
from builder.configuration import configure, content_files, examine_config
from builder.drafts import KINDS, PLACE, Desk, Kind, refusals
from builder.pipeline import Examined, review
from builder.publish import write_new
from builder.schema import field_words


@click.group()
def new() -> None:
    """Write a draft to fill in: ask what is needed, or take it from the options."""


def _draft(kind: Kind, root: Path, *, yes: bool, given: Given) -> None:
    config = configure(root)
    files = content_files(config)
    desk = Desk(examine_config(config, files), files)
    at_terminal = _someone_answers() and not yes
    answers = (ask if at_terminal else take)(desk, kind, given)
    draft = desk.draft(kind, answers)
    after = examine_config(config, (*files, draft))
    while wrong := refusals(desk.examined, after):
        if not at_terminal:
            raise click.UsageError(report.printable("\n".join(wrong)))
        for words in (*wrong, desk.words["again"]):
            click.echo(report.printable(words), err=True)
        answers = ask(desk, kind, given, answers)
        draft = desk.draft(kind, answers)
        after = examine_config(config, (*files, draft))
    try:
        write_new(root / draft.file, draft.data)
    except FileExistsError:
        raise click.UsageError(desk.words["exists"].format(file=draft.file)) from None
    OUT.print(Text(os.path.relpath(root / draft.file)))
    _say_what_is_left(desk, review(after, date.today()), draft.file)


def _someone_answers() -> bool:
    return sys.stdin.isatty()


def _say_what_is_left(desk: Desk, examined: Examined, file: str) -> None:
    left = [each for each in examined.diagnostics if each.place.file == file]
    ERR.print(Text(desk.words["to_do" if left else "ready"]))
    for each in left:
        ERR.print(report.as_line(each, desk.language))


def _new_command(name: str, kind: Kind) -> click.Command:
    """Make `puri new NAME`, with an option for each question but those that make the place."""

    def command(root: Path, yes: bool, **given: str | tuple[str, ...] | None) -> None:
        _draft(kind, root, yes=yes, given=given)

    for question in reversed(kind.questions):
        if question.key in PLACE:
            command = click.argument(question.key, required=False)(command)
        else:
            words = field_words(kind.model_of(question), question.key, "en")
            command = click.option(option(question), question.key, multiple=question.many, help=words)(
                command
            )
    command = click.option("--yes", is_flag=True, help="Ask nothing, even at a terminal.")(command)
    return new.command(name, help=f"Write the draft of a new {name}.")(root_option(command))


for _name, _kind in KINDS.items():
    _new_command(_name, _kind)
