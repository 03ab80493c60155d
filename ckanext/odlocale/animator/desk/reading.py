"""What the desk knows of its authorities: so many queries, however many there are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.model.group import group_table
from ckan.model.package import package_table

from ckanext.odlocale.animator import config
from ckanext.odlocale.animator.desk import harvest_errors
from ckanext.odlocale.animator.desk.attention import (
    NOTHING_PUBLISHED,
    Agreement,
    Facts,
    Publication,
    Row,
    row_of,
)
from ckanext.odlocale.animator.desk.steps import Reached, Step
from ckanext.odlocale.animator.mandate import Mandate, Side, Status, may_publish, status
from ckanext.odlocale.animator.model import animator_table, follow_up_table, mandate_table
from ckanext.odlocale.animator.reached import reached
from ckanext.odlocale.animator.records import Animator, mandate_of
from ckanext.odlocale.socle.shared import AUTHORITIES, files_by_dataset, obligation, overrides
from ckanext.odlocale.territory.shared import (
    TERRITORY_FIELD,
    Place,
    Scope,
    dataset_field,
    meaning,
    organization_field,
    places,
)

_mandate, _follow, _group, _package = mandate_table.c, follow_up_table.c, group_table.c, package_table.c
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
class Holder:
    """The organization of an authority."""

    id: str
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Noted:
    """What was noted by hand about an authority: its latest step, and the day of the latest entry."""

    step: Reached | None
    touched: dt.date


def rows_of(animator: Animator, day: dt.date) -> list[Row]:
    """The rows of an animator's desk: the authorities of its perimeter, and those with a mandate."""
    return [row_of(one, day) for one in _facts(scope_of(animator), animator.organization, day)]


def row_about(animator: Animator, territory_id: str, day: dt.date) -> Row | None:
    """The row of one authority; None when it is not on the animator's desk."""
    one = sa.select(scope_of(animator).subquery()).where(sa.column("id") == territory_id)
    found = _facts(one, animator.organization, day)
    return row_of(found[0], day) if found else None


def scope_of(animator: Animator) -> sa.sql.Select:
    """A query of the ids of the authorities on an animator's desk."""
    column = animator_table.c
    own = sa.select(column.organization_id.label("id"), column.perimeter, column.perimeter_except).where(
        column.organization_id == animator.organization
    )
    territory = reached(own).subquery("perimeter").c.descendant
    level = sa.func.split_part(territory, "-", 1)
    inside = sa.select(territory).where(level.in_([one.value for one in AUTHORITIES]))
    asked = sa.select(_mandate.territory).where(_mandate.organization_id == animator.organization)
    named = meaning(asked)
    either = sa.union(inside, sa.select(named.c.meant)).subquery("desk")
    return sa.select(either.c[0].label("id"))


def _facts(scope: sa.sql.Select, organization: str, day: dt.date) -> list[Facts]:
    found = places(scope)
    told, holders, published = overrides(scope), _holders(scope), publications(scope)
    agreements, noted = _agreements(organization, day), _noted(organization)
    errors = harvest_errors.counted(scope)
    return [
        _one(
            place,
            told.get(place.id),
            holders.get(place.id),
            agreements.get(place.id),
            published.get(place.id, NOTHING_PUBLISHED),
            noted.get(place.id),
            errors.get(place.id, 0),
        )
        for place in found
    ]


def _one(  # noqa: PLR0913, PLR0917 - all that is known of one authority, which nothing else holds together
    place: Place,
    override: Any,
    holder: Holder | None,
    agreement: Agreement | None,
    published: Publication,
    noted: Noted | None,
    errors: int,
) -> Facts:
    must = obligation(place.level, place.population, override)
    return Facts(
        id=place.id,
        level=place.level.value,
        name=place.name,
        population=place.population,
        organization=holder.name if holder else "",
        organization_title=holder.title if holder else "",
        duty=must.duty.value,
        counts=must.counts,
        agreement=agreement,
        publication=published,
        noted=noted.step if noted else None,
        touched=noted.touched if noted else None,
        harvest_errors=errors,
    )


def _holders(scope: sa.sql.Select) -> dict[str, Holder]:
    """The organization of each authority: the oldest, should there be two."""
    field, meant = organization_field(TERRITORY_FIELD), meaning(scope)
    query = (
        sa.select(meant.c.meant, _group.id, _group.name, _group.title)
        .distinct(meant.c.meant)
        .join_from(meant, field, field.c.value == meant.c.id)
        .join(group_table, _group.id == field.c.id)
        .order_by(meant.c.meant, meant.c.id != meant.c.meant, _group.created, _group.id)
    )
    return {
        row.meant: Holder(row.id, row.name, row.title or row.name) for row in model.Session.execute(query)
    }


def published_where(scope: Scope) -> sa.sql.Subquery:
    """The public datasets of these territories: columns ``package_id``, ``meant``, ``created``, ``modified``.

    A dataset is of the territory that it names as its producer, else of that of its organization.
    """
    own, owner, meant = dataset_field(TERRITORY_FIELD), organization_field(TERRITORY_FIELD), meaning(scope)
    place = sa.func.coalesce(own.c.value, owner.c.value)
    return (
        sa.select(_package.id.label("package_id"), meant.c.meant)
        .add_columns(
            _package.metadata_created.label("created"),
            _package.metadata_modified.label("modified"),
        )
        .select_from(
            package_table.outerjoin(own, own.c.id == _package.id)
            .outerjoin(owner, owner.c.id == _package.owner_org)
            .join(meant, meant.c.id == place)
        )
        .where(_package.state == "active", _package.private.is_(False), _package.type == "dataset")
        .subquery("published")
    )


def publications(scope: Scope) -> dict[str, Publication]:
    """What each of these territories has published; those without a dataset are left out. One query."""
    published, files = published_where(scope).c, files_by_dataset()
    query = (
        sa.select(published.meant, sa.func.count().label("datasets"))
        .add_columns(
            sa.func.min(published.created).label("first"), sa.func.max(published.modified).label("last")
        )
        .add_columns(
            sa.func.coalesce(sa.func.sum(files.c.valid), 0).label("valid"),
            sa.func.coalesce(sa.func.sum(files.c.invalid), 0).label("invalid"),
            sa.func.min(files.c.since_valid).label("since_valid"),
        )
        .join_from(published.meant.table, files, files.c.package_id == published.package_id, isouter=True)
        .group_by(published.meant)
    )
    return {row.meant: _publication(row) for row in model.Session.execute(query)}


def _publication(row: Any) -> Publication:
    return Publication(
        datasets=row.datasets,
        first=row.first.date(),
        last=row.last.date(),
        valid=int(row.valid),
        invalid=int(row.invalid),
        since_valid=row.since_valid.date() if row.since_valid else None,
    )


def _agreements(organization: str, day: dt.date) -> dict[str, Agreement]:
    """The mandate that counts of each authority that has, or had, one with the animator."""
    meant = meaning(sa.select(_mandate.territory).where(_mandate.organization_id == organization))
    query = (
        sa.select(mandate_table, meant.c.meant)
        .join_from(mandate_table, meant, meant.c.id == _mandate.territory)
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
    of_it = sa.select(_follow.territory).where(_follow.organization_id == organization)
    meant = meaning(of_it)
    query = (
        sa.select(meant.c.meant, _follow.step, _follow.moment)
        .join_from(follow_up_table, meant, meant.c.id == _follow.territory)
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
