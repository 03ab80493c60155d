"""Where the portals that many communes use keep the DCAT catalogue of a part of what they hold. Values only.

udata (data.gouv.fr): ``/api/1/site/catalog.ttl`` and ``/api/1/organizations/<id or slug>/catalog.ttl``, with
the filters of its list of datasets (udata, ``core/site/api.py``, ``core/organization/api.py``).
Opendatasoft: ``/api/explore/v2.1/catalog/exports/ttl``, with ``refine=<facet>:<value>`` (Explore API 2.1).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from ckanext.odlocale.cog.shared import Level, TerritoryId


class Portal(StrEnum):
    """A kind of portal, by what runs it."""

    UDATA = "udata"
    OPENDATASOFT = "opendatasoft"


@dataclass(frozen=True, slots=True)
class Filters:
    """What is wanted of a portal: everything that fits all of these.

    :param organization: udata: its identifier, or its name in addresses; Opendatasoft: its title
    """

    organization: str = ""
    territory: TerritoryId | None = None
    tags: tuple[str, ...] = ()


ZONES = {
    Level.COM: "fr:commune",
    Level.EPCI: "fr:epci",
    Level.DEP: "fr:departement",
    Level.REG: "fr:region",
}
"""How udata calls the levels of its zones; the country is ``country:fr``."""


def has_zone(territory: TerritoryId) -> bool:
    """True for a territory of a level that udata knows."""
    return territory.level is Level.FR or territory.level in ZONES


def catalogue(portal: Portal, home: str, filters: Filters) -> str:
    """The address of the catalogue of what the filters leave.

    :param home: the address of the portal; a path of it is kept, a query is not
    """
    parts = urlsplit(home)
    path, asked = {Portal.UDATA: _udata, Portal.OPENDATASOFT: _opendatasoft}[portal](filters)
    return urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/") + path, urlencode(asked), ""))


def _udata(filters: Filters) -> tuple[str, list[tuple[str, str]]]:
    asked = [("tag", tag) for tag in filters.tags]
    if filters.territory:
        asked.insert(0, ("geozone", zone(filters.territory)))
    place = f"organizations/{quote(filters.organization, safe='')}" if filters.organization else "site"
    return f"/api/1/{place}/catalog.ttl", asked


def zone(territory: TerritoryId) -> str:
    """How udata names a territory of a level that it knows."""
    if territory.level is Level.FR:
        return "country:fr"
    return f"{ZONES[territory.level]}:{territory.code}"


def _opendatasoft(filters: Filters) -> tuple[str, list[tuple[str, str]]]:
    return "/api/explore/v2.1/catalog/exports/ttl", [("refine", one) for one in _refined(filters)]


def _refined(filters: Filters) -> Iterator[str]:
    if filters.organization:
        yield f"publisher:{_literal(filters.organization)}"
    yield from (f"keyword:{_literal(tag)}" for tag in filters.tags)


def _literal(text: str) -> str:
    """A value in quotation marks, as the query language of Opendatasoft writes it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
