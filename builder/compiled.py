"""Templates as Jinja has compiled them, kept for the next time: those of the theme take half a second.

They are code. So they stand in the user's own folder, as what Python compiles stands beside its modules.
"""

from contextlib import suppress
from pathlib import Path

from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket


class Compiled(FileSystemBytecodeCache):
    """The templates of environments that are alike, known by a `name`.

    They are kept in memory; in `folder` too, if there is one. Whatever goes wrong there, they are compiled.
    """

    def __init__(self, name: str, folder: Path | None) -> None:
        """Read nothing yet."""
        super().__init__(str(folder), f"{name}-%s")
        self._has_folder = folder is not None
        self._known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give `bucket` its code, if that is known."""
        if bucket.key in self._known:
            bucket.bytecode_from_string(self._known[bucket.key])
        elif self._has_folder:
            with suppress(OSError):
                super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of `bucket`."""
        self._known[bucket.key] = bucket.bytecode_to_string()
        if self._has_folder:
            with suppress(OSError):
                super().dump_bytecode(bucket)
