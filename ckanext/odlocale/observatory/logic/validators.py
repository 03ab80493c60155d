"""What a value of an action must be."""

from __future__ import annotations

from datetime import date
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.odlocale.observatory import registry
from ckanext.odlocale.observatory.indicator import Indicator
from ckanext.odlocale.observatory.listing import Side
from ckanext.odlocale.observatory.parts import PARTS

__all__ = ["odlocale_day", "odlocale_indicator", "odlocale_part", "odlocale_side"]


def odlocale_day(value: Any) -> date:
    """A day, like 2026-11-25."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError as error:
        raise tk.Invalid(tk._("This is no date. Write it like 2026-12-31.")) from error


def odlocale_indicator(value: Any) -> Indicator:
    """The name of an indicator."""
    if isinstance(value, Indicator):
        return value
    found = registry.indicator(str(value))
    if found is None:
        names = ", ".join(one.name for one in registry.indicators())
        raise tk.Invalid(tk._("There is no such indicator. There are: {names}").format(names=names))
    return found


def odlocale_part(value: Any) -> str:
    """The name of a part: a level, a stratum, a group; empty for the whole."""
    if str(value) not in PARTS:
        names = ", ".join(filter(None, PARTS))
        raise tk.Invalid(tk._("There is no such part. There are: {names}").format(names=names))
    return str(value)


def odlocale_side(value: Any) -> Side:
    """Which side of a figure."""
    try:
        return Side(str(value))
    except ValueError as error:
        names = ", ".join(Side)
        raise tk.Invalid(tk._("Choose one of: {names}").format(names=names)) from error
