"""The command line: arguments, printing, exit status. What happens stands in `pipeline` and `publish`."""

import io
import logging
import os
import re
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import click
from mkdocs.exceptions import Abort, ConfigurationError
from rich.console import Console
from rich.logging import RichHandler
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.text import Text

from builder import __version__, changes, explanation, imports, reference, report
from builder.asking import Given, ask, option, take
from builder.configuration import (
    ContentError,
    SettingsError,
    configure,
    content_files,
    examine_config,
)
from builder.diagnostics import Diagnostic, Word
from builder.drafts import KINDS, PLACE, Desk, Kind, WrongAnswerError, refusals
from builder.engines import ENGINES
from builder.export import FORMATS
from builder.git import GitError, Repository, Snapshot
from builder.offline import NotPortableError
from builder.pipeline import (
    Examined,
    examine,
    explain_file,
    for_engine,
    make_export,
    make_site,
    review,
)
from builder.publish import (
    build_bundle,
    build_site,
    merge_shards,
    write_file,
    write_files,
    write_new,
    write_pages,
    write_project,
)
from builder.resources import language, load_yaml
from builder.schema import PuriFields, field_words
from builder.schemas import schema_files
from builder.settings import SETTINGS_FILE, from_config
from builder.shards import WHOLE, PartsError, Shard

CONTENT_HAS_ERRORS = 1
WRONG_USE = 2
_SHARD = re.compile(r"[0-9]{1,6}/[0-9]{1,6}")
_PATIENCE = 2.0  # seconds without a sign of life

_out = Console(soft_wrap=True, highlight=False)
_err = Console(soft_wrap=True, highlight=False, stderr=True)


