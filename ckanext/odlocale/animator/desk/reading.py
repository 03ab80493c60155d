"""What the desk knows of its authorities: so many queries, however many there are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.model.group import group_table

from ckanext.odlocale.animator import config
from ckanext.odlocale.animator.desk import harvest_errors
from ckanext.odlocale.animator.desk.attention import NOTHING_PUBLISHED, Agreement, Facts, Row, row_of
from ckanext.odlocale.animator.desk.published import publication, publications_of
from ckanext.odlocale.animator.desk.steps import Reached, Step
from ckanext.odlocale.animator.mandate import Mandate, Side, Status, may_publish, status
from ckanext.odlocale.animator.model import animator_table, follow_up_table, mandate_table
from ckanext.odlocale.animator.reached import reached
from ckanext.odlocale.animator.records import Animator, mandate_of
from ckanext.odlocale.socle.shared import AUTHORITIES, Override, found_out, obligation
from ckanext.odlocale.territory.shared import (
    TERRITORY_FIELD,
    every_place,
    meanings,
    organization_field,
    with_former,
)

_mandate, _follow, _group = mandate_table.c, follow_up_table.c, group_table.c
# Of several mandates, the one that counts: what runs comes before what is asked, then what is over.
_WORTH = (
    Status.EXPIRING,
    Status.SIGNED,
    Status.COMING,
    Status.ASKED,
    Status.ENDED,
    Status.WITHDRAWN,
    Status.REFUSED,
)


@dataclass(frozen=True, slots=True)
class Noted:
    """What was noted by hand about an authority: its latest step, and the day of the latest entry."""

    step: Reached | None = None
    touched: dt.date | None = None


NOTHING_NOTED = Noted()


def rows_of(animator: Animator, day: dt.date) -> list[Row]:
    """The rows of an animator's desk: the authorities of its perimeter, and those with a mandate."""
    known = model.Session.execute(_KNOWN, {"animator": animator.organization})
    return _rows(known, animator.organization, day)


def row_about(animator: Animator, territory_id: str, day: dt.date) -> Row | None:
    """The row of one authority; None when it is not on the animator's desk."""
    asked = {"animator": animator.organization, "territory": territory_id}
    found = _rows(model.Session.execute(_ONE, asked), animator.organization, day)
    return found[0] if found else None


def scope_of(animator: Animator) -> sa.sql.Select:
    """A query of the ids of the authorities on an animator's desk."""
    return _scope(sa.literal(animator.organization, sa.Text))


def _scope(organization: sa.sql.ColumnElement[str]) -> sa.sql.Select:
    column = animator_table.c
    own = sa.select(column.organization_id.label("id"), column.perimeter, column.perimeter_except).where(
        column.organization_id == organization
    )
    territory = reached(own).subquery("perimeter").c.descendant
    level = sa.func.split_part(territory, "-", 1)
    inside = sa.select(territory).where(level.in_([one.value for one in AUTHORITIES]))
    named, today = mandate_table.c, meanings().c
    agreed = (
        sa.select(today.meant)
        .join_from(mandate_table, today.id.table, today.id == named.territory)
        .where(named.organization_id == organization)
    )
    either = sa.union(inside, agreed).subquery("either")
    return sa.select(either.c[0].label("id"))


def _known(*, of_one: bool) -> sa.sql.Select:
    """What the tables of the portal know of the authorities of ``animator``.

    One statement, since working out who they are is most of it.

    :param of_one: only of ``territory``
    """
    desk = _scope(sa.bindparam("animator", type_=sa.Text))
    if of_one:
        asked = sa.bindparam("territory", type_=sa.Text)
        desk = sa.select(desk.subquery("whole")).where(sa.column("id") == asked)
    ids = desk.cte("desk").c
    meant = sa.select(with_former(sa.select(ids.id))).cte("meant")
    place, told = every_place().c, found_out().c
    published, holder = publications_of(meant).c, _holders(meant).c
    return (
        sa.select(place.id, place.level, place.name, place.population, holder.name, holder.title)
        .add_columns(told.obliged, told.agents, told.source, told.date)
        .add_columns(*(column for column in published if column is not published.meant))
        .join_from(ids.id.table, place.id.table, place.id == ids.id)
        .outerjoin(holder.meant.table, holder.meant == ids.id)
        .outerjoin(told.territory_id.table, told.territory_id == ids.id)
        .outerjoin(published.meant.table, published.meant == ids.id)
    )


