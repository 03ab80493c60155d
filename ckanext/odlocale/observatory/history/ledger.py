"""What was known of each territory, and from which day on: every figure comes out of it again."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects.postgresql import JSONB

from ckanext.odlocale.cog.shared import Level, TerritoryId
from ckanext.odlocale.observatory.computing import ANIMATOR
from ckanext.odlocale.observatory.facts import Duty, Help, Place, Quality, Sources, Way
from ckanext.odlocale.observatory.history.dated import Dated
from ckanext.odlocale.observatory.indicator import Indicator
from ckanext.odlocale.observatory.model import RANK, observed_table
from ckanext.odlocale.observatory.parts import parts_of

Condition = sa.sql.ColumnElement[bool]
_observed = observed_table.c
LEDGER = Dated(
    observed_table,
    keys=("territory",),
    values=("level", "population", "containers", "is_open", "facts", "parts", "counted", "missing"),
)
_QUALITY = tuple(field.name for field in dataclasses.fields(Quality))


def keep(day: date, places: Iterable[Place], indicators: Sequence[Indicator]) -> int:
    """Write what is known of every territory from a day on, and which figures count it.

    :returns: of how many something is new
    """
    return LEDGER.keep(day, {(str(place.id),): _values(place, indicators) for place in places})


def held_on(day: date, scope: str | None = None, *further: Condition) -> sa.sql.Select:
    """The rows of :func:`known_on`, as a query."""
    return LEDGER.as_of(day, *_within(scope, day), *further)


def known_on(day: date, scope: str | None = None, *further: Condition) -> Iterator[Place]:
    """The territories as they were known on a day.

    :param scope: only this territory and what it wholly contains, or whom this animator accompanies
    """
    query = held_on(day, scope, *further)
    known: dict[str, TerritoryId] = {}
    for row in model.Session.execute(query):
        yield _place(row, day, known)


def number(day: date, scope: str | None, conditions: Iterable[Condition]) -> int:
    """How many territories :func:`page` is of. One query."""
    query = held_on(day, scope, *conditions).subquery()
    return model.Session.execute(sa.select(sa.func.count()).select_from(query)).scalar_one()


def page(
    day: date, scope: str | None, conditions: Iterable[Condition], limit: int, offset: int
) -> list[Place]:
    """Some of the territories as they were known on a day. One query.

    The largest level comes first, then most people.
    """
    known: dict[str, TerritoryId] = {}
    rows = model.Session.execute(page_of(day, scope, conditions).limit(limit).offset(offset))
    return [_place(row, day, known) for row in rows]


def page_of(day: date, scope: str | None, conditions: Iterable[Condition]) -> sa.sql.Select:
    """The rows of :func:`page`, as a query."""
    query = held_on(day, scope, *conditions)
    return query.order_by(RANK, _observed.population.desc().nulls_last(), _observed.territory)


def one(day: date, territory: str) -> Place | None:
    """A territory as it was known on a day, without what it contains."""
    return next(known_on(day, None, _observed.territory == territory), None)


def before(day: date) -> dict[str, Place]:
    """The territories as they were known the day before, by id."""
    row = _observed
    query = sa.select(observed_table).where(row.date < day, sa.or_(row.until.is_(None), row.until >= day))
    known: dict[str, TerritoryId] = {}
    return {one.territory: _place(one, day, known) for one in model.Session.execute(query)}


def _within(scope: str | None, day: date) -> tuple[Condition, ...]:
    if scope is None or scope == Level.FR:
        return ()
    if scope.startswith(ANIMATOR):
        return (_is_accompanied_by(scope.removeprefix(ANIMATOR), day),)
    inside = _observed.containers.contains(_texts(str(scope)))
    return (sa.or_(_observed.territory == scope, inside),)


def _is_accompanied_by(organization: str, day: date) -> Condition:
    helps = helps_of(_observed.facts)
    named = _observed.facts.contains({"helps": [[organization]]})
    return sa.and_(named, sa.select(helps.c.value).where(animates(helps, day, organization)).exists())


def helps_of(facts: Any) -> Any:
    """The mandates of a row, a line of ``value`` for each."""
    return sa.func.jsonb_array_elements(facts["helps"]).table_valued(sa.column("value", JSONB), name="helps")


def animates(helps: Any, day: date, organization: str | None = None) -> Condition:
    """Whether a mandate of :func:`helps_of` is in force on a day."""
    value, told = helps.c.value, day.isoformat()
    since, until = value[1].astext, value[2].astext
    runs = sa.and_(since <= told, sa.or_(until.is_(None), until >= told))
    return runs if organization is None else sa.and_(value[0].astext == organization, runs)


def is_of(*levels: str) -> Condition:
    """Only territories of these levels."""
    return _observed.level.in_(list(map(str, levels)))


def is_of_part(part: str) -> Condition:
    """Only those of a part; the whole is one."""
    return _observed.parts.contains(_texts(part))


def is_authority() -> Condition:
    """Only those that count as a collectivité."""
    return _observed.facts["counted"].astext == "true"


def is_counted(indicator: str) -> Condition:
    """Only those that a figure counted."""
    return _observed.counted.contains(_texts(indicator))


def is_missing(indicator: str) -> Condition:
    """Only those among whom a figure counted, and which it did not count, or not wholly."""
    return _observed.missing.contains(_texts(indicator))


def is_in_state(standard: str, state: str, otherwise: str) -> Condition:
    """Only those that are in a state with a standard.

    :param otherwise: the state of those of which nothing is written
    """
    return sa.func.coalesce(_observed.facts["schemas"][standard].astext, otherwise) == state


def is_one_of(ids: sa.sql.Select) -> Condition:
    """Only those that a query gives the ids of."""
    return _observed.territory.in_(ids)


def _texts(text: str) -> Any:
    return sa.cast([text], sa.ARRAY(sa.Text))


def _values(place: Place, indicators: Sequence[Indicator]) -> tuple[Any, ...]:
    containers = sorted(map(str, place.containers))
    counts = [(one.name, one.count(place)) for one in indicators]
    counted = [name for name, count in counts if count.numerator]
    missing = [name for name, count in counts if count.numerator < count.denominator]
    known = (str(place.level), place.population, containers, place.is_open, _facts(place))
    return (*known, list(parts_of(place)), counted, missing)


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
        "helps": [_told(one) for one in place.helps],
        "offered": place.offered,
        "sources": [place.sources.number, place.sources.failing] if place.sources.number else None,
    }
    return {name: value for name, value in facts.items() if value or name == "counted"}


def _told(one: Help) -> list[str | None]:
    return [one.animator, one.since.isoformat(), one.until.isoformat() if one.until else None]


def _help(told: Sequence[Any]) -> Help:
    animator, since, until = told
    return Help(animator, date.fromisoformat(since), date.fromisoformat(until) if until else None)


def _place(row: Any, day: date, known: dict[str, TerritoryId]) -> Place:
    facts: Mapping[str, Any] = row.facts
    covering = facts.get("covering")
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
        helps=tuple(map(_help, facts.get("helps", ()))),
        offered=facts.get("offered", False),
        sources=Sources(*facts.get("sources", ())),
        day=day,
    )