class Root(click.ParamType[Path]):
    """A folder that holds a site."""

    name = "dir"

    def convert(self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return the folder, or say what is missing in it."""
        root = Path(value)
        if not (root / SETTINGS_FILE).is_file():
            self.fail(f"no {SETTINGS_FILE} in {root.resolve()}", param, ctx)
        return root.resolve()


@contextmanager
def _progress(words: str) -> Iterator[None]:
    """Show that something is under way, and for how long, once it has taken longer than two seconds."""
    if not _err.is_terminal:
        yield
        return
    bar = Progress(
        SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=_err, transient=True
    )
    bar.add_task(words)
    timer = threading.Timer(_PATIENCE, bar.start)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        bar.stop()


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="puri")
@click.option("--verbose", is_flag=True, help="Say what MkDocs does.")
def puri(verbose: bool) -> None:
    """Turn reviewed glossary terms and article sections into a cross-linked learning site."""
    level = logging.INFO if verbose else logging.WARNING
    handler = RichHandler(console=_err, show_time=False, show_path=False)
    logging.basicConfig(level=level, format="%(message)s", handlers=[handler], force=True)


_root = click.option(
    "--root", type=Root(), default=".", help="Folder with mkdocs.yml and content/.  [default: .]"
)


def _out_option(default: str | None) -> Callable[[Callable[..., None]], Callable[..., None]]:
    return click.option(
        "--out",
        type=click.Path(file_okay=False, path_type=Path),
        default=default,
        required=default is None,
        show_default=default is not None,
        help="Folder to write; what stands there is replaced once the new result is whole.",
    )


class ShardType(click.ParamType[Shard]):
    """A part of a site, as in 2/5."""

    name = "k/n"

    def convert(self, value: str | Shard, param: click.Parameter | None, ctx: click.Context | None) -> Shard:
        """Return the shard, or say what one looks like."""
        if isinstance(value, Shard):
            return value
        number, _, count = value.partition("/")
        if not (_SHARD.fullmatch(value) and 1 <= int(number) <= int(count)):
            self.fail(f"{value!r} is no part of a site; the second of five is 2/5", param, ctx)
        return Shard(int(number), int(count))


@puri.command()
@_root
@_out_option("site")
@click.option("--shard", type=ShardType(), help="Build only this part of the pages, such as 2/5.")
def build(root: Path, out: Path, shard: Shard | None) -> None:
    """Check the content, then build the website."""
    with _progress("mkdocs build"):
        build_site(root, root / out, shard or WHOLE)
    _out.print(Text(os.path.relpath(root / out / ("index.html" if not shard else ""))))


@puri.command("merge")
@click.argument(
    "parts", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@_out_option("site")
def merge_command(parts: tuple[Path, ...], out: Path) -> None:
    """Put PARTS together, the folders that `puri build --shard` made of one site."""
    try:
        with _progress("merge"):
            merge_shards(parts, out)
    except PartsError as error:
        raise click.UsageError(report.printable(str(error))) from None
    _out.print(Text(os.path.relpath(out / "index.html")))


@puri.command()
@_root
@_out_option("dist")
def bundle(root: Path, out: Path) -> None:
    """Build the offline edition: one zip that opens without a network."""
    with _progress("mkdocs build, zip"):
        archive = build_bundle(root, root / out)
    _out.print(Text(f"{os.path.relpath(archive)} ({archive.stat().st_size / 1_000_000:.1f} MB)"))


@puri.command()
@_root
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
def serve(root: Path, port: int) -> None:
    """Show the site in a browser and follow every edit."""
    from mkdocs.commands import serve as server  # only now: it brings what other commands do without

    logging.getLogger("mkdocs").setLevel(logging.INFO)
    os.chdir(root)
    server.serve(str(root / SETTINGS_FILE), dev_addr=f"127.0.0.1:{port}")


@puri.command()
@_root
@click.option("--format", "form", type=click.Choice(list(report.FORMATS)), default="text", show_default=True)
@click.option("--strict", is_flag=True, help="Let warnings fail too.")
def check(root: Path, form: str, strict: bool) -> None:
    """Report every problem of the content; build nothing."""
    try:
        config = configure(root)
    except SettingsError as error:
        _print_report(form, root, error.diagnostics, error.language, report.Around(_texts(error)))
        sys.exit(WRONG_USE)
    with _progress("load, check, link, review"):
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
    _out.print(report.FORMATS[form](found, language, around))


def _texts(error: SettingsError) -> dict[str, bytes]:
    return {SETTINGS_FILE: error.text.encode()}


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


@puri.command()
@_root
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
    _out.print(explanation.FORMATS[form](*explained, language))


@puri.command()
@_root
@click.argument("base")
@click.argument("head", required=False)
@click.option(
    "--format", "form", type=click.Choice(list(changes.FORMATS)), default="markdown", show_default=True
)
def diff(root: Path, base: str, head: str | None, form: str) -> None:
    """Say what a change means for readers: from BASE to HEAD, revisions of git, or to the working tree."""
    try:
        with _progress("git, load, check, link, compare"):
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


@puri.command()
@_root
@_out_option(None)
@click.option("--engine", type=click.Choice(list(ENGINES)), help="Write a whole project for this engine.")
def pages(root: Path, out: Path, engine: str | None) -> None:
    """Write only the linked Markdown pages and the assets, for any other engine."""
    config = configure(root)
    with _progress("load, check, link, render, write"):
        examined = _sound(examine_config(config))
        if engine is None:
            write_pages(make_site(examined), root, Path(config.docs_dir), root / out)
        else:
            site = make_site(for_engine(examined, links_name_files=ENGINES[engine].links_name_files))
            write_project(site, root, config, ENGINES[engine], root / out)


@puri.command()
@_root
@click.argument("form", metavar=f"{{{','.join(FORMATS)}}}", type=click.Choice(list(FORMATS)))
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write; what stands there is replaced.",
)
def export(root: Path, form: str, out: Path) -> None:
    """Write the glossary as data."""
    config = configure(root)
    with _progress("load, check, link, export"):
        data = make_export(_sound(examine_config(config)), form)
        write_file(root / out, data, root, Path(config.docs_dir))


@puri.command()
@_root
@_out_option(None)
def schema(root: Path, out: Path) -> None:
    """Write JSON Schemas of all front matter and YAML files, for code editors."""
    config = configure(root)
    files = schema_files(examine_config(config, ()).settings)
    write_files(files, root, Path(config.docs_dir), root / out)


@puri.group()
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
    _out.print(Text(os.path.relpath(root / draft.file)))
    _say_what_is_left(desk, review(after, date.today()), draft.file)


def _someone_answers() -> bool:
    return sys.stdin.isatty()


def _say_what_is_left(desk: Desk, examined: Examined, file: str) -> None:
    left = [each for each in examined.diagnostics if each.place.file == file]
    _err.print(Text(desk.words["to_do" if left else "ready"]))
    for each in left:
        _err.print(report.as_line(each, desk.language))


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
    return new.command(name, help=f"Write the draft of a new {name}.")(_root(command))


for _name, _kind in KINDS.items():
    _new_command(_name, _kind)


@puri.command("import")
@_root
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
        with _progress("read, load, check"):
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
        _out.print(Text(file))
    for key, given in settled.left_out:
        _err.print(
            Text(report.printable(words[key].format_map({name: Word(word) for name, word in given.items()})))
        )
    _err.print(Text(words["would_write" if dry_run else "written"].format(count=len(settled.drafts))))
    codes = Counter(str(each.code) for each in after.diagnostics if each.place.file in settled.drafts)
    if codes:
        counts = ", ".join(f"{code} {count}" for code, count in sorted(codes.items()))
        _err.print(Text(words["warnings"].format(counts=counts)))


def _sound(examined: Examined) -> Examined:
    if examined.has_errors:
        raise ContentError(examined)
    return examined


def main() -> None:
    """Run the command line; what a user can cause ends in a message, never in a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a pipe or file is UTF-8 everywhere; nothing is unprintable
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")
    try:
        status = puri.main(standalone_mode=False, prog_name="puri")
    except ContentError as error:
        language = error.examined.settings.language
        around = report.Around(error.examined.texts)
        _err.print(report.as_text(error.examined.diagnostics, language, around))
        _err.print(Text(load_yaml(f"i18n/{language}.yml")["report"]["refused"]))
        status = CONTENT_HAS_ERRORS
    except SettingsError as error:
        _err.print(report.as_text(error.diagnostics, error.language, report.Around(_texts(error))))
        status = WRONG_USE
    except (Abort, ConfigurationError, click.ClickException) as error:
        error.show()
        status = WRONG_USE
    except NotPortableError as error:
        _err.print(Text(report.printable(str(error))))
        status = CONTENT_HAS_ERRORS
    except click.exceptions.Exit as exit_:
        status = exit_.exit_code
    except (KeyboardInterrupt, click.Abort):
        status = 130
    except OSError as error:
        file = error.filename2 or error.filename  # of a copy that fails the place that is written
        words = f"{error.strerror}: {file}" if file else error.strerror or str(error)
        _err.print(Text(report.printable(words)))
        status = WRONG_USE
    sys.exit(status)
