"""The journal of vintages: who applied which, what it changed, and what was held before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.odlocale.cog.shared import TerritoryId, normalise_name
from ckanext.odlocale.territory.vintages.changes import Change, changes_of
from ckanext.odlocale.territory.vintages.model import IMPORT, RESTORE, change_table, vintage_table
from ckanext.odlocale.territory.vintages.planning import Plan
from ckanext.odlocale.territory.vintages.snapshot import packed

_vintage = vintage_table.c
_change = change_table.c


class NothingToRestoreError(Exception):
    """The journal has no entry that could be undone, or not the one asked for."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an entry comes from.

    :param source: base name of the file or folder; never a path, which would tell about the server
    :param author: name of the user
    :param undoes: the entry that is gone back to before; None for an import
    """

    source: str = ""
    author: str | None = None
    undoes: int | None = None


NOBODY = Origin()


@dataclass(frozen=True, slots=True)
class Entry:
    """A vintage that was applied, or gone back to.

    :param year: the vintage in place since then
    :param year_before: the one that was there before, None for the first
    :param undone_by: the entry that went back to before this one
    :param counts: how many changes of each sort
    """

    id: int
    year: int
    year_before: int | None
    kind: str
    source: str
    author: str | None
    applied: datetime
    counts: dict[str, int]
    undone_by: int | None


_OF_ENTRY = [_vintage[name] for name in Entry.__dataclass_fields__]


def record(connection: sa.engine.Connection, plan: Plan, origin: Origin) -> int:
    """Write an entry in the transaction that writes the territories.

    :returns: its number
    """
    entry = connection.execute(
        sa.insert(vintage_table)
        .values(
            year=plan.held.year,
            year_before=plan.old.year or None,
            kind=RESTORE if origin.undoes else IMPORT,
            source=origin.source,
            author=origin.author,
            applied=datetime.now(UTC),
            counts=plan.diff.counts(),
            moved=sorted(plan.moved),
            before=packed(plan.stored.values()),
        )
        .returning(_vintage.id)
    ).scalar_one()
    if origin.undoes:
        _undo(connection, origin.undoes, entry)
    # On an empty portal everything is new, which says nothing to anybody.
    _record_changes(connection, entry, changes_of(plan.diff, plan.old, plan.held) if plan.stored else ())
    return entry


def _undo(connection: sa.engine.Connection, first: int, entry: int) -> None:
    """Note that an entry went back to before another: what that one and those since it had undone is not."""
    change = sa.update(vintage_table)
    redone = sa.and_(_vintage.undone_by >= first, _vintage.id < first)
    connection.execute(change.where(redone).values(undone_by=None))
    undone = sa.and_(_vintage.id >= first, _vintage.id < entry, _vintage.undone_by.is_(None))
    connection.execute(change.where(undone).values(undone_by=entry))


def _record_changes(connection: sa.engine.Connection, entry: int, changes: Iterable[Change]) -> None:
    rows = [{"vintage_id": entry, "place": place, **asdict(change)} for place, change in enumerate(changes)]
    if rows:
        connection.execute(sa.insert(change_table), rows)


def entry_to_undo(connection: sa.engine.Connection, entry: int | None) -> Entry:
    """An entry by its number; without one, the last import that was not undone.

    The first import cannot be undone: there is nothing before it.

    :raises NothingToRestoreError: there is none
    """
    query = sa.select(*_OF_ENTRY).where(_vintage.year_before.isnot(None))
    if entry is None:
        query = query.where(_vintage.kind == IMPORT, _vintage.undone_by.is_(None))
    else:
        query = query.where(_vintage.id == entry)
    row = connection.execute(query.order_by(_vintage.id.desc()).limit(1)).first()
    if row is None:
        raise NothingToRestoreError
    return Entry(**row._mapping)


def before(connection: sa.engine.Connection, entry: int) -> bytes:
    """What the portal held before an entry, packed."""
    return connection.execute(sa.select(_vintage.before).where(_vintage.id == entry)).scalar_one()


def entries(limit: int, offset: int) -> tuple[int, list[Entry]]:
    """How many entries there are, and those of a page, latest first."""
    count = model.Session.execute(sa.select(sa.func.count()).select_from(vintage_table)).scalar_one()
    query = sa.select(*_OF_ENTRY).order_by(_vintage.id.desc()).limit(limit).offset(offset)
    return count, [Entry(**row._mapping) for row in model.Session.execute(query)]


def entry(number: int | None) -> Entry | None:
    """An entry by its number; the latest without one."""
    query = sa.select(*_OF_ENTRY).order_by(_vintage.id.desc()).limit(1)
    if number is not None:
        query = query.where(_vintage.id == number)
    row = model.Session.execute(query).first()
    return Entry(**row._mapping) if row else None


def waiting(connection: sa.engine.Connection) -> list[tuple[int, list[TerritoryId]]]:
    """The entries whose datasets were not queued for reindexing yet, with the territories concerned."""
    query = sa.select(_vintage.id, _vintage.moved).where(_vintage.moved.isnot(None)).order_by(_vintage.id)
    return [(number, [TerritoryId(one) for one in moved]) for number, moved in connection.execute(query)]


def queued(connection: sa.engine.Connection, numbers: Iterable[int]) -> None:
    """Note that the datasets of these entries are queued or reindexed."""
    query = sa.update(vintage_table).where(_vintage.id.in_(list(numbers)))
    connection.execute(query.values(moved=None))


def changes(entry: int, sort: str | None, words: str, limit: int, offset: int) -> tuple[int, list[Change]]:
    """The changes of an entry that match, and how many there are.

    :param words: of names or codes, as somebody writes them; every one of them must be in the change
    """
    conditions = [
        _change.vintage_id == entry,
        *(_change.words.contains(one, autoescape=True) for one in normalise_name(words).split()),
    ]
    if sort:
        conditions.append(_change.sort == sort)
    count = sa.select(sa.func.count()).select_from(change_table).where(*conditions)
    columns: list[Any] = [_change[name] for name in Change.__dataclass_fields__]
    query = sa.select(*columns).where(*conditions).order_by(_change.place).limit(limit).offset(offset)
    rows = model.Session.execute(query)
    return model.Session.execute(count).scalar_one(), [Change(**row._mapping) for row in rows]
