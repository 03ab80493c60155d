"""The source that would harvest a part of a known portal. Values only."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from ckanext.odlocale.cog.shared import TerritoryId
from ckanext.odlocale.harvest.portal_search import Kind, KnownPortal, What, is_ckan_name


class DraftError(ValueError):
    """No source harvests such a part of such a portal."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A source that is not there yet.

    :param id: of no source: what is tried belongs to none
    :param config: JSON
    """

    url: str
    type: str
    config: str
    id: str = ""

    @property
    def host(self) -> str:
        """The portal, for people."""
        return urlsplit(self.url).netloc


def draft(portal: KnownPortal, what: What, part: str, territory: TerritoryId) -> Draft:
    """The source of a part of a portal.

    What a person recognised as a territory's is looked for there: a name that others have elsewhere proves
    enough inside of it.

    :param part: what the portal's own filter calls it
    :raises DraftError: this portal has no such part
    """
    config = _config(portal, what, part, territory)
    kind = "odlocale_ckan" if portal.kind is Kind.CKAN else "odlocale_dcat"
    return Draft(portal.address, kind, json.dumps(config, ensure_ascii=False) if config else "")


def _config(portal: KnownPortal, what: What, part: str, territory: TerritoryId) -> dict[str, Any]:
    if what is What.ORGANIZATION and part:
        if portal.kind in (Kind.UDATA, Kind.OPENDATASOFT):
            return _filtered(portal, {"organization": part}) | {"territory": territory}
        if portal.kind is Kind.CKAN and is_ckan_name(part):
            return {"organizations_filter_include": [part], "territory": territory}
    if what is What.COVERAGE and portal.kind is Kind.UDATA:
        return _filtered(portal, {"territory": territory})
    if what is What.CATALOGUE and portal.kind is Kind.DCAT:
        return {}
    raise DraftError(portal, what)


def _filtered(portal: KnownPortal, filters: dict[str, Any]) -> dict[str, Any]:
    return {"portal": str(portal.kind), "filters": filters}


def decoded(config: str | None) -> Any:
    """The configuration of a source; None for what is no JSON."""
    try:
        return json.loads(config or "{}")
    except ValueError:
        return None


def takes_a_part(kind: str, config: Any) -> Kind | None:
    """The kind of portal of which a source takes only a part, so that there may be more of it.

    :param kind: the type of the source
    :param config: its configuration, decoded
    """
    if not isinstance(config, dict):
        return None
    if kind == "odlocale_ckan":
        return Kind.CKAN if config.get("organizations_filter_include") else None
    portal = config.get("portal")
    return Kind(portal) if kind == "odlocale_dcat" and portal in (Kind.UDATA, Kind.OPENDATASOFT) else None


def part_of(config: Any) -> dict[str, list[str]]:
    """What a source takes of its portal, by filter (``organization``, ``territory``, ``tag``, ``group``).

    :param config: of a source, decoded; what cannot be read of it is left out
    """
    said = config if isinstance(config, dict) else {}
    given = said.get("filters")
    filters = given if isinstance(given, dict) else {}
    values = {
        "organization": filters.get("organization") or said.get("organizations_filter_include"),
        "territory": filters.get("territory"),
        "tag": filters.get("tag"),
        "group": said.get("groups_filter_include"),
    }
    listed = {name: [one] if isinstance(one, str) else one for name, one in values.items() if one}
    return {name: list(map(str, one)) for name, one in listed.items() if isinstance(one, list)}


def is_same(config: Any, other: Any) -> bool:
    """True for configurations that take the same part of a portal."""
    return part_of(config) == part_of(other)
