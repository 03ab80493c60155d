"""Reading and writing what was found out about obligations. Every function is one or two statements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects.postgresql import insert

from ckanext.odlocale.socle.duties.model import obligation_table
from ckanext.odlocale.socle.obligation import Obligation, Override, obligation
from ckanext.odlocale.territory.shared import Place, Scope, TerritoryId, TerritoryRecord, chosen, places

_row = obligation_table.c


def obligations(scope: Scope) -> dict[TerritoryId, Obligation]:
    """Whether each of these territories must publish, in their order. Two queries, however many there are.

    :param scope: ids, or a query of ids as of ``within("reg-84", [Level.COM])``; unknown ones are left out
    """
    return obligations_of(places(scope), scope)


def obligations_of(found: Iterable[Place | TerritoryRecord], scope: Scope) -> dict[TerritoryId, Obligation]:
    """The same for territories that were read already. One query."""
    told = overrides(scope)
    return {one.id: obligation(one.level, one.population, told.get(one.id)) for one in found}


def overrides(scope: Scope) -> dict[str, Override]:
    """What was found out about these territories."""
    query = (
        sa.select(obligation_table, model.User.name.label("author_name"))
        .select_from(obligation_table.outerjoin(model.User, model.User.id == _row.author))
        .where(_row.territory_id.in_(chosen(scope)))
    )
    return {
        row.territory_id: Override(row.obliged, row.agents, row.source, row.author_name, row.date)
        for row in model.Session.execute(query)
    }


def found_out() -> sa.sql.Subquery:
    """What was found out, for those who join it to tables of their own.

    Columns ``territory_id``, ``obliged``, ``agents``, ``source`` and ``date``.
    """
    columns = (_row.territory_id, _row.obliged, _row.agents, _row.source, _row.date)
    return sa.select(*columns).subquery("found_out")


def write(territory_id: str, told: Mapping[str, Any], author: str | None) -> None:
    """Write down what was found out about an authority, in the place of what was there.

    :param told: ``obliged``, ``agents``, ``source`` and ``date``
    :param author: the id of who says so
    """
    row = {"territory_id": territory_id, "author": author, "written": dt.datetime.now(dt.UTC), **told}
    statement = insert(obligation_table).values(row)
    model.Session.execute(statement.on_conflict_do_update(index_elements=["territory_id"], set_=row))
    model.Session.commit()


def remove(territory_id: str) -> bool:
    """Leave a territory to the rule again; tells whether there was anything to remove."""
    statement = sa.delete(obligation_table).where(_row.territory_id == territory_id)
    removed = model.Session.execute(statement.returning(_row.territory_id)).first()
    model.Session.commit()
    return removed is not None
