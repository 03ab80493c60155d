"""What was known of each territory, and from which day on: every figure comes out of it again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.odlocale.cog.shared import Level, TerritoryId
from ckanext.odlocale.observatory.facts import Duty, Place, Quality, Way
from ckanext.odlocale.observatory.history.dated import Dated
from ckanext.odlocale.observatory.model import observed_table

_observed = observed_table.c
LEDGER = Dated(
    observed_table,
    keys=("territory",),
    values=("level", "population", "containers", "is_open", "facts"),
)
_QUALITY = ("datasets", "licensed", "open_format", "described", "dated", "fresh")


def keep(day: date, places: Iterable[Place]) -> int:
    """Write what is known of every territory from a day on.

    :returns: of how many something is new
    """
    return LEDGER.keep(day, {(str(place.id),): _values(place) for place in places})


def known_on(day: date, scope: str | None = None, *further: sa.sql.ColumnElement[bool]) -> Iterator[Place]:
    """The territories as they were known on a day.

    :param scope: only this territory and what it wholly contains
    """
    query = LEDGER.as_of(day, *_within(scope), *further)
    known: dict[str, TerritoryId] = {}
    for row in model.Session.execute(query):
        yield _place(row, known)


def one(day: date, territory: str) -> Place | None:
    """A territory as it was known on a day, without what it contains."""
    return next(known_on(day, None, _observed.territory == territory), None)


def before(day: date) -> dict[str, Place]:
    """The territories as they were known the day before, by id."""
    row = _observed
    query = sa.select(observed_table).where(row.date < day, sa.or_(row.until.is_(None), row.until >= day))
    known: dict[str, TerritoryId] = {}
    return {one.territory: _place(one, known) for one in model.Session.execute(query)}


def _within(scope: str | None) -> tuple[sa.sql.ColumnElement[bool], ...]:
    if scope in (None, Level.FR):
        return ()
    inside = _observed.containers.contains(sa.cast([scope], sa.ARRAY(sa.Text)))
    return (sa.or_(_observed.territory == scope, inside),)


def is_of(level: Level) -> sa.sql.ColumnElement[bool]:
    """Only territories of a level."""
    return _observed.level == str(level)


def _values(place: Place) -> tuple[Any, ...]:
    containers = sorted(map(str, place.containers))
    return str(place.level), place.population, containers, place.is_open, _facts(place)


def _facts(place: Place) -> dict[str, Any]:
    """The rest of a place, without what is as it is for most."""
    quality = [getattr(place.quality, name) for name in _QUALITY]
    facts = {
        "kind": place.kind,
        "counted": place.counted,
        "opened": {str(way): first.isoformat() for way, first in place.opened.items()},
        "duty": str(place.duty),
        "quality": quality if any(quality) else None,
        "held_by": dict(place.held_by),
        "covering": place.covering and str(place.covering),
        "schemas": dict(place.schemas),
        "helped": place.helped and place.helped.isoformat(),
    }
    return {name: value for name, value in facts.items() if value or name == "counted"}


def _place(row: Any, known: dict[str, TerritoryId]) -> Place:
    facts: Mapping[str, Any] = row.facts
    covering, helped = facts.get("covering"), facts.get("helped")
    return Place(
        id=TerritoryId(row.territory),
        kind=facts.get("kind", ""),
        population=row.population,
        containers=tuple(known.setdefault(one, TerritoryId(one)) for one in row.containers),
        counted=facts["counted"],
        opened={Way(way): date.fromisoformat(first) for way, first in facts.get("opened", {}).items()},
        duty=Duty(facts["duty"]),
        quality=Quality(*facts["quality"]) if "quality" in facts else Quality(),
        held_by=facts.get("held_by", {}),
        covering=Level(covering) if covering else None,
        schemas=facts.get("schemas", {}),
        helped=date.fromisoformat(helped) if helped else None,
    )
