"""The command line: arguments, printing, exit status. What happens stands in `pipeline` and `publish`.

Each command is imported once it is asked for: none waits for what only others need.
"""

import io
import logging
import sys
from importlib import import_module

import click
from mkdocs.exceptions import Abort, ConfigurationError
from rich.logging import RichHandler
from rich.text import Text

from builder import __version__, report
from builder.cli.common import CONTENT_HAS_ERRORS, ERR, WRONG_USE, texts
from builder.configuration import ContentError, SettingsError
from builder.offline import NotPortableError
from builder.resources import load_yaml

# Where each command stands: a module beside this one, and its name there.
_COMMANDS = {
    "build": ("site", "build"),
    "bundle": ("site", "bundle"),
    "check": ("check", "check"),
    "diff": ("diff", "diff"),
    "explain": ("check", "explain"),
    "export": ("data", "export"),
    "import": ("imports", "import_"),
    "merge": ("site", "merge_command"),
    "new": ("new", "new"),
    "pages": ("data", "pages"),
    "schema": ("data", "schema"),
    "serve": ("site", "serve"),
}


class _Commands(click.Group):
    """A group that imports a command once it is asked for, as click's documentation has it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, name = _COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(f"{__name__}.{module}"), name)
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="puri")
@click.option("--verbose", is_flag=True, help="Say what MkDocs does.")
def puri(verbose: bool) -> None:
    """Turn reviewed glossary terms and article sections into a cross-linked learning site."""
    level = logging.INFO if verbose else logging.WARNING
    handler = RichHandler(console=ERR, show_time=False, show_path=False)
    logging.basicConfig(level=level, format="%(message)s", handlers=[handler], force=True)


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
        ERR.print(report.as_text(error.examined.diagnostics, language, around))
        ERR.print(Text(load_yaml(f"i18n/{language}.yml")["report"]["refused"]))
        status = CONTENT_HAS_ERRORS
    except SettingsError as error:
        ERR.print(report.as_text(error.diagnostics, error.language, report.Around(texts(error))))
        status = WRONG_USE
    except (Abort, ConfigurationError, click.ClickException) as error:
        error.show()
        status = WRONG_USE
    except NotPortableError as error:
        ERR.print(Text(report.printable(str(error))))
        status = CONTENT_HAS_ERRORS
    except click.exceptions.Exit as exit_:
        status = exit_.exit_code
    except (KeyboardInterrupt, click.Abort):
        status = 130
    except OSError as error:
        file = error.filename2 or error.filename  # of a copy that fails the place that is written
        words = f"{error.strerror}: {file}" if file else error.strerror or str(error)
        ERR.print(Text(report.printable(words)))
        status = WRONG_USE
    sys.exit(status)
