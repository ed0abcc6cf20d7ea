"""A long list of words in which few are ever looked up."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

_STRETCH = 2_048  # bytes that are searched at once


class WordList(NamedTuple):
    """Hundreds of thousands of lines as one piece of UTF-8, sorted: a word, a tab, what is known of it.

    A line is looked for in the stretch of them that it belongs to. To take all of them apart, and to make a
    table of them even more, would take longer than all that a site asks for.
    """

    data: bytes
    begins: Sequence[int]  # of each stretch: the offset of the line break before it
    firsts: Sequence[bytes]  # the first word of each

    @classmethod
    def of(cls, data: bytes) -> "WordList":
        """Divide `data`, of which every line follows a line break."""
        begins = []
        begin = data.find(b"\n")
        while begin >= 0:
            begins.append(begin)
            begin = data.find(b"\n", begin + _STRETCH)
        return cls(data, begins, [data[at + 1 : data.find(b"\t", at)] for at in begins])

    def entry(self, word: str) -> str | None:
        """Return what is known of `word`; None if it is not there."""
        wanted = word.encode("utf-8", "surrogatepass")
        stretch = bisect_right(self.firsts, wanted) - 1
        if stretch < 0:
            return None
        line = b"\n%b\t" % wanted
        at = self.data.find(line, *self.begins[stretch : stretch + 2])
        if at < 0:
            return None
        begin = at + len(line)
        end = self.data.find(b"\n", begin)
        return self.data[begin : end if end >= 0 else len(self.data)].decode()
