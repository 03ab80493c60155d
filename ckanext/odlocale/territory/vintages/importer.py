"""Bringing a vintage into the portal, or going back: in one transaction, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.odlocale.cog.shared import TerritoryId, Vintage, closure, collection_paused, overlaps
from ckanext.odlocale.territory.extras import create_indexes
from ckanext.odlocale.territory.model import closure_table, overlap_table
from ckanext.odlocale.territory.vintages import journal
from ckanext.odlocale.territory.vintages.planning import Plan, Rows, differences, moved_by, plan, plan_back
from ckanext.odlocale.territory.vintages.queueing import queue_waiting
from ckanext.odlocale.territory.vintages.snapshot import unpacked
from ckanext.odlocale.territory.vintages.store import (
    analyze,
    delete_territories,
    write_differences,
    write_territories,
)

# Any number that nobody else uses; PostgreSQL knows locks by number.
LOCK = 0x0D10CA1E

Progress = Callable[[str], object]


class ImportRunningError(Exception):
    """Another import or rebuild holds the tables."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What an import did.

    :param territories: how many rows were written or deleted; 0 when the portal had this vintage already
    :param entry: its number in the journal; None when there was nothing to write
    """

    plan: Plan
    territories: int
    entry: int | None

    @property
    def moved(self) -> frozenset[TerritoryId]:
        """The territories whose identity or ancestors changed: their datasets are to be reindexed."""
        return self.plan.moved


@contextmanager
def locked() -> Iterator[sa.engine.Connection]:
    """A transaction that no other import or rebuild can run beside.

    :raises ImportRunningError: one is running
    """
    engine: Any = model.Session.get_bind()
    with collection_paused(), engine.begin() as connection:
        if not connection.execute(sa.select(sa.func.pg_try_advisory_xact_lock(LOCK))).scalar():
            raise ImportRunningError
        yield connection


def apply(
    connection: sa.engine.Connection,
    plan: Plan,
    progress: Progress = lambda line: None,
    origin: journal.Origin = journal.NOBODY,
) -> Applied:
    """Write a plan's territories, what derives from them, and the entry of the journal."""
    if plan.is_empty:
        return Applied(plan, 0, None)
    delete_territories(connection, plan.gone)
    write_territories(connection, plan.changed)
    progress(f"{len(plan.changed)} territories written")
    if plan.gone:
        progress(f"{len(plan.gone)} territories deleted")
    _write(connection, plan.closure, plan.overlaps, progress)
    create_indexes(connection)
    analyze(connection)
    entry = journal.record(connection, plan, origin)
    return Applied(plan, len(plan.changed) + len(plan.gone), entry)


def _write(connection: sa.engine.Connection, closed: Rows, overlapping: Rows, progress: Progress) -> None:
    for table, name, rows in (
        (closure_table, "closure", closed),
        (overlap_table, "overlaps", overlapping),
    ):
        write_differences(connection, table, rows.gone, rows.come)
        progress(f"{name}: {len(rows.come)} rows added, {len(rows.gone)} removed")


def derive(
    connection: sa.engine.Connection, held: Vintage, progress: Progress = lambda line: None
) -> set[TerritoryId]:
    """Bring closure and overlaps in line with the declared memberships, writing only what differs.

    :returns: the territories whose set of ancestors changed
    """
    closed = differences(connection, closure_table, closure(held))
    _write(connection, closed, differences(connection, overlap_table, overlaps(held)), progress)
    return moved_by(closed)


def import_vintage(vintage: Vintage, progress: Progress = lambda line: None) -> Applied:
    """Compare and apply in one transaction, then queue the datasets concerned for reindexing.

    :param progress: told each step in a line
    :raises ImportRunningError: another import or rebuild is running
    :raises RedisError: the vintage is in place, and its datasets wait for the queue
    """
    with locked() as connection:
        applied = apply(connection, plan(connection, vintage), progress)
    queue_waiting()
    return applied


def plan_of_restore(connection: sa.engine.Connection, entry: int | None = None) -> tuple[journal.Entry, Plan]:
    """What going back to before an entry of the journal would write.

    :param entry: its number; without one, the last import that was not undone
    :raises NothingToRestoreError: there is no such entry
    """
    undone = journal.entry_to_undo(connection, entry)
    return undone, plan_back(connection, unpacked(journal.before(connection, undone.id)))
