"""Rule: no two pages have the same summary."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain

from builder.check.manuscript import Manuscript
from builder.diagnostics import Code, Diagnostic
from builder.text import squeeze

_ALIKE = 0.8  # of the trigrams of two summaries, how many they share
_BUCKET = 20  # summaries remembered for one trigram: what more of them share is a phrase, not a copy


def repeated_summaries(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """A summary says something else than every other page's, by more than a few letters."""
    library = manuscript.library
    pages = [each for each in (*library.prose(), *library.paths.values()) if each.fields.summary]
    for first, second in near_copies([squeeze(each.fields.summary or "") for each in pages]):
        place, other = (pages[i].document.at("summary") for i in (second, first))
        yield Diagnostic(place, Code.REPEATED_SUMMARY, {"other": str(other)})


def near_copies(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield (first, copy), indices of `texts` whose sets of trigrams have a Jaccard index of 0.8 or more.

    Each copy is named once, beside the first text that is like it, and is itself no original for others.

    Not every pair is compared. Sets of n trigrams that are so alike have 0.8n in common; so they have two in
    common among the n - 0.8n + 2 rarest of each, and only these are looked up (prefix filtering: Bayardo et
    al. 2007, with longer prefixes: Wang et al. 2012).
    """
    sets = _ranked(texts)
    originals: dict[int, list[int]] = {}
    for i, own in enumerate(sets):
        common = math.ceil(_ALIKE * len(own) - 1e-9)  # less a little, as 0.8 is not quite 4/5
        needed = min(2, common)
        rarest = sorted(own)[: len(own) - common + needed]
        shared = Counter(chain.from_iterable(originals.get(trigram, ()) for trigram in rarest))
        near = (j for j, count in shared.items() if count >= needed and _are_alike(own, sets[j]))
        first = min(near, default=None)
        if first is not None:
            yield first, i
            continue
        for trigram in rarest:
            bucket = originals.setdefault(trigram, [])
            if len(bucket) < _BUCKET:
                bucket.append(i)


def _ranked(texts: Sequence[str]) -> list[frozenset[int]]:
    """Return the trigrams of each text as numbers, the rarer the lower."""
    sets = [frozenset(text[i : i + 3] for i in range(max(1, len(text) - 2))) for text in texts]
    frequency = Counter(chain.from_iterable(sets))
    order = sorted(frequency, key=lambda trigram: (frequency[trigram], trigram))
    rank = {trigram: i for i, trigram in enumerate(order)}
    return [frozenset(map(rank.__getitem__, each)) for each in sets]


def _are_alike(one: frozenset[int], other: frozenset[int]) -> bool:
    return len(one & other) >= _ALIKE * len(one | other)
