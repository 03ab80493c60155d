"""Help shown where it is needed. A page asks at a place; a room that has help there registers for it.

So a page of one room shows what another room has, without importing it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Place(StrEnum):
    """Where help may be shown, with the facts that the page tells."""

    VERDICT = "verdict"
    """An invalid file: ``schema`` (name of its standard), ``rules`` (list of those it does not follow),
    ``package_id``."""
    NO_DATA = "no-data"
    """A territory without datasets: ``territory`` (its id), ``level``, ``population``."""


@dataclass(frozen=True, slots=True)
class Advice:
    """A page that helps.

    :param note: why it is shown here; empty when its title says so
    """

    title: str
    address: str
    note: str = ""


Provider = Callable[[Mapping[str, Any]], list[Advice]]
_providers: dict[Place, dict[str, Provider]] = {place: {} for place in Place}


def register(place: Place, name: str, provider: Provider) -> None:
    """Have a function asked at a place.

    :param name: of who registers; a second one of that name takes the place of the first
    """
    _providers[place][name] = provider


def advice(place: str, facts: Mapping[str, Any]) -> list[Advice]:
    """What is known to help at a place, in the order in which it was registered."""
    return [one for provider in _providers[Place(place)].values() for one in provider(facts)]
