"""Vintages and their changes as the API shows them: identifiers with their names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from ckanext.odlocale.cog.shared import TerritoryId
from ckanext.odlocale.territory.directory import records
from ckanext.odlocale.territory.vintages.changes import Change
from ckanext.odlocale.territory.vintages.former import Former
from ckanext.odlocale.territory.vintages.journal import Entry

Names = Mapping[TerritoryId, str]


def shown_entry(entry: Entry, with_author: bool) -> dict[str, Any]:
    """An entry of the journal; who wrote it is for system administrators."""
    author = entry.author if with_author else None
    return {**asdict(entry), "applied": entry.applied.isoformat(), "author": author}


def shown_changes(changes: Sequence[Change]) -> list[dict[str, Any]]:
    """Changes with the names of all territories in them, by one query.

    Each has ``sort``, ``id``, ``name``, ``from`` and ``to`` (lists of id and name), and, when it was
    renamed, ``old_name`` and ``new_name``.
    """
    sides = [one for change in changes if change.sort != "renamed" for one in (change.old, change.new)]
    names = _names(known for side in sides for known in side.split())
    return [_shown_change(change, names) for change in changes]


def _shown_change(change: Change, names: Names) -> dict[str, Any]:
    shown: dict[str, Any] = {"sort": change.sort, "id": change.territory, "name": change.name}
    if change.sort == "renamed":
        return {**shown, "from": [], "to": [], "old_name": change.old, "new_name": change.new}
    return {**shown, "from": _named(change.old.split(), names), "to": _named(change.new.split(), names)}


def shown_former(territories: Sequence[Former]) -> list[dict[str, Any]]:
    """Former territories with the names of what they are part of today, by one query."""
    names = _names(known for one in territories for known in one.to)
    return [{**asdict(one), "to": _named(one.to, names)} for one in territories]


def _names(ids: Iterable[str]) -> Names:
    wanted = set(ids)
    return {known: record.name for known, record in records(wanted).items()} if wanted else {}


def _named(ids: Iterable[str], names: Names) -> list[dict[str, str]]:
    return [{"id": known, "name": names.get(TerritoryId(known), "")} for known in ids]
