"""The days on which figures were taken, and what a vintage or an edition has to do with them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects.postgresql import insert

from ckanext.odlocale.observatory.model import day_table

_day = day_table.c


def latest() -> date | None:
    """The last day with figures; None before the first."""
    return model.Session.execute(sa.select(sa.func.max(_day.date))).scalar()


def first() -> date | None:
    """The first day with figures."""
    return model.Session.execute(sa.select(sa.func.min(_day.date))).scalar()


def at(day: date) -> date | None:
    """The last day with figures that is no later than this one."""
    return model.Session.execute(sa.select(sa.func.max(_day.date)).where(_day.date <= day)).scalar()


def write(day: date, vintage: int | None) -> None:
    """Note that the figures of a day were taken."""
    row = {"date": day, "vintage": vintage, "taken": datetime.now(UTC)}
    statement = insert(day_table).values(row)
    model.Session.execute(statement.on_conflict_do_update(index_elements=["date"], set_=row))


def name_edition(day: date, edition: str) -> None:
    """Note that a day became an edition."""
    model.Session.execute(sa.update(day_table).where(_day.date == day).values(edition=edition))


def editions() -> Sequence[Any]:
    """The editions, latest first: rows with ``edition`` and ``date``."""
    query = sa.select(_day.edition, _day.date).where(_day.edition.isnot(None)).order_by(_day.date.desc())
    return model.Session.execute(query).all()


def vintage_changes() -> list[tuple[date, int]]:
    """The days from which figures are of another vintage, with its year; not the first day."""
    before = sa.func.lag(_day.vintage).over(order_by=_day.date).label("before")
    days = sa.select(_day.date, _day.vintage, before).subquery()
    query = (
        sa.select(days.c.date, days.c.vintage).where(days.c.before != days.c.vintage).order_by(days.c.date)
    )
    return [(row.date, row.vintage) for row in model.Session.execute(query)]
