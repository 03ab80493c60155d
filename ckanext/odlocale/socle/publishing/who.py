"""Who publishes: an organization of the portal, with what the portal knows of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.odlocale.socle.publishing.template import Identity
from ckanext.odlocale.socle.search import PAIR_FIELD
from ckanext.odlocale.territory.shared import (
    SIREN_FIELD,
    TERRITORY_FIELD,
    Level,
    TerritoryRecord,
    field_of,
    resolve,
)


def identity_of(organization: Mapping[str, Any]) -> Identity:
    """The identity of an organization as its action shows it. One query at most."""
    record = territory_of(organization)
    siret = field_of(organization, "siret") or None
    is_commune = record is not None and record.level is Level.COM
    return Identity(
        name=str(organization.get("title") or organization.get("name") or ""),
        siren=field_of(organization, SIREN_FIELD)
        or (record.siren if record else None)
        or (siret or "")[:9]
        or None,
        siret=siret,
        commune=record.name if record and is_commune else None,
        insee=record.code if record and is_commune else None,
        territory=str(record.id) if record else None,
    )


def territory_of(organization: Mapping[str, Any]) -> TerritoryRecord | None:
    """The territory that an organization is the authority of. One query at most."""
    territory = field_of(organization, TERRITORY_FIELD)
    return resolve(territory) if territory else None


def organizations_of(context: Any) -> list[dict[str, Any]]:
    """The organizations that this person may publish for."""
    if not context.get("user"):
        return []
    asked = {"permission": "create_dataset"}
    return tk.get_action("organization_list_for_user")(context, asked)


def published_by(organization: str, context: Any) -> dict[str, dict[str, int]]:
    """How many datasets an organization has of each standard, by verdict, with one search.

    :param organization: its name
    :param context: who asks; private datasets count for who may see them
    """
    asked = {
        "fq": f'organization:"{organization}"',
        "facet.field": f'["{PAIR_FIELD}"]',
        "facet.limit": -1,
        "rows": 0,
        "include_private": True,
    }
    found = tk.get_action("package_search")(context, asked)
    counts: dict[str, dict[str, int]] = {}
    for item in found["search_facets"][PAIR_FIELD]["items"]:
        name, _, verdict = item["name"].partition(" ")
        counts.setdefault(name, {})[verdict] = item["count"]
    return counts
