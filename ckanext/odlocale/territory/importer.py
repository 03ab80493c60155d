"""Bringing a vintage into the portal: compared, then applied in one transaction, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.odlocale.cog.shared import (
    TerritoryId,
    Vintage,
    VintageDiff,
    carried_over,
    closure,
    collection_paused,
    diff,
    no_change,
    overlaps,
)
from ckanext.odlocale.territory.extras import create_indexes
from ckanext.odlocale.territory.model import closure_table, overlap_table
from ckanext.odlocale.territory.store import (
    Facts,
    Row,
    analyze,
    facts_of,
    stored_facts,
    stored_rows,
    vintage_of,
    write_differences,
    write_territories,
)

# Any number that nobody else uses; PostgreSQL knows locks by number.
LOCK = 0x0D10CA1E

Progress = Callable[[str], object]


class ImportRunningError(Exception):
    """Another import or rebuild holds the tables."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would write.

    :param diff: the changes, for people
    :param changed: the rows to insert or update
    :param moved: the territories that lead to another successor than before
    :param held: everything that the portal would hold
    """

    diff: VintageDiff
    changed: list[Facts]
    moved: frozenset[TerritoryId]
    held: Vintage


@dataclass(frozen=True, slots=True)
class Applied:
    """What an import did.

    :param territories: how many rows were inserted or updated; 0 when the portal had this vintage already
    :param moved: the territories whose identity or ancestors changed: their datasets are to be reindexed
    """

    plan: Plan
    territories: int
    moved: frozenset[TerritoryId]


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


def plan(connection: sa.engine.Connection, vintage: Vintage) -> Plan:
    """Compare what the portal holds with a vintage. Nothing is written."""
    stored = stored_facts(connection)
    wanted = {territory.id: facts_of(territory, vintage.year) for territory in vintage.territories.values()}
    if stored == wanted:
        return Plan(no_change(), [], frozenset(), vintage)
    old = vintage_of(stored)
    carried = carried_over(old, vintage)
    wanted |= {known: facts_of(former, stored[known].vintage) for known, former in carried.items()}
    changed = [facts for known, facts in wanted.items() if stored.get(known) != facts]
    moved = (TerritoryId(new.id) for new in changed if _leads_elsewhere(stored.get(new.id), new))
    held = Vintage(vintage.year, {**vintage.territories, **carried})
    return Plan(diff(old, vintage), changed, frozenset(moved), held)


def _leads_elsewhere(old: Facts | None, new: Facts) -> bool:
    return (old.successor_id if old else None) != new.successor_id


def apply(connection: sa.engine.Connection, plan: Plan, progress: Progress = lambda line: None) -> Applied:
    """Write a plan's territories, then what derives from them."""
    if not plan.changed:
        return Applied(plan, 0, frozenset())
    write_territories(connection, plan.changed)
    progress(f"{len(plan.changed)} territories written")
    moved = derive(connection, plan.held, progress)
    create_indexes(connection)
    analyze(connection)
    return Applied(plan, len(plan.changed), plan.moved | moved)


def derive(
    connection: sa.engine.Connection, held: Vintage, progress: Progress = lambda line: None
) -> set[TerritoryId]:
    """Bring closure and overlaps in line with the declared memberships, writing only what differs.

    :returns: the territories whose set of ancestors changed
    """
    gone, come = differences(connection, closure_table, closure(held))
    write_differences(connection, closure_table, gone, come)
    progress(f"closure: {len(come)} rows added, {len(gone)} removed")
    moved = {row[:2] for row in gone} ^ {row[:2] for row in come}
    gone, come = differences(connection, overlap_table, overlaps(held))
    write_differences(connection, overlap_table, gone, come)
    progress(f"overlaps: {len(come)} rows added, {len(gone)} removed")
    return {TerritoryId(descendant) for _, descendant in moved}


def differences(
    connection: sa.engine.Connection, table: sa.Table, wanted: Sequence[Row]
) -> tuple[Sequence[Row], Sequence[Row]]:
    """The rows of a derived table that are too many, and those that are missing."""
    found = stored_rows(connection, table)
    if not found:
        return [], wanted
    return sorted(found.difference(wanted)), sorted(set(wanted) - found)


def import_vintage(vintage: Vintage, progress: Progress = lambda line: None) -> Applied:
    """Compare and apply in one transaction.

    :param progress: told each step in a line
    :raises ImportRunningError: another import or rebuild is running
    """
    with locked() as connection:
        return apply(connection, plan(connection, vintage), progress)
