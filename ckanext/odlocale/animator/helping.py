"""Who may help a territory, and where nobody offers anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.model.group import group_table

from ckanext.odlocale.animator.desk.published import publications
from ckanext.odlocale.animator.kinds import Service
from ckanext.odlocale.animator.model import animator_table, mandate_table, offer_table
from ckanext.odlocale.animator.perimeter import Perimeter
from ckanext.odlocale.animator.reached import reached
from ckanext.odlocale.animator.records import Animator, animators
from ckanext.odlocale.territory.shared import Level, TerritoryId, below, meaning

_offer, _mandate = offer_table.c, mandate_table.c


@dataclass(frozen=True, slots=True)
class Help:
    """An offer that reaches a territory.

    :param reach: how far above the territory it is named: 0 for the territory itself
    :param achieved: territories of the same département that the animator accompanies today
    :param publishing: those of them that publish
    """

    offer: Any
    animator: Animator
    reach: int
    achieved: int
    publishing: int


def help_for(lineage: Sequence[TerritoryId], day: date) -> dict[Service, list[Help]]:
    """Who offers each service to a territory on a day, nearest first, then by what they have achieved there.

    Four queries, whatever the number of offers.

    :param lineage: the territory, then all that contain it, nearest first
    """
    known = {one.organization: one for one in animators()}
    around = around_of(lineage)
    accompanied = _accompanied(around, day) if around else {}
    published = publications(list({one for some in accompanied.values() for one in some}))
    found: dict[Service, list[Help]] = {service: [] for service in Service}
    for row in model.Session.execute(_open(day).where(_offer.organization_id.in_(list(known)))):
        reach = Perimeter.of(row.perimeter, row.perimeter_except).reach(lineage)
        if reach is not None:
            who = known[row.organization_id]
            theirs = accompanied.get(who.organization, set())
            publishing = len(theirs & published.keys())
            found[Service(row.service)].append(Help(row, who, reach, len(theirs), publishing))
    for helps in found.values():
        helps.sort(key=lambda one: (one.reach, -one.achieved, one.animator.title.lower()))
    return found


def around_of(lineage: Sequence[TerritoryId]) -> TerritoryId | None:
    """Where what animators achieved is counted: the département, or the widest around the territory."""
    return next((one for one in lineage if one.level is Level.DEP), lineage[-1] if lineage else None)


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


def _accompanied(around: TerritoryId, day: date) -> dict[str, set[str]]:
    """The territories inside another that each animator has a mandate of on a day, by today's identifiers."""
    inside = meaning(below(around))
    query = (
        sa.select(_mandate.organization_id, inside.c.meant)
        .join_from(mandate_table, inside, inside.c.id == _mandate.territory)
        .where(_mandate.state == "signed", _mandate.since <= day)
        .where(sa.or_(_mandate.until.is_(None), _mandate.until >= day))
    )
    found: dict[str, set[str]] = {}
    for row in model.Session.execute(query):
        found.setdefault(row.organization_id, set()).add(row.meant)
    return found


def covered(service: Service, day: date) -> sa.sql.Select:
    """The territories to which somebody offers a service on a day, as a query of their ids."""
    group = group_table.c
    offers = (
        _open(day)
        .with_only_columns(_offer.id, _offer.perimeter, _offer.perimeter_except)
        .join(animator_table, animator_table.c.organization_id == _offer.organization_id)
        .join(group_table, sa.and_(group.id == _offer.organization_id, group.state == "active"))
        .where(_offer.service == service)
    )
    return sa.select(reached(offers).subquery("offered").c.descendant)


def within_reach(organizations: Sequence[str]) -> sa.sql.Select:
    """The territories in the perimeter of at least one of these animators, as a query of their ids."""
    who = animator_table.c
    named = sa.select(who.organization_id.label("id"), who.perimeter, who.perimeter_except)
    return sa.select(reached(named.where(who.organization_id.in_(organizations))).subquery().c.descendant)


def services_of(day: date) -> dict[str, set[Service]]:
    """What each animator offers on a day, by organization. One query."""
    query = _open(day).with_only_columns(_offer.organization_id, _offer.service).distinct()
    found: dict[str, set[Service]] = {}
    for row in model.Session.execute(query):
        found.setdefault(row.organization_id, set()).add(Service(row.service))
    return found
