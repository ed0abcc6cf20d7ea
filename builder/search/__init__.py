"""Makes the index that readers search: passages of pages -> the scripts a page loads, piece by piece."""

from builder.search.index import THEIRS, Passage, make_index

__all__ = ["THEIRS", "Passage", "make_index"]
