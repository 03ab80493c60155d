"""Authorities that do not want to be named on the page of good practices."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects.postgresql import insert

from ckanext.odlocale.animator.desk.model import discretion_table
from ckanext.odlocale.territory.shared import territory_of

_row = discretion_table.c


def keep(organization_id: str, author: str, *, discreet: bool) -> bool:
    """Note the wish of the authority of an organization; False when it is the authority of no territory."""
    territory = territory_of(organization_id)
    if territory is None:
        return False
    row = {"territory": territory, "author": author, "moment": datetime.now(UTC)}
    statement = (
        insert(discretion_table).values(row).on_conflict_do_nothing()
        if discreet
        else sa.delete(discretion_table).where(_row.territory == territory)
    )
    model.Session.execute(statement)
    model.Session.commit()
    return True


def is_discreet(territory: str) -> bool:
    """Whether an authority does not want to be named."""
    found = model.Session.execute(sa.select(_row.territory).where(_row.territory == territory))
    return found.first() is not None


def discreet() -> set[str]:
    """All authorities that do not want to be named."""
    return set(model.Session.execute(sa.select(_row.territory)).scalars())
