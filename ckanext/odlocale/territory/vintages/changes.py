"""The changes of a vintage that a person looks for, one by one. PURE."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ckanext.odlocale.cog.shared import TerritoryId, Vintage, VintageDiff, normalise_name

SORTS = ("merged", "recoded", "split", "removed", "added", "renamed", "moved", "moved_above")
"""In the order in which they are told. Populations and small details are only counted."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one territory.

    :param sort: one of :data:`SORTS`
    :param name: what the territory is called; what it was called, when it is gone
    :param old: ids it left or came from, or its old name; separated by spaces
    :param new: ids it went to, or its new name
    :param words: what the change is found by, normalised
    """

    sort: str
    territory: str
    name: str
    old: str
    new: str
    words: str


def changes_of(changed: VintageDiff, old: Vintage, new: Vintage) -> Iterator[Change]:
    """The changes, by sort and then by identifier.

    :param old: where the names of what is gone are found
    :param new: where all others are
    """
    for sort, known, before, after in _sides(changed):
        name = _name(known, new, old)
        told = (name, *(_name(side, new, old) for side in (*before, *after)))
        words = (*map(normalise_name, told), known, known.code, *before, *after)
        yield Change(sort, known, name, " ".join(before), " ".join(after), " ".join(words).lower())


def _sides(changed: VintageDiff) -> Iterator[tuple[str, TerritoryId, tuple[str, ...], tuple[str, ...]]]:
    """Sort and territory of each change, then what was and what is."""
    yield from (("merged", one.id, (), (one.successor,)) for one in changed.merged)
    yield from (("recoded", one.id, (), (one.successor,)) for one in changed.recoded)
    yield from (("split", one.id, (one.origin,), ()) for one in changed.split)
    yield from (("removed", one.id, (), one.heirs) for one in changed.removed)
    yield from (("added", one, (), ()) for one in changed.added)
    yield from (("renamed", one.id, (one.old,), (one.new,)) for one in changed.renamed)
    yield from (("moved", one.id, one.old, one.new) for one in changed.moved)
    yield from (("moved_above", one.id, one.old, one.new) for one in changed.moved_above)


def _name(known: str, *vintages: Vintage) -> str:
    """The name of an identifier; what is no identifier is a name itself."""
    found = (vintage.territories.get(TerritoryId(known)) for vintage in vintages)
    return next((one.name for one in found if one and one.name), known)
