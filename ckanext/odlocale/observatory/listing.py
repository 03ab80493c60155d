"""The collectivités behind a figure, page by page: who they are, since when they are open, who acts next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from ckan import model
from ckan.model.group import group_table

from ckanext.odlocale.cog.shared import Level, TerritoryId
from ckanext.odlocale.observatory.acting import Next, next_of
from ckanext.odlocale.observatory.computing import is_told_apart
from ckanext.odlocale.observatory.facts import Place
from ckanext.odlocale.observatory.history import figures as kept
from ckanext.odlocale.observatory.history import ledger
from ckanext.odlocale.observatory.indicator import NOTHING, Indicator, Unit
from ckanext.odlocale.observatory.openings.store import of_territories
from ckanext.odlocale.observatory.parts import Part
from ckanext.odlocale.territory.shared import TerritoryRecord, called, organizations_of, records


class Side(StrEnum):
    """Which collectivités of a figure; the values are in addresses."""

    ALL = "tous"
    IN = "oui"
    """Those in the numerator."""
    OUT = "non"
    """Those of the denominator that are not in the numerator."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which list is wanted.

    :param scope: the territory that the list is of, with everything below it, or the animator
    :param q: only those with these words in their name, or this code
    """

    scope: str
    day: date
    indicator: Indicator
    part: Part
    side: Side = Side.IN
    q: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A collectivité of a list.

    :param organization: name and title of its own organization on the portal, if it has one
    :param helper: the same of the nearest territory around it that has one
    :param elsewhere: its address on another platform, by an imported list
    """

    place: Place
    record: TerritoryRecord | None
    next: Next
    organization: tuple[str, str] | None
    helper: tuple[str, str] | None
    elsewhere: str | None

    @property
    def name(self) -> str:
        """Its name; its id when the name is not known."""
        return (self.record and self.record.name) or self.place.id


def page(asked: Asked, limit: int, offset: int) -> tuple[int, list[Entry]]:
    """A page of a list with the number of all; six queries, whatever their number."""
    conditions, count = list(_conditions(asked)), _number(asked)
    if count is None:
        count = ledger.number(asked.day, asked.scope, conditions)
    return count, described(ledger.page(asked.day, asked.scope, conditions, limit, offset))


def _number(asked: Asked) -> int | None:
    """How many there are, by the figure that the list is behind; None where it does not say so.

    A figure of collectivités counts each once, so that it is the length of its list; counting those of a
    country takes as long as its page.
    """
    if asked.q or asked.indicator.unit is not Unit.AUTHORITIES or not is_told_apart(asked.scope):
        return None
    found = kept.on(asked.day, [asked.scope], [asked.indicator.name], part=asked.part.name)
    count = next((one.count for one in found), NOTHING)
    numbers = {Side.IN: count.numerator, Side.OUT: count.denominator - count.numerator}
    return numbers.get(asked.side, count.denominator)


def described(some: Sequence[Place]) -> list[Entry]:
    """Places with their names, organizations and helpers."""
    ids = [one.id for one in some]
    around = {container for one in some for container in one.containers}
    known, held = records(ids), organizations_of({*ids, *around})
    titles = titles_of(held.values())
    elsewhere = of_territories(ids)
    return [
        Entry(
            place=one,
            record=known.get(one.id),
            next=next_of(one),
            organization=titles.get(held.get(one.id, "")),
            helper=titles.get(_nearest(one, held)),
            elsewhere=elsewhere[one.id].url if one.id in elsewhere else None,
        )
        for one in some
    ]


def _conditions(asked: Asked) -> Iterator[ledger.Condition]:
    name = asked.indicator.name
    sides = {
        Side.IN: ledger.is_counted(name),
        Side.OUT: ledger.is_missing(name),
        Side.ALL: sa.or_(ledger.is_counted(name), ledger.is_missing(name)),
    }
    yield sides[asked.side]
    yield ledger.is_of_part(asked.part.name)
    if asked.q:
        yield ledger.is_one_of(called(asked.q))


def _nearest(place: Place, held: dict[TerritoryId, str]) -> str:
    around = [one for one in place.containers if one in held and one.level is not Level.FR]
    nearest = max(around, key=lambda one: one.level.rank, default=None)
    return held[nearest] if nearest else ""


def titles_of(ids: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Name and title of each organization, by id."""
    group = group_table.c
    query = sa.select(group.id, group.name, group.title).where(group.id.in_(list(ids)))
    return {row.id: (row.name, row.title or row.name) for row in model.Session.execute(query)}
