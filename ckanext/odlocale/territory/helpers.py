"""Template helpers of the territory pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.odlocale.territory.directory import TerritoryRecord, resolve
from ckanext.odlocale.territory.extras import TERRITORY_FIELD
from ckanext.odlocale.territory.identity import field_of
from ckanext.odlocale.territory.labels import kind_label, level_label, level_label_plural
from ckanext.odlocale.territory.page import most_published

__all__ = [
    "odlocale_field",
    "odlocale_kind_label",
    "odlocale_level_label",
    "odlocale_most_published",
    "odlocale_number",
    "odlocale_territory_of",
    "odlocale_territory_root",
]


def odlocale_level_label(level: str, plural: bool = False) -> str:
    """What territories of a level are called, in the reader's language."""
    return level_label_plural(level) if plural else level_label(level)


def odlocale_kind_label(kind: str, level: str) -> str:
    """What a territory is called: its legal kind when it is a word of its own (``CC``), else its level."""
    return kind_label(kind) or level_label(level)


def odlocale_most_published(
    territories: Sequence[TerritoryRecord], counts: Mapping[str, int], most: int
) -> list[TerritoryRecord]:
    """The territories with most datasets, most first."""
    return most_published(territories, counts, most)


def odlocale_number(number: int) -> str:
    """A number with the separators of the reader's language."""
    return tk.h.localised_number(number)


def odlocale_field(entity: dict[str, Any], key: str) -> str:
    """A field of an organization or dataset, which a portal keeps at its top or among its extras."""
    return field_of(entity, key)


def odlocale_territory_of(entity: dict[str, Any]) -> TerritoryRecord | None:
    """The territory that an organization or dataset declares, if it is known. One query at most."""
    declared = odlocale_field(entity, TERRITORY_FIELD)
    return resolve(declared) if declared else None


def odlocale_territory_root() -> str:
    """What the address of a territory's page starts with: the territory's id follows.

    For lists: CKAN takes longer to make one address than a template to write ten lines.
    """
    return tk.url_for("odlocale_territory.read", territory_id="fr").removesuffix("fr")
