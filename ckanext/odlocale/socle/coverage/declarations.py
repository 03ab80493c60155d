"""Reading and writing what authorities declare about the sets of the socle."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects.postgresql import insert

from ckanext.odlocale.socle.coverage.model import declaration_table
from ckanext.odlocale.socle.coverage.state import Declaration, Kind
from ckanext.odlocale.territory.shared import Scope, chosen

_row = declaration_table.c
Declared = dict[tuple[str, str], list[Declaration]]


def declared(scope: Scope) -> Declared:
    """What these territories declared, by territory and set. One query."""
    query = (
        sa.select(declaration_table, model.User.name.label("author_name"))
        .select_from(declaration_table.outerjoin(model.User, model.User.id == _row.author))
        .where(_row.territory_id.in_(chosen(scope)))
    )
    found: Declared = defaultdict(list)
    for row in model.Session.execute(query):
        found[row.territory_id, row.schema].append(Declaration(Kind(row.kind), row.year, row.author_name))
    return found


def write(territory_id: str, schema: str, year: int, kind: Kind, author: str | None) -> None:
    """Keep a declaration, in the place of another about the same set and year.

    :param author: the id of who declares it
    """
    row = {"territory_id": territory_id, "schema": schema, "year": year, "kind": kind.value}
    row |= {"author": author, "written": dt.datetime.now(dt.UTC)}
    statement = insert(declaration_table).values(row)
    key = ["territory_id", "schema", "year"]
    model.Session.execute(statement.on_conflict_do_update(index_elements=key, set_=row))
    model.Session.commit()


def remove(territory_id: str, schema: str, year: int) -> bool:
    """Take a declaration back; tells whether there was one."""
    statement = sa.delete(declaration_table).where(
        _row.territory_id == territory_id, _row.schema == schema, _row.year == year
    )
    removed = model.Session.execute(statement.returning(_row.year)).first()
    model.Session.commit()
    return removed is not None
