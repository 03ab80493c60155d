"""Validators of the fields of a resource, and of what people find out or declare."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.odlocale.socle.catalogue import UnknownSchemaError
from ckanext.odlocale.socle.verdicts.choice import normalised

__all__ = [
    "odlocale_agents",
    "odlocale_day",
    "odlocale_declared_year",
    "odlocale_socle_schema",
    "odlocale_yes_or_no",
]

# The law is of 2016; what is announced for later than this is no plan.
FIRST_YEAR = 2016
YEARS_AHEAD = 5

# More than the largest employer of France has.
MOST_AGENTS = 5_000_000
YES = frozenset({"true", "yes", "oui", "1"})
NO = frozenset({"false", "no", "non", "0"})


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


def odlocale_yes_or_no(value: Any) -> bool:
    """A yes or a no. CKAN's own validator takes every word that it does not know for a no.

    :raises Invalid: it is neither
    """
    text = str(value).strip().lower()
    if text not in YES | NO:
        raise tk.Invalid(
            tk._("“{value}” is neither yes nor no. Write true or false.").format(value=text[:60])
        )
    return text in YES


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


def odlocale_day(value: Any) -> dt.date:
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
