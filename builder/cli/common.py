"""What commands share: where they print, the options that most of them have, a sign of life."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console

from builder.configuration import ContentError, SettingsError
from builder.pipeline import Examined
from builder.settings import SETTINGS_FILE

CONTENT_HAS_ERRORS = 1
WRONG_USE = 2
_PATIENCE = 2.0  # seconds without a sign of life

OUT = Console(soft_wrap=True, highlight=False)
ERR = Console(soft_wrap=True, highlight=False, stderr=True)


class Root(click.ParamType[Path]):
    """A folder that holds a site."""

    name = "dir"

    def convert(self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return the folder, or say what is missing in it."""
        root = Path(value)
        if not (root / SETTINGS_FILE).is_file():
            self.fail(f"no {SETTINGS_FILE} in {root.resolve()}", param, ctx)
        return root.resolve()


root_option = click.option(
    "--root", type=Root(), default=".", help="Folder with mkdocs.yml and content/.  [default: .]"
)


def out_option(default: str | None) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return the option that names the folder to write; required where there is no `default`."""
    return click.option(
        "--out",
        type=click.Path(file_okay=False, path_type=Path),
        default=default,
        required=default is None,
        show_default=default is not None,
        help="Folder to write; what stands there is replaced once the new result is whole.",
    )


@contextmanager
def progress(words: str) -> Iterator[None]:
    """Show that something is under way, and for how long, once it has taken longer than two seconds."""
    if not ERR.is_terminal:
        yield
        return
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    bar = Progress(
        SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=ERR, transient=True
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


def sound(examined: Examined) -> Examined:
    """Return content that has no errors.

    Raises:
        ContentError: it has some.
    """
    if examined.has_errors:
        raise ContentError(examined)
    return examined


def texts(error: SettingsError) -> dict[str, bytes]:
    """Return the file that is wrong, to show the lines in question."""
    return {SETTINGS_FILE: error.text.encode()}
