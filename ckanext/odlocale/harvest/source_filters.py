"""What a DCAT source wants of a portal of data.gouv.fr's or Opendatasoft's kind, read from its configuration.

In the configuration and not in the address: ckanext-harvest takes two addresses that differ only after their
question mark for the same source, and a person need not know how each portal writes its filters.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.odlocale.harvest.catalogues import Filters, Portal, catalogue, has_zone
from ckanext.odlocale.territory import shared as territory

FILTERS = ("organization", "territory", "tag")


def address_of(url: str, config: Mapping[str, Any]) -> str:
    """Where the catalogue of a source is: at its address, or where the portal of that address keeps it.

    :param config: of the source
    :raises ValueError: the filters cannot be used; the message says what to write instead
    """
    portal = config.get("portal")
    if portal is None and config.get("filters") is None:
        return url
    if portal not in list(Portal):
        raise ValueError(
            tk._('Filters need to know the portal: write "portal": "udata" or "portal": "opendatasoft".')
        )
    return catalogue(Portal(portal), url, _filters(Portal(portal), config.get("filters") or {}))


def _filters(portal: Portal, said: Any) -> Filters:
    if not isinstance(said, dict) or any(key not in FILTERS for key in said):
        raise ValueError(_example())
    organization, tags = said.get("organization", ""), said.get("tag", [])
    tags = [tags] if isinstance(tags, str) else tags
    if not isinstance(tags, list) or not all(isinstance(text, str) for text in (organization, *tags)):
        raise ValueError(_example())
    return Filters(organization.strip(), _zone(portal, said.get("territory")), tuple(tags))


def _zone(portal: Portal, asked: Any) -> territory.TerritoryId | None:
    if not asked:
        return None
    if portal is Portal.OPENDATASOFT:
        raise ValueError(
            tk._("A portal of Opendatasoft cannot be asked for a territory. Filter by organization or tag.")
        )
    found = territory.resolve(asked) if isinstance(asked, str) else None
    if found is None:
        message = tk._("There is no territory “{asked}” here. Write an identifier like dep-74 or reg-84.")
        raise ValueError(message.format(asked=asked))
    if not has_zone(found.id):
        message = tk._("data.gouv.fr does not know territories like {name}. Choose its communes or région.")
        raise ValueError(message.format(name=found.name))
    return found.id


def _example() -> str:
    return tk._(
        "The filters can be an organization, a territory and tags: write "
        '"filters": {"organization": "…", "territory": "com-74272", "tag": ["…"]}.'
    )
