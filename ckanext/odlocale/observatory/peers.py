"""Whom a territory is compared with: those of its level that are about as large, in the same surroundings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ckanext.odlocale.cog.shared import Level, TerritoryId
from ckanext.odlocale.cog.shared import stratum_of as stratum_by_population
from ckanext.odlocale.observatory import listing
from ckanext.odlocale.observatory.board import BESIDE, Below, told_apart
from ckanext.odlocale.observatory.facts import Place
from ckanext.odlocale.observatory.history import ledger
from ckanext.odlocale.observatory.listing import Entry
from ckanext.odlocale.observatory.parts import stratum_of
from ckanext.odlocale.observatory.seen import Seen, side_by_side
from ckanext.odlocale.territory.shared import TerritoryRecord, records

MOST_PEERS = 12


@dataclass(frozen=True, slots=True)
class Peers:
    """Territories beside which one is seen.

    :param rank: its place among all that are compared, by the share of open collectivités; 1 for the first
    :param all: how many are compared, itself included
    :param rows: itself and the nearest to it in population, by that share
    :param around: the territory that all of them are in; None for the country
    """

    rank: int
    all: int
    rows: Sequence[Below]
    around: TerritoryRecord | None


def of_commune(record: TerritoryRecord, entry: Entry, day: date) -> tuple[int, int, list[Entry]]:
    """Communes of its stratum and département: how many are open, of how many, the first of them."""
    stratum, departement = stratum_of(entry.place), _around(entry.place, Level.DEP)
    if record.level is not Level.COM or stratum is None or departement is None:
        return 0, 0, []
    alike = [
        one
        for one in ledger.known_on(day, departement, ledger.is_of(Level.COM))
        if stratum.has(one) and one.id != record.id
    ]
    open_ones = sorted((one for one in alike if one.is_open), key=lambda one: -(one.population or 0))
    return len(open_ones), len(alike), listing.described(open_ones[:MOST_PEERS])


def peers(record: TerritoryRecord, place: Place | None, seen: Seen) -> Peers | None:
    """EPCI and EPT of the same size, in the same département, else région; départements; régions.

    Four queries at most, whatever their number. None for communes and the country, without others to compare
    with, and when the population is not known.
    """
    if place is None or place.population is None or record.level in (Level.FR, Level.COM):
        return None
    for around in _surroundings(place):
        alike = [
            one
            for one in ledger.known_on(seen.day, around, ledger.is_of(record.level))
            if one.id == place.id or _is_as_large(one, place)
        ]
        if len(alike) > 1:
            return _compared(place, alike, seen, around)
    return None


def _surroundings(place: Place) -> list[TerritoryId | None]:
    """What its peers are looked for in, one after the other until there are some."""
    if place.level not in (Level.EPCI, Level.EPT):
        return [None]
    return [one for one in (_around(place, Level.DEP), _around(place, Level.REG)) if one]


def _around(place: Place, level: Level) -> TerritoryId | None:
    return next((one for one in place.containers if one.level is level), None)


def _is_as_large(one: Place, place: Place) -> bool:
    if place.level not in (Level.EPCI, Level.EPT):
        return one.population is not None
    return stratum_by_population(one.population) == stratum_by_population(place.population)


def _compared(place: Place, alike: Sequence[Place], seen: Seen, around: TerritoryId | None) -> Peers:
    figures = side_by_side([one.id for one in alike], seen.day, BESIDE)
    shares = {one.id: figures[one.id]["open"].rate or 0 for one in alike if "open" in figures[one.id]}
    nearest = sorted(alike, key=lambda one: abs((one.population or 0) - (place.population or 0)))
    shown = nearest[: MOST_PEERS + 1]
    known = records([*(one.id for one in shown), *([around] if around else [])])
    rows = told_apart(shown, known, figures)
    own = shares.get(place.id, 0)
    return Peers(
        rank=1 + sum(share > own for share in shares.values()),
        all=len(alike),
        rows=sorted(rows, key=lambda one: -(one.open.rate or 0)),
        around=known.get(around) if around else None,
    )
