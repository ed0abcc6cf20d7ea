"""Load: content files -> Library, with every problem and its place."""

from builder.load.assemble import assemble
from builder.load.fields import read_settings
from builder.load.files import RawFile, is_asset, raw_file, read_files, symbolic_link

__all__ = ["RawFile", "assemble", "is_asset", "raw_file", "read_files", "read_settings", "symbolic_link"]
