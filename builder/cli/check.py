"""The commands that tell about the content: check, explain."""

import os
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from builder import explanation, reference, report
from builder.cli.common import CONTENT_HAS_ERRORS, OUT, WRONG_USE, progress, root_option, texts
from builder.configuration import SettingsError, configure, examine_config
from builder.diagnostics import Diagnostic, Word
from builder.pipeline import explain_file, review
from builder.resources import load_yaml


@click.command()
@root_option
@click.option("--format", "form", type=click.Choice(list(report.FORMATS)), default="text", show_default=True)
@click.option("--strict", is_flag=True, help="Let warnings fail too.")
def check(root: Path, form: str, strict: bool) -> None:
    """Report every problem of the content; build nothing."""
    try:
        config = configure(root)
    except SettingsError as error:
        _print_report(form, root, error.diagnostics, error.language, report.Around(texts(error)))
        sys.exit(WRONG_USE)
    with progress("load, check, link, review"):
        examined = review(examine_config(config), date.today())
    around = report.Around(examined.texts, _reference(root, config.repo_url))
    _print_report(form, root, examined.diagnostics, examined.settings.language, around)
    if examined.has_errors or (strict and examined.diagnostics):
        sys.exit(CONTENT_HAS_ERRORS)


def _print_report(
    form: str, root: Path, found: tuple[Diagnostic, ...], language: str, around: report.Around
) -> None:
    if form in report.FROM_CHECKOUT:
        found = _from_checkout(root, found)
    OUT.print(report.FORMATS[form](found, language, around))


def _reference(root: Path, repository: str | None) -> str:
    """Return the address of the reference of codes, where the site's own repository holds it."""
    has_it = (root / reference.FOLDER).is_dir()
    return (
        f"{repository.rstrip('/')}/blob/HEAD/{reference.FOLDER.as_posix()}" if repository and has_it else ""
    )


def _from_checkout(root: Path, found: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """Name files as a checkout of the repository does, whose top folder may lie above the site's."""
    checkout = Path(os.environ.get("GITHUB_WORKSPACE") or ".").resolve()
    if checkout not in root.parents:
        return found
    folder = root.relative_to(checkout).as_posix()
    return tuple(
        replace(each, place=replace(each.place, file=f"{folder}/{each.place.file}")) for each in found
    )


@click.command()
@root_option
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(list(explanation.FORMATS)), default="text", show_default=True
)
def explain(root: Path, file: Path, form: str) -> None:
    """Say of each mention in a content FILE why it is linked or not."""
    examined = examine_config(configure(root))
    language = examined.settings.language
    path = os.path.relpath(file.resolve(), root).replace(os.sep, "/")
    explained = explain_file(examined, path)
    if explained is None:
        words = load_yaml(f"i18n/{language}.yml")["explain"]["no_page"]
        raise click.UsageError(words.format(file=Word(path)))
    OUT.print(explanation.FORMATS[form](*explained, language))
