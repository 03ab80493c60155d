"""Rows of the territory tables: from a vintage, back to a vintage, and written by COPY."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from ckanext.odlocale.cog.shared import Level, Territory, TerritoryId, Vintage, normalise_name, search_name
from ckanext.odlocale.territory.model import CURRENT, FORMER, closure_table, overlap_table, territory_table

Row = tuple[Any, ...]

# Stands for no value in COPY. It must be nobody's name, and control characters are refused in a vintage.
_NULL = "\x01"

# What a vintage says; the columns after these are derived from it.
FACTS = tuple(column.name for column in territory_table.c if not column.name.startswith("search_"))
COLUMNS = tuple(column.name for column in territory_table.c)


class Facts(NamedTuple):
    """The columns of a territory that come from a vintage, in the table's order."""

    id: str
    level: str
    code: str
    name: str
    siren: str | None
    population: int | None
    vintage: int
    seat: str | None
    successor_id: str | None
    state: str
    kind: str
    postal_codes: list[str]
    parents: list[str]
    heirs: list[str]


def facts_of(territory: Territory, year: int) -> Facts:
    """The row of a territory.

    :param year: the last vintage that has it
    """
    level, _, code = territory.id.partition("-")
    return Facts(
        territory.id,
        level,
        code,
        territory.name,
        territory.siren,
        territory.population,
        year,
        territory.seat,
        territory.successor,
        FORMER if territory.former else CURRENT,
        territory.kind,
        list(territory.postal_codes),
        list(territory.parents),
        list(territory.heirs),
    )


def search_columns(facts: Facts) -> tuple[str, str]:
    """The derived columns: the name under which it is looked up, and every word it can be found by."""
    found_by = search_name(Level(facts.level), facts.name)
    whole = normalise_name(facts.name) if facts.level in ("epci", "ept") else ""
    words = (whole, found_by, facts.code.lower(), facts.siren or "", *facts.postal_codes)
    return found_by, " ".join(dict.fromkeys(" ".join(words).split()))


def stored_facts(connection: sa.engine.Connection) -> dict[str, Facts]:
    """Every territory of the portal, by id."""
    query = sa.select(*(territory_table.c[name] for name in FACTS))
    # The driver's own rows: SQLAlchemy would copy each of the 80,000 arrays.
    return {row[0]: Facts(*row) for row in connection.exec_driver_sql(str(query))}


def territory_of(facts: Facts) -> Territory:
    """A row as a territory."""
    return Territory(
        TerritoryId(facts.id),
        facts.name,
        facts.siren,
        facts.population,
        facts.kind,
        TerritoryId(facts.seat) if facts.seat else None,
        tuple(facts.postal_codes),
        tuple(map(TerritoryId, facts.parents)),
        TerritoryId(facts.successor_id) if facts.successor_id else None,
        former=facts.state == FORMER,
        heirs=tuple(map(TerritoryId, facts.heirs)),
    )


def vintage_of(stored: dict[str, Facts]) -> Vintage:
    """What the portal holds, as a vintage; year 0 when it holds nothing."""
    year = max((facts.vintage for facts in stored.values()), default=0)
    territories = map(territory_of, stored.values())
    return Vintage(year, {territory.id: territory for territory in territories})


def stored_rows(connection: sa.engine.Connection, table: sa.Table) -> set[Row]:
    """The rows of the closure or of the overlaps."""
    return {tuple(row) for row in connection.execute(sa.select(table))}


def write_territories(connection: sa.engine.Connection, changed: Iterable[Facts]) -> None:
    """Insert or update these territories."""
    rows = [(*map(_cell, facts), *search_columns(facts)) for facts in changed]
    if not connection.execute(sa.select(sa.exists().where(territory_table.c.id.isnot(None)))).scalar():
        _copy(connection, territory_table.name, COLUMNS, rows)
        return
    insert = postgresql.insert(territory_table)
    staged = _staged(connection, territory_table, rows)
    connection.execute(
        insert.from_select(COLUMNS, sa.select(staged)).on_conflict_do_update(
            index_elements=[territory_table.c.id],
            set_={name: insert.excluded[name] for name in COLUMNS[1:]},
        )
    )


def delete_territories(connection: sa.engine.Connection, ids: Sequence[str]) -> None:
    """Delete these territories, which the vintage that is gone back to does not know."""
    if ids:
        connection.execute(sa.delete(territory_table).where(territory_table.c.id.in_(list(ids))))


def write_differences(
    connection: sa.engine.Connection, table: sa.Table, gone: Sequence[Row], come: Sequence[Row]
) -> None:
    """Delete rows of the closure or of the overlaps, and insert others."""
    if gone:
        staged = _staged(connection, table, gone)
        same = (key == staged.c[key.name] for key in table.primary_key)
        connection.execute(sa.delete(table).where(*same))
    _copy(connection, table.name, table.c.keys(), come)


def analyze(connection: sa.engine.Connection) -> None:
    """Tell PostgreSQL what is there now, so that the first pages after an import are planned well."""
    for table in (territory_table, closure_table, overlap_table):
        connection.execute(sa.text(f"ANALYZE {table.name}"))


def _staged(connection: sa.engine.Connection, table: sa.Table, rows: Sequence[Row]) -> sa.Table:
    """These rows in a temporary table, from where one statement can insert, update or delete with them."""
    columns = (sa.Column(column.name, column.type) for column in table.c)
    staged = sa.Table(
        f"staged_{table.name}",
        sa.MetaData(),
        *columns,
        prefixes=["TEMPORARY"],
        postgresql_on_commit="DROP",
    )
    staged.create(connection)
    _copy(connection, staged.name, staged.c.keys(), rows)
    return staged


def _copy(connection: sa.engine.Connection, table: str, columns: Iterable[str], rows: Sequence[Row]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    text.seek(0)
    driver: Any = connection.connection
    with driver.cursor() as cursor:
        cursor.copy_expert(
            f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT csv, NULL '{_NULL}')", text
        )


def _cell(value: Any) -> Any:
    if value is None:
        return _NULL
    return _array(value) if isinstance(value, list) else value


def _array(values: Iterable[str]) -> str:
    quoted = (value.replace("\\", "\\\\").replace('"', '\\"') for value in values)
    return "{" + ",".join(f'"{value}"' for value in quoted) + "}"