def _holders(meant: sa.sql.FromClause) -> sa.sql.Subquery:
    """The organization of each authority, ``name`` and ``title``: the oldest, should there be two."""
    field = organization_field(TERRITORY_FIELD)
    title = sa.func.coalesce(sa.func.nullif(_group.title, ""), _group.name)
    return (
        sa.select(meant.c.meant, _group.name, title.label("title"))
        .distinct(meant.c.meant)
        .join_from(meant, field, field.c.value == meant.c.id)
        .join(group_table, _group.id == field.c.id)
        .order_by(meant.c.meant, meant.c.id != meant.c.meant, _group.created, _group.id)
        .subquery("holder")
    )


# Made once: making them takes long.
_KNOWN, _ONE = _known(of_one=False), _known(of_one=True)


def _rows(known: Iterable[Any], organization: str, day: dt.date) -> list[Row]:
    agreements, noted = _agreements(organization, day), _noted(organization)
    errors = harvest_errors.counted()
    facts = (
        _one(one, agreements.get(one[0]), noted.get(one[0], NOTHING_NOTED), errors.get(one[0], 0))
        for one in known
    )
    return [row_of(one, day) for one in facts]


def _one(known: Any, agreement: Agreement | None, noted: Noted, errors: int) -> Facts:
    """The facts of an authority, from a line of :func:`_known`."""
    place, level, name, population, organization, title, obliged, agents, source, date, *published = known
    override = Override(obliged, agents, source, None, date) if source is not None else None
    must = obligation(level, population, override)
    return Facts(
        id=place,
        level=level,
        name=name,
        population=population,
        organization=organization or "",
        organization_title=title or "",
        duty=must.duty.value,
        counts=must.counts,
        agreement=agreement,
        publication=publication(published) if published[0] else NOTHING_PUBLISHED,
        noted=noted.step,
        touched=noted.touched,
        harvest_errors=errors,
    )


def _agreements(organization: str, day: dt.date) -> dict[str, Agreement]:
    """The mandate that counts of each authority that has, or had, one with the animator."""
    today = meanings()
    query = (
        sa.select(mandate_table, today.c.meant)
        .join_from(mandate_table, today, today.c.id == _mandate.territory)
        .where(_mandate.organization_id == organization)
        .order_by(_mandate.since, _mandate.asked, _mandate.id)
    )
    found: dict[str, Agreement] = {}
    warn = config.expiring_days()
    for row in model.Session.execute(query):
        one = _agreement(mandate_of(row), day, warn)
        other = found.get(row.meant)
        if other is None or _WORTH.index(one.status) <= _WORTH.index(other.status):
            found[row.meant] = one
    return found


def _agreement(mandate: Mandate, day: dt.date, warn: int) -> Agreement:
    return Agreement(
        id=mandate.id,
        status=status(mandate, day, warn),
        signed=mandate.signed or mandate.since,
        until=mandate.until,
        asked_by_collectivite=mandate.asked_by is Side.COLLECTIVITE,
        may_publish=_lets_somebody_publish(mandate, day),
    )


def _lets_somebody_publish(mandate: Mandate, day: dt.date) -> bool:
    members = mandate.delegation.members if mandate.delegation else frozenset()
    return any(may_publish(mandate, member, day) for member in members or {""})


def _noted(organization: str) -> Mapping[str, Noted]:
    """What the animator noted about each authority."""
    today = meanings()
    query = (
        sa.select(today.c.meant, _follow.step, _follow.moment)
        .join_from(follow_up_table, today, today.c.id == _follow.territory)
        .where(_follow.organization_id == organization)
        .order_by(_follow.moment)
    )
    found: dict[str, Noted] = {}
    for row in model.Session.execute(query):
        before = found.get(row.meant)
        step = _step(row) or (before.step if before else None)
        found[row.meant] = Noted(step, row.moment.date())
    return found


def _step(row: Any) -> Reached | None:
    return Reached(Step(row.step), row.moment.date(), by_hand=True) if row.step in set(Step) else None
