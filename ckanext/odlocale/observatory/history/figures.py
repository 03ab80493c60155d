"""The kept figures: of each territory and part of it, from which day on; and the yearly editions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.odlocale.observatory.computing import Key
from ckanext.odlocale.observatory.history.dated import Dated
from ckanext.odlocale.observatory.indicator import Count, Indicator
from ckanext.odlocale.observatory.model import snapshot_table
from ckanext.odlocale.observatory.parts import WHOLE

_figure = snapshot_table.c
NIGHTLY = ""
FIGURES = Dated(
    snapshot_table,
    keys=("scope", "indicator", "part"),
    values=("numerator", "denominator", "rule"),
    conditions=(_figure.edition == NIGHTLY,),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A kept figure."""

    key: Key
    count: Count
    rule: str
    date: date


def keep(day: date, found: Mapping[Key, Count], indicators: Sequence[Indicator]) -> int:
    """Write the figures of a day.

    :returns: how many are new
    """
    rules = {one.name: one.rule_name for one in indicators}
    return FIGURES.keep(
        day,
        {
            (key.scope, key.indicator, key.part): (*count, rules[key.indicator])
            for key, count in found.items()
        },
    )


def on(
    day: date,
    scopes: Sequence[str] | None = None,
    indicators: Sequence[str] | None = None,
    part: str | None = None,
) -> Iterator[Figure]:
    """The figures that hold on a day.

    :param scopes: only those of these territories
    :param indicators: only those by these indicators
    :param part: only those of this part
    """
    asked = []
    if scopes is not None:
        asked.append(_figure.scope.in_(list(scopes)))
    if indicators is not None:
        asked.append(_figure.indicator.in_(list(indicators)))
    if part is not None:
        asked.append(_figure.part == part)
    yield from map(_read, model.Session.execute(FIGURES.as_of(day, *asked)))


def series(scope: str, indicator: str, part: str = WHOLE) -> list[Figure]:
    """A figure over time: each value with the day from which it holds, earliest first."""
    query = (
        sa.select(snapshot_table)
        .where(*FIGURES.conditions, _figure.scope == scope, _figure.indicator == indicator)
        .where(_figure.part == part)
        .order_by(_figure.date)
    )
    return list(map(_read, model.Session.execute(query)))


def freeze(edition: str, day: date) -> int:
    """Copy the figures of a day into an edition, which is new.

    :returns: how many there are
    """
    held = FIGURES.as_of(day).subquery()
    columns = ("scope", "indicator", "part", "numerator", "denominator", "rule")
    copied = sa.select(sa.literal(edition), sa.literal(day, sa.Date), *(held.c[name] for name in columns))
    done = model.Session.execute(sa.insert(snapshot_table).from_select(["edition", "date", *columns], copied))
    return done.rowcount  # pyright: ignore[reportAttributeAccessIssue]


def of_edition(edition: str, scope: str | None = None) -> list[Figure]:
    """The figures of an edition."""
    query = sa.select(snapshot_table).where(_figure.edition == edition)
    if scope is not None:
        query = query.where(_figure.scope == scope)
    return list(map(_read, model.Session.execute(query)))


def _read(row: Any) -> Figure:
    return Figure(
        Key(row.scope, row.part, row.indicator), Count(row.numerator, row.denominator), row.rule, row.date
    )
