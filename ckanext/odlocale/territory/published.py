"""The code under which a dataset was published: it keeps it beside today's, should it leave the COG.

It is what the dataset declares, or what its organization was attached to when the dataset was created: an
organization that was attached to the successor since does not make its older datasets forget.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.model.package import package_table

from ckanext.odlocale.cog.shared import TerritoryId
from ckanext.odlocale.territory.attachment.model import State, attachment_table
from ckanext.odlocale.territory.extras import TERRITORY_FIELD, dataset_field, organization_field
from ckanext.odlocale.territory.model import FORMER, territory_table

PUBLISHED_KEY, TODAY_KEY = "odlocale_territory_published", "odlocale_territory_today"

_package, _attachment = package_table.c, attachment_table.c


@dataclass(frozen=True, slots=True)
class Published:
    """A territory that left the COG, and the datasets that were published for it.

    :param name: empty when only its code is known
    :param today: what it is part of; None for one that has no single successor
    """

    dataset: str
    code: TerritoryId
    name: str
    today: TerritoryId | None
    today_name: str | None


def published_as(dataset_id: str) -> Published | None:
    """The former territory under which a dataset was published; None when it is still in force. One query."""
    return next(_found(_of_one(), dataset=dataset_id), None)


def shown(dataset: dict[str, Any], *, saving: bool) -> dict[str, Any]:
    """A dataset with the former territory under which it was published, and what that is part of today.

    The keys are flat and only there when there is something to say, so that what ``package_show`` gives can
    be given back to ``package_update``.

    :param dataset: what ``package_show`` is about to give, changed in place
    :param saving: it is shown in order to be saved: nobody reads it, and nothing is asked
    """
    found = None if saving else published_as(dataset["id"])
    if found:
        dataset[PUBLISHED_KEY] = str(found.code)
        if found.today:
            dataset[TODAY_KEY] = str(found.today)
    return dataset


def published_codes(organization_id: str | None = None) -> dict[str, TerritoryId]:
    """The former territory under which each dataset was published, by the dataset's id.

    :param organization_id: only the datasets of this organization
    """
    query = _statement().where(_package.state != "deleted")
    if organization_id:
        query = query.where(_package.owner_org == organization_id)
    return {one.dataset: one.code for one in _found(query)}


@cache
def _of_one() -> sa.sql.Select:
    """Made once: every showing and indexing of a dataset asks it, and making it costs more than asking."""
    return _statement().where(_package.id == sa.bindparam("dataset"))


def _found(query: sa.sql.Select, **values: str) -> Iterator[Published]:
    for row in model.Session.execute(query, values):
        today = TerritoryId(row.today) if row.today else None
        yield Published(row.dataset, TerritoryId(row.code), row.name, today, row.today_name)


def _statement() -> sa.sql.Select:
    own, inherited = dataset_field(TERRITORY_FIELD), organization_field(TERRITORY_FIELD)
    former, today = territory_table.alias("former"), territory_table.alias("today")
    declared = sa.func.coalesce(own.c.value, _earlier(inherited.c.value), inherited.c.value)
    return (
        sa.select(_package.id.label("dataset"), former.c.id.label("code"), former.c.name)
        .add_columns(today.c.id.label("today"), today.c.name.label("today_name"))
        .select_from(
            package_table.outerjoin(own, own.c.id == _package.id)
            .outerjoin(inherited, inherited.c.id == _package.owner_org)
            .join(former, sa.and_(former.c.id == declared, former.c.state == FORMER))
            .outerjoin(today, today.c.id == former.c.successor_id)
        )
    )


def _earlier(now: sa.sql.ColumnElement[str]) -> sa.sql.ColumnElement[str]:
    """What the organization left after the dataset was created, where that leads to what it is today."""
    left = territory_table.alias("left_since")
    decided = sa.func.coalesce(_attachment.decided, _attachment.created)
    leads_there = sa.or_(left.c.successor_id == now, now == sa.any_(left.c.heirs))
    return (
        sa.select(_attachment.previous_id)
        .join_from(attachment_table, left, left.c.id == _attachment.previous_id)
        .where(_attachment.organization_id == _package.owner_org)
        .where(_attachment.state.in_([State.WRITTEN, State.CONFIRMED]))
        .where(left.c.state == FORMER, leads_there)
        .where(decided > sa.func.timezone("UTC", _package.metadata_created))
        .order_by(decided)
        .limit(1)
        .scalar_subquery()
    )
