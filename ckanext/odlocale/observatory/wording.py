"""Parts, ways, duties and numbers in the reader's language."""

from __future__ import annotations

from collections.abc import Callable

import ckan.plugins.toolkit as tk

from ckanext.odlocale.observatory.facts import Duty, Way
from ckanext.odlocale.observatory.indicator import Count

_PARTS: dict[str, Callable[[], str]] = {
    "": lambda: tk._("All"),
    "com": lambda: tk._("Communes"),
    "epci": lambda: tk._("EPCI"),
    "ept": lambda: tk._("EPT"),
    "dep": lambda: tk._("Départements"),
    "reg": lambda: tk._("Régions"),
    "com-0": lambda: tk._("Communes below 3,500 inhabitants"),
    "com-3500": lambda: tk._("Communes of 3,500 to 5,000"),
    "com-5000": lambda: tk._("Communes of 5,000 to 10,000"),
    "com-10000": lambda: tk._("Communes of 10,000 to 20,000"),
    "com-20000": lambda: tk._("Communes of 20,000 to 50,000"),
    "com-50000": lambda: tk._("Communes of 50,000 to 100,000"),
    "com-100000": lambda: tk._("Communes of 100,000 and more"),
    "small": lambda: tk._("Communes below 50,000 inhabitants"),
    "large": lambda: tk._("Communes of 100,000 and more, agglomérations, départements and régions"),
}
_WAYS: dict[Way, Callable[[], str]] = {
    Way.OWN: lambda: tk._("by itself"),
    Way.ROLLED_UP: lambda: tk._("through another organization"),
    Way.ELSEWHERE: lambda: tk._("on another platform"),
}
_DUTIES: dict[Duty, Callable[[], str]] = {
    Duty.OBLIGED: lambda: tk._("must publish"),
    Duty.PRESUMED: lambda: tk._("presumed to have to publish"),
    Duty.FREE: lambda: tk._("need not publish"),
    Duty.UNKNOWN: lambda: tk._("duty not known"),
}


def odlocale_part_label(part: str) -> str:
    """What a part of a territory is called."""
    return _PARTS[part]()


def odlocale_way_label(way: str) -> str:
    """How somebody is open."""
    return _WAYS[Way(way)]()


def odlocale_duty_label(duty: str) -> str:
    """Whether the law asks somebody to publish."""
    return _DUTIES[Duty(duty)]()


def odlocale_percent(count: Count) -> str:
    """A rate as people read it: with a decimal below ten per cent, never 0 or 100 when it is not."""
    rate = count.rate
    if rate is None:
        return "–"
    percent = 100 * rate
    if 0 < percent < 0.1:
        return "< " + _decimal(0.1)
    if 99.9 < percent < 100:
        return "> " + _decimal(99.9)
    return _decimal(percent) if 0 < percent < 10 else f"{percent:.0f}\xa0%"


def _decimal(percent: float) -> str:
    text = f"{percent:.1f}"
    return (text.replace(".", ",") if tk.h.lang() == "fr" else text) + "\xa0%"
