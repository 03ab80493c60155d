"""What mandates and offers say of the whole country, for the rooms that count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from ckan import model
from ckan.model.group import group_table

from ckanext.odlocale.animator.helping import covered
from ckanext.odlocale.animator.kinds import Service
from ckanext.odlocale.animator.mandate import State
from ckanext.odlocale.animator.model import animator_table, mandate_table
from ckanext.odlocale.territory.shared import meaning

_mandate, _animator, _group = mandate_table.c, animator_table.c, group_table.c


@dataclass(frozen=True, slots=True)
class Support:
    """A mandate that was signed, whether it runs or not.

    :param animator: the id of its organization
    :param territory: whom it supports, by the identifier of today
    :param until: its last day, the one on which it was ended at most; None for no end
    """

    animator: str
    territory: str
    since: date
    until: date | None


def ever_signed() -> Iterator[Support]:
    """Every mandate that was ever signed, of animators whose organization is there. One query."""
    meant = meaning(sa.select(_mandate.territory))
    ended = sa.cast(sa.func.timezone("UTC", _mandate.ended), sa.Date)
    query = (
        sa.select(_mandate.organization_id, meant.c.meant, _mandate.since)
        .add_columns(sa.func.least(_mandate.until, ended).label("until"))
        .join_from(mandate_table, meant, meant.c.id == _mandate.territory)
        .join(animator_table, _animator.organization_id == _mandate.organization_id)
        .join(group_table, sa.and_(_group.id == _mandate.organization_id, _group.state == "active"))
        .where(_mandate.state.in_([State.SIGNED.value, State.ENDED.value]))
    )
    for row in model.Session.execute(query):
        if row.until is None or row.since <= row.until:
            yield Support(row.organization_id, row.meant, row.since, row.until)


def offered_on(day: date) -> set[str]:
    """The territories to which somebody offers a service on a day, whichever. A query for each service."""
    return {one for service in Service for one in model.Session.execute(covered(service, day)).scalars()}
