"""What an import, or going back, would write: decided before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa

from ckanext.odlocale.cog.shared import (
    Territory,
    TerritoryId,
    Vintage,
    VintageDiff,
    closure,
    continued,
    diff,
    no_change,
    overlaps,
)
from ckanext.odlocale.territory.model import closure_table, overlap_table
from ckanext.odlocale.territory.vintages.store import (
    Facts,
    Row,
    facts_of,
    stored_facts,
    stored_rows,
    vintage_of,
)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a derived table that are too many, and those that are missing."""

    gone: Sequence[Row] = ()
    come: Sequence[Row] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be written.

    :param old: what the portal holds
    :param held: what it would hold
    :param diff: the changes, for people
    :param stored: the rows that the portal holds
    :param changed: the rows to insert or update
    :param gone: the rows to delete; only going back deletes, and only what came after
    :param moved: the territories whose successor, heirs or ancestors change: their datasets are concerned
    """

    old: Vintage
    held: Vintage
    diff: VintageDiff = field(default_factory=no_change)
    stored: dict[str, Facts] = field(default_factory=dict)
    changed: list[Facts] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    closure: Rows = Rows()
    overlaps: Rows = Rows()
    moved: frozenset[TerritoryId] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to write."""
        return not (self.changed or self.gone)


def plan(connection: sa.engine.Connection, vintage: Vintage) -> Plan:
    """Compare what the portal holds with a vintage. Nothing is written, and nothing will be deleted."""
    stored = stored_facts(connection)
    wanted = {territory.id: facts_of(territory, vintage.year) for territory in vintage.territories.values()}
    if stored == wanted:
        return Plan(vintage, vintage)
    old = vintage_of(stored)
    held = continued(old, vintage)
    return _compared(
        connection,
        stored,
        old,
        held,
        {known: _facts(one, stored, vintage) for known, one in held.territories.items()},
    )


def _facts(territory: Territory, stored: dict[str, Facts], vintage: Vintage) -> Facts:
    year = vintage.year if territory.id in vintage.territories else stored[territory.id].vintage
    return facts_of(territory, year)


def plan_back(connection: sa.engine.Connection, before: dict[str, Facts]) -> Plan:
    """Compare what the portal holds with what it held before, to go back to exactly that."""
    stored = stored_facts(connection)
    return _compared(connection, stored, vintage_of(stored), vintage_of(before), before)


def _compared(
    connection: sa.engine.Connection,
    stored: dict[str, Facts],
    old: Vintage,
    held: Vintage,
    wanted: dict[str, Facts],
) -> Plan:
    changed = [facts for known, facts in wanted.items() if stored.get(known) != facts]
    gone = sorted(stored.keys() - wanted.keys())
    if not changed and not gone:
        return Plan(old, held)
    closed = differences(connection, closure_table, closure(held))
    moved = {row[1] for row in _both(closed)} | {new.id for new in changed if _leads_elsewhere(stored, new)}
    return Plan(
        old,
        held,
        diff(old, held),
        stored,
        changed,
        gone,
        closed,
        differences(connection, overlap_table, overlaps(held)),
        frozenset(map(TerritoryId, moved | _with_heirs_in(moved, wanted.values()))),
    )


def _leads_elsewhere(stored: dict[str, Facts], new: Facts) -> bool:
    old = stored.get(new.id)
    return (old.successor_id, old.heirs) != (new.successor_id, new.heirs) if old else bool(new.successor_id)


def _with_heirs_in(moved: set[str], wanted: Iterable[Facts]) -> set[str]:
    return {facts.id for facts in wanted if facts.heirs and not moved.isdisjoint(facts.heirs)}


def _both(rows: Rows) -> set[Row]:
    """What differs in more than its depth."""
    return {row[:2] for row in rows.gone} ^ {row[:2] for row in rows.come}


def differences(connection: sa.engine.Connection, table: sa.Table, wanted: Sequence[Row]) -> Rows:
    """Compare a derived table with what it should hold."""
    found = stored_rows(connection, table)
    if not found:
        return Rows((), wanted)
    return Rows(sorted(found.difference(wanted)), sorted(set(wanted) - found))


def moved_by(closed: Rows) -> set[TerritoryId]:
    """The territories whose set of ancestors differs."""
    return {TerritoryId(descendant) for _, descendant in _both(closed)}
