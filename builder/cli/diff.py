"""The command that tells what a change means for readers: diff."""

import sys
from datetime import date
from pathlib import Path

import click

from builder import changes, report
from builder.cli.common import progress, root_option
from builder.diagnostics import Word
from builder.git import GitError, Repository, Snapshot
from builder.pipeline import examine
from builder.resources import language, load_yaml
from builder.schema import PuriFields
from builder.settings import from_config


@click.command()
@root_option
@click.argument("base")
@click.argument("head", required=False)
@click.option(
    "--format", "form", type=click.Choice(list(changes.FORMATS)), default="markdown", show_default=True
)
def diff(root: Path, base: str, head: str | None, form: str) -> None:
    """Say what a change means for readers: from BASE to HEAD, revisions of git, or to the working tree."""
    try:
        with progress("git, load, check, link, compare"):
            repository = Repository.around(root)
            before = repository.snapshot(base)
            after = repository.snapshot(head) if head else repository.working_tree()
            new = _edition(after)
            found = changes.compare(_edition(before), new, date.today())
    except GitError as error:
        raise click.ClickException(_failure(error, root)) from None
    language = new.examined.settings.language
    sys.stdout.write(changes.FORMATS[form](found, language).rstrip("\n") + "\n")


def _edition(snapshot: Snapshot) -> changes.Edition:
    examined = examine(snapshot.files, snapshot.config, snapshot.config_text, snapshot.content)
    return changes.Edition(examined, snapshot.assets)


def _failure(error: GitError, root: Path) -> str:
    """Say what went wrong in the language of the site as it stands on the disk, where that can be told."""
    try:
        chosen = from_config(Repository(root, "").settings(), "", PuriFields()).language
    except GitError:
        chosen = language("")
    words = {name: Word(report.printable(word)) for name, word in error.words.items()}
    return str(load_yaml(f"i18n/changes.{chosen}.yml")["failures"][error.key].format_map(words))
