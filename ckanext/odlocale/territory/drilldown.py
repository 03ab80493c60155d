"""The territory facet: one level after the other, never a list of everything. PURE."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from ckanext.odlocale.cog.shared import Level, TerritoryId
from ckanext.odlocale.territory.clauses import PARAMETER
from ckanext.odlocale.territory.terms import lineage_field
from ckanext.odlocale.territory.tree.places import Place

_GROUPS = (Level.EPCI, Level.EPT)
# What straddles the level asked for first is offered beside it.
_NEXT: dict[Level, tuple[Level, ...]] = {
    Level.FR: (Level.REG,),
    Level.REG: (Level.DEP, Level.EPCI),
    Level.DEP: (Level.EPCI, Level.COM),
    Level.EPCI: (Level.EPT, Level.COM),
    Level.EPT: (Level.COM,),
    Level.COM: (),
}


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet of territories.

    :param count: how many of the datasets that were found it has
    :param containers: those of the other values, and of the territories asked for, that contain it
    """

    id: TerritoryId
    count: int
    containers: Collection[str]


def chosen_place(asked: Collection[TerritoryId]) -> Place | None:
    """The place that a search is limited to: the smallest asked for, or its part in a département."""
    if not asked:
        return None
    smallest = max(asked, key=lambda one: one.level.rank)
    departements = [one for one in asked if one.level is Level.DEP]
    part = departements[0] if departements and smallest.level in _GROUPS else None
    return Place(smallest, part)


def fields_below(chosen: Place | None) -> list[str]:
    """The facet fields of the territories to choose from, once a place is chosen."""
    return [lineage_field(level) for level in _NEXT[chosen.territory.level if chosen else Level.FR]]


def choices(values: Collection[Value]) -> list[Value]:
    """The values to choose from, largest level first: those that are not inside another of them."""
    known = {value.id for value in values}
    left = [value for value in values if known.isdisjoint(value.containers)]
    return sorted(left, key=lambda value: value.id.level.rank)


def territories_of(place: Place) -> list[TerritoryId]:
    """What a search asks for to be limited to a place: of a part, the département and the whole."""
    return [place.within, place.territory] if place.within else [place.territory]


def place_below(chosen: Sequence[Place], value: Value) -> Place:
    """The place that choosing a value leads to: in a département, of what straddles it the part there.

    :param chosen: the places that lead to the one chosen so far
    """
    departement = next((one.territory for one in chosen if one.territory.level is Level.DEP), None)
    if departement and departement not in value.containers and value.id.level in _GROUPS:
        return Place(value.id, departement)
    return Place(value.id)


def limited(parameters: Iterable[tuple[str, str]], territories: Iterable[str]) -> list[tuple[str, str]]:
    """The parameters of a search page, limited to these territories and back on its first page."""
    kept = [(name, value) for name, value in parameters if name not in (PARAMETER, "page")]
    return [*kept, *((PARAMETER, one) for one in territories)]


def limited_address(address: str, territory: TerritoryId) -> str | None:
    """The address of a search page, limited to a territory; None when it is not an address of this site."""
    parts = urlsplit(address) if _is_plain(address) else None
    if parts is None or parts.scheme or parts.netloc:
        return None
    return f"{parts.path}?{urlencode(limited(parse_qsl(parts.query), [territory]))}"


def _is_plain(address: str) -> bool:
    # Browsers read a backslash as a slash, and leave out what is no character of an address.
    return (
        address.startswith("/")
        and not address.startswith("//")
        and address.isprintable()
        and "\\" not in address
    )
