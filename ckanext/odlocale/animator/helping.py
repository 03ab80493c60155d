"""Who may help a territory, and where nobody offers anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.model.group import group_table

from ckanext.odlocale.animator.kinds import Service
from ckanext.odlocale.animator.model import animator_table, mandate_table, offer_table
from ckanext.odlocale.animator.perimeter import Perimeter
from ckanext.odlocale.animator.records import Animator, animators
from ckanext.odlocale.territory.shared import Level, TerritoryId, below, contents_of

_offer, _mandate = offer_table.c, mandate_table.c


@dataclass(frozen=True, slots=True)
class Help:
    """An offer that reaches a territory.

    :param reach: how far above the territory it is named: 0 for the territory itself
    :param achieved: territories around that the animator accompanies today
    """

    offer: Any
    animator: Animator
    reach: int
    achieved: int


def help_for(lineage: Sequence[TerritoryId], day: date) -> dict[Service, list[Help]]:
    """Who offers each service to a territory on a day, nearest first, then by what they have achieved there.

    Three queries, whatever the number of offers.

    :param lineage: the territory, then all that contain it, nearest first
    """
    known = {one.organization: one for one in animators()}
    around = next((one for one in lineage if one.level is Level.DEP), lineage[-1] if lineage else None)
    achieved = _accompanied(around, day) if around else Counter()
    found: dict[Service, list[Help]] = {service: [] for service in Service}
    for row in model.Session.execute(_open(day).where(_offer.organization_id.in_(list(known)))):
        reach = Perimeter.of(row.perimeter, row.perimeter_except).reach(lineage)
        if reach is not None:
            who = known[row.organization_id]
            found[Service(row.service)].append(Help(row, who, reach, achieved[who.organization]))
    for helps in found.values():
        helps.sort(key=lambda one: (one.reach, -one.achieved, one.animator.title.lower()))
    return found


def above(lineage: Sequence[TerritoryId]) -> list[Animator]:
    """The animators whose perimeter contains a territory, nearest first: whom to ask when nobody offers."""
    reached = [(one.perimeter.reach(lineage), one) for one in animators()]
    near = [(reach, one.title.lower(), one) for reach, one in reached if reach is not None]
    return [one for _, _, one in sorted(near, key=lambda found: found[:2])]


def _open(day: date) -> sa.sql.Select:
    """The offers that stand on a day."""
    return sa.select(offer_table).where(
        _offer.since <= day, sa.or_(_offer.until.is_(None), _offer.until >= day)
    )


def _accompanied(around: TerritoryId, day: date) -> Counter[str]:
    """How many territories inside another each animator has a mandate of on a day."""
    inside = below(around)
    query = (
        sa.select(_mandate.organization_id, sa.func.count(_mandate.territory.distinct()))
        .where(_mandate.territory.in_(inside), _mandate.state == "signed", _mandate.since <= day)
        .where(sa.or_(_mandate.until.is_(None), _mandate.until >= day))
        .group_by(_mandate.organization_id)
    )
    return Counter({row[0]: row[1] for row in model.Session.execute(query)})


def covered(service: Service, day: date) -> sa.sql.Select:
    """The territories to which somebody offers a service on a day, as a query of their ids."""
    group = group_table.c
    offers = (
        sa.select(_offer.id, _offer.perimeter, _offer.perimeter_except)
        .join_from(offer_table, animator_table, animator_table.c.organization_id == _offer.organization_id)
        .join(group_table, sa.and_(group.id == _offer.organization_id, group.state == "active"))
        .where(_offer.service == service, _offer.since <= day)
        .where(sa.or_(_offer.until.is_(None), _offer.until >= day))
        .cte("offers")
    )
    named = sa.select(offers.c.id, sa.func.unnest(offers.c.perimeter).label("territory")).subquery("named")
    barred = sa.select(offers.c.id, sa.func.unnest(offers.c.perimeter_except).label("territory"))
    reached = contents_of(named, named.c.id, named.c.territory)
    excluded = barred.subquery("barred")
    without = contents_of(excluded, excluded.c.id, excluded.c.territory)
    left = sa.except_(reached, without).subquery("reached")
    return sa.select(left.c.descendant)
