"""The dataset proposed to somebody who publishes a set. PURE."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ckanext.odlocale.socle.catalogue import Entry
from ckanext.odlocale.socle.publishing.template import Identity

# What portals call the two licences of the law, the usual name first.
LICENCES = {
    "Licence Ouverte 2.0": ("lov2", "fr-lo", "etalab-2.0", "licence-ouverte-2.0", "LO-2.0"),
    "ODbL": ("odc-odbl", "ODbL-1.0"),
}
LONGEST_NAME = 90


def dataset_fields(entry: Entry, identity: Identity, lang: str, licences: Iterable[str]) -> dict[str, Any]:
    """Title, description, licence, tags of the dataset.

    :param licences: the identifiers of the licences of the portal
    """
    title = entry.text("title", lang)
    purpose, legal = entry.text("purpose", lang), entry.text("legal", lang)
    return {
        "title": f"{title} – {identity.name}",
        "notes": ". ".join(filter(None, (purpose, legal))) + ".",
        "license_id": licence_of(entry, licences),
        "tags": [{"name": tag} for tag in entry.about["tags"]],
    }


def licence_of(entry: Entry, licences: Iterable[str]) -> str:
    """The portal's identifier of the licence of a set; nothing when the portal has none."""
    return licence_called(entry.about["licence"], licences)


def licence_called(name: str, licences: Iterable[str]) -> str:
    """The portal's identifier of a licence of the law; nothing when the portal has none.

    :param name: ``Licence Ouverte 2.0`` or ``ODbL``; another one is taken for the first
    """
    known = set(licences)
    asked = LICENCES.get(name, LICENCES["Licence Ouverte 2.0"])
    return next((one for one in asked if one in known), "")


def address_of(entry: Entry, organization: Mapping[str, Any]) -> str:
    """What the dataset is called in its address: `deliberations-commune-de-sciez`."""
    text = f"{entry.about['aliases'][0]}-{organization['name']}".lower()
    return re.sub(r"[^a-z0-9_-]+", "-", text).strip("-")[:LONGEST_NAME]
