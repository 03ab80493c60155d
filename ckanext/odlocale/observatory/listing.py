"""The collectivités behind a figure, page by page: who they are, since when they are open, who acts next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from ckan import model
from ckan.model.group import group_table

from ckanext.odlocale.cog.shared import Level, TerritoryId, normalise_name
from ckanext.odlocale.observatory.acting import Next, next_of
from ckanext.odlocale.observatory.facts import Place
from ckanext.odlocale.observatory.history import ledger
from ckanext.odlocale.observatory.indicator import Indicator
from ckanext.odlocale.observatory.model import observed_table
from ckanext.odlocale.observatory.openings.store import of_territories
from ckanext.odlocale.observatory.parts import Part
from ckanext.odlocale.territory.shared import TerritoryRecord, organizations_of, records


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

    :param territory: what the list is of, with everything below it
    :param q: only those with these words in their name, or this code
    """

    territory: TerritoryId
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


def places(asked: Asked) -> list[Place]:
    """The places of a list, largest level first, then most people first. One query."""
    found = (
        place
        for place in ledger.known_on(asked.day, asked.territory, *_limits(asked.part))
        if _is_in(place, asked)
    )
    return sorted(found, key=lambda one: (one.level.rank, -(one.population or 0), one.id))


def page(asked: Asked, limit: int, offset: int) -> tuple[int, list[Entry]]:
    """A page of a list with the number of all; five queries, whatever its size."""
    found = places(asked)
    if asked.q:
        found = _searched(found, asked.q)
    return len(found), described(found[offset : offset + limit])


def described(some: Sequence[Place]) -> list[Entry]:
    """Places with their names, organizations and helpers."""
    ids = [one.id for one in some]
    around = {container for one in some for container in one.containers}
    known, held = records(ids), organizations_of({*ids, *around})
    titles = _titles(held.values())
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


def _limits(part: Part) -> Iterator[sa.sql.ColumnElement[bool]]:
    """What the database can tell of a part; the rest is decided place by place."""
    row = observed_table.c
    if part.level:
        yield ledger.is_of(part.level)
    if part.least:
        yield row.population >= part.least
    if part.below:
        yield row.population < part.below


def _is_in(place: Place, asked: Asked) -> bool:
    count = asked.indicator.count(place)
    if not count.denominator or not asked.part.has(place):
        return False
    sides = {Side.ALL: True, Side.IN: count.numerator > 0, Side.OUT: count.numerator < count.denominator}
    return sides[asked.side]


def _searched(found: Sequence[Place], q: str) -> list[Place]:
    words, known = normalise_name(q).split(), records(one.id for one in found)
    return [
        one
        for one in found
        if one.id in known and (q == known[one.id].code or _has(normalise_name(known[one.id].name), words))
    ]


def _has(name: str, words: Iterable[str]) -> bool:
    return all(f" {word}" in f" {name}" for word in words)


def _nearest(place: Place, held: dict[TerritoryId, str]) -> str:
    around = [one for one in place.containers if one in held and one.level is not Level.FR]
    nearest = max(around, key=lambda one: one.level.rank, default=None)
    return held[nearest] if nearest else ""


def _titles(ids: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Name and title of each organization, by id."""
    group = group_table.c
    query = sa.select(group.id, group.name, group.title).where(group.id.in_(list(ids)))
    return {row.id: (row.name, row.title or row.name) for row in model.Session.execute(query)}
