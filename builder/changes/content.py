"""Entries of two versions -> what happened to them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from builder.changes.entries import BODY, Edition, Entry, entries, is_unread
from builder.changes.model import Changed, EntryChanges, FieldChange, Renamed, Sort
from builder.changes.words import compare_blocks, compare_lists, compare_words

_TEXTS = frozenset({"term", "title", "summary", "site_name"})  # shown as one text, words marked
_ORDERED = frozenset({"steps", "lengths.terms", "lengths.sections"})
# What a review does not vouch for.
_NOT_REVIEWED = frozenset(
    {"reviewed", "status", "allow", "redirect_from", "unless_near", "except", "nolink", "number"}
)


def compare_entries(before: Edition, after: Edition) -> Mapping[Sort, EntryChanges]:
    """Compare everything that has fields, sort by sort."""
    old, new = entries(before), entries(after)
    return {
        sort: _compare(
            {id_: each for id_, each in old[sort].items() if not _is_lost(sort, id_, new, after)},
            {id_: each for id_, each in new[sort].items() if not _is_lost(sort, id_, old, before)},
        )
        for sort in Sort
    }


def _is_lost(sort: Sort, id_: str, other: Mapping[Sort, Mapping[str, Entry]], edition: Edition) -> bool:
    """Whether the other version has the entry too, in a file that cannot be read: its errors say so."""
    return id_ not in other[sort] and is_unread(sort, id_, edition.examined.library)


def _compare(old: Mapping[str, Entry], new: Mapping[str, Entry]) -> EntryChanges:
    gone = [id_ for id_ in old if id_ not in new]
    come = [id_ for id_ in new if id_ not in old]
    pairs = dict(_renamed(gone, come, old, new))
    known = {*new, *(id_ for each in new.values() for id_ in each.redirect_from)}
    renamed = [Renamed(old[a].name, new[b].name, a in known) for a, b in sorted(pairs.items())]
    both = [*((id_, id_) for id_ in old if id_ in new), *pairs.items()]
    forgotten = (
        Renamed(replace(old[a].name, id=id_), new[b].name, redirects=False)
        for a, b in both
        for id_ in old[a].redirect_from
        if id_ not in known
    )
    changed = (_changed(old[a], new[b]) for a, b in sorted(both, key=lambda pair: pair[1]))
    return EntryChanges(
        added=tuple(new[id_].name for id_ in sorted(come) if id_ not in pairs.values()),
        removed=tuple(old[id_].name for id_ in sorted(gone) if id_ not in pairs),
        renamed=tuple(renamed),
        changed=tuple(each for each in changed if each.fields),
        forgotten=tuple(forgotten),
    )


def _renamed(
    gone: list[str], come: list[str], old: Mapping[str, Entry], new: Mapping[str, Entry]
) -> Iterator[tuple[str, str]]:
    """Pair what is gone with what has come: by what the new one says, then by its content, then its title."""
    left_old = [id_ for id_ in gone if not old[id_].fixed]
    left_new = [id_ for id_ in come if not new[id_].fixed]
    tests = (
        lambda a, b: a in new[b].redirect_from,
        lambda a, b: _content(old[a]) == _content(new[b]),
        lambda a, b: old[a].name.title == new[b].name.title,
        lambda a, b: bool(old[a].values.get(BODY, "").strip()) and old[a].values[BODY] == new[b].values[BODY],
    )
    for is_same in tests:
        for a in tuple(left_old):
            b = next((b for b in left_new if is_same(a, b)), None)
            if b is not None:
                left_old.remove(a)
                left_new.remove(b)
                yield a, b


def _content(entry: Entry) -> Mapping[str, Any]:
    return {name: value for name, value in entry.values.items() if name not in {"redirect_from", "number"}}


def _changed(old: Entry, new: Entry) -> Changed:
    names = [name for name in {**old.values, **new.values} if old.values.get(name) != new.values.get(name)]
    fields = tuple(_field(name, old.values.get(name), new.values.get(name)) for name in names)
    vouched = new.values.get("status") == "reviewed" and not _NOT_REVIEWED.issuperset(names)
    return Changed(new.name, fields, vouched and "reviewed" not in names)


def _field(name: str, old: Any, new: Any) -> FieldChange:
    if name == BODY:
        return FieldChange(name, compare_blocks(old or "", new or ""))
    if name in _TEXTS:
        return FieldChange(name, (compare_words(old or "", new or ""),))
    old, new = _listed(old), _listed(new)
    if name in {"quiz", "facts"}:
        return FieldChange(name, compare_lists([_told(each) for each in old], [_told(each) for each in new]))
    if name in _ORDERED:
        return FieldChange(name, (compare_words(" → ".join(map(str, old)), " → ".join(map(str, new))),))
    first, second = (Counter(map(str, each)) for each in (old, new))
    removed, added = (tuple(each.elements()) for each in (first - second, second - first))
    hunks = () if removed or added else (compare_words(", ".join(old), ", ".join(new)),)  # another order
    return FieldChange(name, hunks, removed, added)


def _listed(value: Any) -> tuple[Any, ...]:
    """Return a value as a list of one, or of none."""
    if value is None or value == "":
        return ()
    return tuple(value) if isinstance(value, list | tuple) else (value,)


def _told(item: Mapping[str, Any]) -> str:
    """Return a question or a fact as one text, in which words can be compared."""
    if "choices" in item:
        choices = (f"({i}) {choice}" for i, choice in enumerate(item["choices"], 1))
        return " ".join((item["question"], *choices, f"→ ({item['answer']})", item["why"]))
    parts = (item["text"], item["value"], f"({item['asof']}, {item['kind']}, {item['source']})", item["note"])
    return " ".join(filter(None, parts))
