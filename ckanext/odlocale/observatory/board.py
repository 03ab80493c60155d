"""What the page of a territory shows: its headlines, its curve, its parts, what is below it, its peers."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import ckan.plugins.toolkit as tk

from ckanext.odlocale.cog.shared import Level, TerritoryId, normalise_name
from ckanext.odlocale.drawing import maps
from ckanext.odlocale.drawing.tiles import Tile, map_svg, tiles_svg
from ckanext.odlocale.observatory import config, listing
from ckanext.odlocale.observatory.curve import Curve
from ckanext.odlocale.observatory.facts import Place
from ckanext.odlocale.observatory.history import days, grouped, ledger
from ckanext.odlocale.observatory.history import figures as kept
from ckanext.odlocale.observatory.indicator import NOTHING, Count
from ckanext.odlocale.observatory.listing import Entry
from ckanext.odlocale.observatory.parts import BELOW
from ckanext.odlocale.observatory.programme import OBSERVED
from ckanext.odlocale.observatory.seen import Seen, side_by_side
from ckanext.odlocale.observatory.trajectory import Point, Target, Trajectory, trajectory
from ckanext.odlocale.observatory.wording import odlocale_percent
from ckanext.odlocale.territory.shared import TerritoryRecord, records

HEADLINES = ("open", "open_obliged", "covered", "accompanied_new", "socle_published", "quality")
OF_ANIMATORS = ("open", "accompanied_new", "opened_since", "socle_published", "quality")
# What is told of the territories below.
BESIDE = ("open", "covered")


@dataclass(frozen=True, slots=True)
class Below:
    """A territory in the table of those below.

    :param open: open collectivités in it with itself; of a commune, itself
    """

    id: TerritoryId
    name: str
    population: int | None
    open: Count
    covered: Count


def below(record: TerritoryRecord, seen: Seen) -> list[Below]:
    """The territories that one leads down to, by name; two queries."""
    level = BELOW.get(record.level)
    if level is None:
        return []
    places = [one for one in ledger.known_on(seen.day, record.id, ledger.is_of(level)) if one.id != record.id]
    ids = [one.id for one in places]
    known = records(ids)
    figures = {} if level is Level.COM else side_by_side(ids, seen.day, BESIDE)
    return told_apart(places, known, figures)


def told_apart(
    places: Sequence[Place],
    known: Mapping[TerritoryId, TerritoryRecord],
    figures: Mapping[str, Mapping[str, Count]],
) -> list[Below]:
    """Territories with their names and figures, by name.

    :param figures: by territory and indicator; those of communes are what they are themselves
    """
    found = [
        Below(
            one.id,
            known[one.id].name if one.id in known else one.id,
            one.population,
            *(_own(one) if one.level is Level.COM else _within(figures[one.id])),
        )
        for one in places
    ]
    return sorted(found, key=lambda one: normalise_name(one.name))


def _within(figures: Mapping[str, Count]) -> tuple[Count, Count]:
    return figures.get("open", NOTHING), figures.get("covered", NOTHING)


def _own(one: Place) -> tuple[Count, Count]:
    people = one.population or 0
    return Count(int(one.is_open), 1), Count(people if one.covering else 0, people)


def tiles(found: Sequence[Below], root: str) -> list[Tile]:
    """What is below, to be drawn: coloured by the share of open collectivités."""
    return [
        Tile(one.id, one.name, one.population or 0, one.open.rate, _told(one), f"{root}{one.id}")
        for one in found
    ]


def _told(one: Below) -> str:
    return tk._("{territory}: {open} of {all} open, {rate}").format(
        territory=one.name,
        open=one.open.numerator,
        all=one.open.denominator,
        rate=odlocale_percent(one.open),
    )


def drawn(record: TerritoryRecord, seen: Seen, rows: Sequence[Below], root: str) -> tuple[str, str]:
    """What is below a territory as a drawing, and who made the map; empty for tiles. One query, for outlines.

    The administrator's map, else the packaged one of the départements, else tiles.

    :param rows: what is below it
    :param root: what the address of every board begins with
    """
    title = tk._("Share of open collectivités, by territory")
    found = tiles(rows, root)
    if record.level is Level.FR:
        found = tiles(of_level(Level.DEP, seen), root) or found
    ids = {tile.id for tile in found}
    outlines, source = maps.showing(ids)
    if ids.isdisjoint(outlines):
        return tiles_svg(found, title), ""
    return map_svg(found, title, outlines), source


def points(scope: str, indicator: str = "open") -> list[Point]:
    """The numerator of an indicator over time. One query."""
    return [Point(one.date, one.count.numerator) for one in kept.series(scope, indicator)]


def target_of(record: TerritoryRecord) -> Target | None:
    """What a territory aims at: only the one that the portal observes does."""
    return config.target() if record.id == config.territory() else None


def path(record: TerritoryRecord, found: Sequence[Point], day: date) -> Trajectory | None:
    """The trajectory of a territory towards its target."""
    target = target_of(record)
    return trajectory(found, target, day) if target else None


def curve(record: TerritoryRecord, found: Sequence[Point], day: date) -> Curve:
    """The curve of the open collectivités of a territory. One query."""
    target = target_of(record)
    return dataclasses.replace(
        plain_curve(record.name or record.code, found, day),
        references=[Point(one.day, one.number) for one in OBSERVED] if record.level is Level.FR else (),
        target=Point(target.day, target.number) if target else None,
    )


def plain_curve(name: str, found: Sequence[Point], day: date) -> Curve:
    """The curve of open collectivités, with the changes of vintage. One query."""
    return Curve(
        title=tk._("Open collectivités: {territory}").format(territory=name),
        summary=summary(found),
        points=found,
        until=day,
        marks=[(on, tk._("Vintage {year}").format(year=year)) for on, year in days.vintage_changes()],
    )


def summary(found: Sequence[Point]) -> str:
    """What a curve says, in a sentence."""
    if not found:
        return tk._("Nothing was counted yet.")
    (first, first_day), (last, last_day) = (_read_out(one) for one in (found[0], found[-1]))
    if first_day == last_day:
        return tk._("Open collectivités: {number} since {day}.").format(number=first, day=first_day)
    return tk._("Open collectivités: {first} on {first_day}, {last} since {last_day}.").format(
        first=first, first_day=first_day, last=last, last_day=last_day
    )


def _read_out(point: Point) -> tuple[str, str]:
    return tk.h.odlocale_number(point.number), tk.h.render_datetime(point.day.isoformat())


def accompanying(record: TerritoryRecord, day: date) -> list[tuple[str, str, Count]]:
    """Who accompanies collectivités there: name and title, how many are open of how many. Two queries."""
    found = grouped.by_animator(day, record.id)
    titles = listing.titles_of(one.organization for one in found)
    return [
        (*titles[one.organization], Count(one.open, one.authorities))
        for one in found
        if one.organization in titles
    ]


def holding(record: TerritoryRecord, day: date) -> list[tuple[str, str, Count]]:
    """Who publishes for others there: name and title, how many datasets of all of them. Two queries."""
    found = grouped.by_holder(day, record.id)
    titles = listing.titles_of(one.organization for one in found)
    total = sum(one.datasets for one in found)
    return [
        (*titles[one.organization], Count(one.datasets, total)) for one in found if one.organization in titles
    ]


def itself(record: TerritoryRecord, day: date) -> Entry | None:
    """What is known of the collectivité of a territory; None when it has none."""
    place = ledger.one(day, record.id) if record.level is not Level.FR else None
    return listing.described([place])[0] if place else None


def around(entry: Entry) -> list[TerritoryRecord]:
    """What contains a collectivité, the nearest first, without the country. One query."""
    known = records(one for one in entry.place.containers if one.level is not Level.FR)
    return sorted(known.values(), key=lambda one: -one.level.rank)


def of_level(level: Level, seen: Seen) -> list[Below]:
    """All territories of a level in the country; two queries."""
    places = list(ledger.known_on(seen.day, None, ledger.is_of(level)))
    ids = [one.id for one in places]
    return told_apart(places, records(ids), side_by_side(ids, seen.day, BESIDE))
