"""Makes the index that readers search: passages of pages -> the scripts a page loads, piece by piece."""

from builder.search.entry import Passage, read_page
from builder.search.index import THEIRS, make_index
from builder.search.words import Vocabulary

__all__ = ["THEIRS", "Passage", "Vocabulary", "make_index", "read_page"]
