"""Load: content files -> Library, with every problem and its place."""

from builder.load.assemble import Loaded, assemble
from builder.load.fields import read_settings
from builder.load.files import RawFile, is_asset, raw_file, read_files, symbolic_link
from builder.load.parse import Parsed

__all__ = [
    "Loaded",
    "Parsed",
    "RawFile",
    "assemble",
    "is_asset",
    "raw_file",
    "read_files",
    "read_settings",
    "symbolic_link",
]
