"""Makes the index that readers search: passages of pages -> the scripts a page loads, piece by piece."""

from builder.search.entry import Passage, read_page
from builder.search.index import THEIRS, make_index

__all__ = ["THEIRS", "Passage", "make_index", "read_page"]
