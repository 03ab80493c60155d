"""Validators of the fields of datasets and resources, and of what people find out or declare."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.odlocale.socle.catalogue import UnknownSchemaError
from ckanext.odlocale.socle.config import territory_uri
from ckanext.odlocale.socle.describing import coverage, frequencies
from ckanext.odlocale.socle.describing.high_value import legislation_of
from ckanext.odlocale.socle.verdicts.choice import normalised
from ckanext.odlocale.territory.shared import ORIGIN_CATALOGUE_FIELD, TerritoryId, resolve

__all__ = [
    "odlocale_agents",
    "odlocale_covered_territory",
    "odlocale_day_so_far",
    "odlocale_declared_year",
    "odlocale_described",
    "odlocale_frequency",
    "odlocale_legislation",
    "odlocale_socle_schema",
]

# The law is of 2016; what is announced for later than this is no plan.
FIRST_YEAR = 2016
YEARS_AHEAD = 5

# More than the largest employer of France has.
MOST_AGENTS = 5_000_000
# What marks a dataset that a harvester brings.
BROUGHT = frozenset({ORIGIN_CATALOGUE_FIELD, "guid", "harvest_source_id"})


def odlocale_socle_schema(value: Any) -> Any:
    """The name of a standard as the catalogue writes it; nothing stays nothing.

    :raises Invalid: there is no such standard
    """
    if not value or value is tk.missing:
        return value
    try:
        return normalised(str(value))
    except UnknownSchemaError as error:
        sentence = tk._("There is no standard “{name}”. The page {page} lists them.")
        page = tk.url_for("odlocale_socle.index")
        raise tk.Invalid(sentence.format(name=str(value)[:60], page=page)) from error


def odlocale_agents(value: Any) -> float:
    """A number of agents, in full-time equivalents: ``48``, ``48.5`` or ``48,5``.

    :raises Invalid: it is none
    """
    try:
        number = float(str(value).strip().replace(",", "."))
    except ValueError:
        number = math.nan
    if not 0 <= number <= MOST_AGENTS:
        sentence = tk._("“{value}” is not a number of agents. Write full-time equivalents, like 48.5.")
        raise tk.Invalid(sentence.format(value=str(value)[:60]))
    return round(number, 2)


def odlocale_day_so_far(value: Any) -> dt.date:
    """A day, ``AAAA-MM-JJ``, not after today; today when nothing is written.

    :raises Invalid: it is none, or has not come yet
    """
    today = dt.datetime.now(dt.UTC).date()
    if not value:
        return today
    try:
        day = value if type(value) is dt.date else dt.date.fromisoformat(str(value).strip())
    except ValueError as error:
        sentence = tk._("“{value}” is not a date. Write it like 2026-03-31.")
        raise tk.Invalid(sentence.format(value=str(value)[:60])) from error
    if day > today:
        raise tk.Invalid(tk._("The date {day} has not come yet.").format(day=day.isoformat()))
    return day


def odlocale_declared_year(value: Any) -> int:
    """The year that a declaration is about: since the law, and not more than five years ahead.

    :raises Invalid: it is none
    """
    last = dt.datetime.now(dt.UTC).year + YEARS_AHEAD
    try:
        year = int(str(value).strip())
    except ValueError:
        year = 0
    if not FIRST_YEAR <= year <= last:
        sentence = tk._("“{value}” is not a year between {first} and {last}.")
        raise tk.Invalid(sentence.format(value=str(value)[:60], first=FIRST_YEAR, last=last))
    return year


def odlocale_described(key: Any, data: dict[Any, Any], errors: Any, context: Any) -> None:
    """A description, which DCAT-AP requires. That of a harvested dataset without one is its title.

    :raises Invalid: a person wrote none
    """
    if _written(data, key):
        return
    if not _is_brought(data):
        raise tk.Invalid(
            tk._("Write what the dataset holds, in one or two sentences: the European standard asks for it.")
        )
    data[key] = data.get(("title",))


def odlocale_frequency(value: Any) -> Any:
    """The European address of a frequency, however it is written; what is no frequency stays as it is."""
    return frequencies.uri_of(value) or value if isinstance(value, str) else value


def odlocale_covered_territory(key: Any, data: dict[Any, Any], errors: Any, context: Any) -> None:
    """The territory that data are about; its name and its address go into `text` and `uri` beside it.

    :raises Invalid: there is none of this name or code, or several
    """
    written = _written(data, key)
    if not written:
        data.pop(key, None)
        raise tk.StopOnError
    meant: Any = tk.get_validator("odlocale_territory_meant")
    identifier: Any = tk.get_validator("odlocale_territory_id")
    record = resolve(str(named := meant(written)))
    territory = record.id if record else identifier(named)
    data[key] = str(territory)
    _place(data, key[:-1], territory, record.name if record else None)


def odlocale_legislation(key: Any, data: dict[Any, Any], errors: Any, context: Any) -> None:
    """The applicable texts, the regulation on high-value datasets among them when a category is chosen."""
    written = _written(data, key) or []
    category = _written(data, ("hvd_category",))
    texts = legislation_of(
        [written] if isinstance(written, str) else [one for one in written if isinstance(one, str)],
        is_high_value=bool(category) and category != "[]",
    )
    if not texts:
        data.pop(key, None)
        raise tk.StopOnError
    data[key] = texts


def _place(data: dict[Any, Any], row: tuple[Any, ...], territory: TerritoryId, name: str | None) -> None:
    address = coverage.uri_of(territory.level, territory.code, territory_uri())
    if _written(data, (*row, "uri")) not in (None, address):
        # The shape of another place.
        data.update({(*row, one): tk.missing for one in ("geom", "bbox", "centroid") if (*row, one) in data})
    data[*row, "text"] = name or territory.code
    data[*row, "uri"] = address


def _written(data: dict[Any, Any], key: Any) -> Any:
    value = data.get(key)
    return None if value is tk.missing or value is None or value == "" else value


def _is_brought(data: dict[Any, Any]) -> bool:
    named = {key[0] for key in data if len(key) == 1 and _written(data, key)}
    extras = {value for key, value in data.items() if key[0] == "extras" and key[-1] == "key"}
    return bool(BROUGHT & (named | extras))
