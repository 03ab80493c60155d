"""What the page says: the headlines with their definitions, and who has to do something next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import ckan.plugins.toolkit as tk

from ckanext.odlocale.observatory import board, listing, registry, telling
from ckanext.odlocale.observatory.acting import Actor
from ckanext.odlocale.observatory.indicator import Indicator
from ckanext.odlocale.observatory.listing import Asked, Entry, Side
from ckanext.odlocale.observatory.parts import ALL
from ckanext.odlocale.observatory.seen import Seen
from ckanext.odlocale.observatory.wording import odlocale_percent
from ckanext.odlocale.territory.shared import TerritoryRecord

MOST_NAMED = 6
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Line:
    """A figure.

    :param counted: numerator and denominator, in words
    :param definition: what is counted among what, and by which rule
    :param address: of the list behind it
    """

    title: str
    rate: str
    counted: str
    definition: str
    address: str


@dataclass(frozen=True, slots=True)
class Step:
    """Somebody who has something to do, and what."""

    name: str
    step: str
    actor: str
    address: str


@dataclass(frozen=True, slots=True)
class Report:
    """The page.

    :param about: the day of its figures and how many people live there
    :param trend: how many were open when the portal began to count, and are now
    :param address: of the board that it was taken from
    """

    title: str
    about: str
    lines: tuple[Line, ...]
    trend: str
    steps: tuple[Step, ...]
    address: str


def report(record: TerritoryRecord, seen: Seen, address: str) -> Report:
    """The page of a territory. As many queries whatever is below it.

    :param address: of its board, in full
    """
    name = shortened(record.name or record.code)
    return Report(
        title=tk._("Open data in the territories: {territory}").format(territory=name),
        about=_about(record, seen.day),
        lines=tuple(_line(one, seen, address) for one in seen.indicators if one.name in board.HEADLINES),
        trend=board.summary(board.points(record.id)),
        steps=tuple(step_of(one, address) for one in next_ones(record.id, seen.day)),
        address=address,
    )


def shortened(name: str) -> str:
    """A name that leaves room on the page."""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def _about(record: TerritoryRecord, day: date) -> str:
    said = tk._("Figures of {date}").format(date=tk.h.render_datetime(day.isoformat()))
    if not record.population:
        return said
    people = tk._("{number} inhabitants").format(number=tk.h.odlocale_number(record.population))
    return f"{said} · {people}"


def _line(one: Indicator, seen: Seen, address: str) -> Line:
    count = seen.count(one.name)
    counted = tk._("{number} of {all} {unit}").format(
        number=tk.h.odlocale_number(count.numerator),
        all=tk.h.odlocale_number(count.denominator),
        unit=telling.unit_label(one.unit),
    )
    definition = f"{telling.what_is_counted(one)} {one.rule()}"
    behind = f"{address}/collectivites?indicateur={one.name}&cote=oui"
    return Line(one.title(), odlocale_percent(count), counted, definition, behind)


def next_ones(scope: str, day: date) -> list[Entry]:
    """The largest of those that must open and have not."""
    must = registry.indicator("open_obliged")
    if must is None:
        return []
    return listing.page(Asked(scope, day, must, ALL, Side.OUT), MOST_NAMED, 0)[1]


def step_of(one: Entry, address: str) -> Step:
    """What somebody has to do next.

    :param address: of a board
    """
    actor = telling.actor_label(one.next.actor)
    if one.next.actor is Actor.HELPER and one.helper:
        actor = one.helper[1]
    return Step(
        shortened(one.name),
        telling.step_label(one.next),
        actor,
        f"{address.rpartition('/')[0]}/{one.place.id}",
    )
