"""The list on the page of vintages, and its lines for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

HEADER = ("type", "code", "nom", "avant", "apres")
FORMER = "ancien"
# A spreadsheet takes a cell that begins so for a formula, and runs it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of the former territories, or of the changes of an entry of the journal.

    :param entry: number of the entry, empty for the former territories
    :param sort: only changes of this sort, empty for all
    :param counts: how many changes of each sort the entry has
    :param rows: what the API gives
    """

    entry: str
    sort: str
    q: str
    count: int
    counts: dict[str, int]
    year: int | None
    rows: list[dict[str, Any]]

    @property
    def name(self) -> str:
        """What the file of the list is called."""
        return f"millesime-{self.year}" if self.year else "anciens-territoires"


def listing_of(entry: str, sort: str, q: str, limit: int, offset: int) -> Listing:
    """A page of the list.

    :param entry: number of an entry of the journal; empty for the former territories
    :raises NotFound: there is no such entry
    :raises ValidationError: the entry is no number, or the sort is unknown
    """
    if not entry:
        found = _all("odlocale_vintage_former", {"q": q}, "results", limit, offset)
        return Listing("", "", q, found["count"], {}, None, found["results"])
    found = _all("odlocale_vintage_show", {"id": entry, "sort": sort, "q": q}, "changes", limit, offset)
    return Listing(entry, sort, q, found["count"], found["counts"], found["year"], found["changes"])


def _all(action: str, asked: dict[str, Any], key: str, limit: int, offset: int) -> dict[str, Any]:
    """What an action lists, in as many calls as its own limit needs."""
    found = tk.get_action(action)({}, {**asked, "limit": limit, "offset": offset})
    while len(found[key]) < min(limit, found["count"] - offset):
        further = {**asked, "limit": limit, "offset": offset + len(found[key])}
        found[key].extend(tk.get_action(action)({}, further)[key])
    return found


def rows_of(listing: Listing) -> Iterator[tuple[str, ...]]:
    """The lines for a spreadsheet."""
    for one in listing.rows:
        before = one.get("old_name") or _told(one.get("from", ()))
        after = one.get("new_name") or _told(one["to"])
        yield tuple(map(_cell, (one.get("sort", FORMER), one["id"], one["name"], before, after)))


def _told(territories: Any) -> str:
    return ", ".join(f"{one['id']} {one['name']}".strip() for one in territories)


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
