"""The preview: every build is made beside the site that is served, and takes its place if nothing fails."""

import shutil
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from click import ClickException
from mkdocs.plugins import get_plugin_logger

from builder import parallel, report
from builder.configuration import ContentError
from builder.parallel import begin
from builder.resources import load_yaml
from builder.search import THEIRS, Vocabulary
from builder.shards import Findable, write_index
from builder.workshop import workshop

_log = get_plugin_logger("puri")


class Preview:
    """The folder that MkDocs serves, and the build that follows an edit."""

    def __init__(self, served: Path, build: Callable[[], None]) -> None:
        """Take the folder `served` and MkDocs' way to `build`."""
        self._served, self._build = served, build
        self._draft: Path | None = None  # where the build that begins is to go
        self._index: Callable[[], None] | None = None  # what is still to be made for the site just built
        self._indexed: Callable[[], None] | None = None  # waits for that

    def take_draft(self) -> str | None:
        """Return the folder to build in, once for each build that follows an edit."""
        draft, self._draft = self._draft, None
        return str(draft) if draft else None

    def rebuild(self) -> None:
        """Build anew.

        MkDocs lets requests wait until this returns; after it has raised they would wait for the next time.
        """
        with workshop(self._served) as made:
            self._draft, self._index = made.new, None
            try:
                self._build()
                self._let_index_end()
            except ContentError as error:
                words = load_yaml(f"i18n/{error.examined.settings.language}.yml")["report"]
                _log.error(f"{error}\n{words['refused']}")
            except Exception as error:
                parallel.stop()  # or they would go on writing into the workshop
                is_known = isinstance(error, ClickException | OSError)
                _log.error(report.printable(str(error)), exc_info=not is_known)
            else:
                if not self._draft:
                    made.publish()
        if self._index:
            self._indexed = begin(self._index)

    def index_later(self, site: Path, findable: Findable, known: Vocabulary) -> None:
        """Give the build in `site` the index of the one before: no page is to wait for the new one.

        `findable` and `known` are what `write_index` makes the new one of, when the build is served.
        """
        for file in (self._served / THEIRS).parent.glob("*.js"):
            shutil.copyfile(file, (site / THEIRS).with_name(file.name))
        self._index = partial(self._index_anew, findable, known)

    def _index_anew(self, findable: Findable, known: Vocabulary) -> None:
        theirs = self._served / THEIRS
        with workshop(theirs.parent) as made:
            shutil.copyfile(theirs, made.new / theirs.name)
            write_index(made.new, findable, known)
            made.publish()

    def _let_index_end(self) -> None:
        """Wait for the index of the build before, which else could take the place of a newer one."""
        indexed, self._indexed = self._indexed, None
        if indexed:
            with suppress(EOFError, OSError):
                indexed()
