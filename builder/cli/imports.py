"""The command that makes drafts of what there is: import."""

from collections import Counter
from datetime import date
from pathlib import Path

import click
from rich.text import Text

from builder import imports, report
from builder.cli.common import ERR, OUT, progress, root_option
from builder.configuration import configure, content_files, examine_config
from builder.diagnostics import Word
from builder.drafts import KINDS, Desk, WrongAnswerError
from builder.pipeline import Examined, review
from builder.publish import write_new
from builder.resources import load_yaml


@click.command("import")
@root_option
@click.argument("source_file", metavar="FILE", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(imports.FORMATS), help="What FILE is; by default it is told."
)
@click.option("--source", default="", help="Id in sources.yml of what all of it was taken from.")
@click.option("--category", default="", help="Category of the terms that have none of this site.")
@click.option("--article", default="", help="Slug of the article that a text becomes.")
@click.option("--dry-run", is_flag=True, help="Write nothing; say what would be written.")
def import_(
    root: Path, source_file: Path, form: str | None, source: str, category: str, article: str, dry_run: bool
) -> None:
    """Make drafts of what is there already: a table, JSON, a Sphinx glossary, a text, a folder of pages."""
    config = configure(root)
    files = content_files(config)
    desk = Desk(examine_config(config, files), files)
    for kind, key, value in (
        ("term", "category", category),
        ("term", "sources", source),
        ("article", "slug", article),
    ):
        question = next(each for each in KINDS[kind].questions if each.key == key)
        try:
            desk.accept(KINDS[kind], question, (value,), {})
        except WrongAnswerError as wrong:
            raise click.UsageError(report.printable(str(wrong))) from None
    words = load_yaml(f"i18n/{desk.language}.yml")["import"]
    try:
        with progress("read, load, check"):
            found = imports.gather(source_file.name, _files_of(source_file), form)
            wishes = imports.Wishes(source, category, article)
            settled = imports.fit(
                found, desk, wishes, lambda drafts: examine_config(config, (*files, *drafts))
            )
    except imports.UnreadableError as wrong:
        said = words[wrong.key].format_map({name: Word(str(word)) for name, word in wrong.words.items()})
        raise click.UsageError(report.printable(said)) from None
    for draft in () if dry_run else settled.files:
        try:
            write_new(root / draft.file, draft.data)
        except FileExistsError:
            settled.leave("exists", file=draft.file)
            del settled.drafts[draft.file]
    after = examine_config(config, (*files, *settled.files))
    _say_what_was_imported(desk, settled, review(after, date.today()), dry_run=dry_run)


def _files_of(source: Path) -> dict[str, bytes]:
    """Read a file, or the Markdown files of a folder, by their paths in it."""
    paths = sorted(source.rglob("*.md")) if source.is_dir() else [source]
    folder = source if source.is_dir() else source.parent
    large = next((path for path in paths if path.stat().st_size > imports.LARGEST), None)
    if large:
        raise imports.UnreadableError("large", file=large.name, limit=imports.LARGEST // 1_000_000)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths if path.is_file()}


def _say_what_was_imported(desk: Desk, settled: imports.Settled, after: Examined, *, dry_run: bool) -> None:
    words = load_yaml(f"i18n/{desk.language}.yml")["import"]
    for file in settled.drafts:
        OUT.print(Text(file))
    for key, given in settled.left_out:
        ERR.print(
            Text(report.printable(words[key].format_map({name: Word(word) for name, word in given.items()})))
        )
    ERR.print(Text(words["would_write" if dry_run else "written"].format(count=len(settled.drafts))))
    codes = Counter(str(each.code) for each in after.diagnostics if each.place.file in settled.drafts)
    if codes:
        counts = ", ".join(f"{code} {count}" for code, count in sorted(codes.items()))
        ERR.print(Text(words["warnings"].format(counts=counts)))
