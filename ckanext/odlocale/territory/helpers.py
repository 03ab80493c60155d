"""Template helpers of the territory pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

import ckan.plugins.toolkit as tk

from ckanext.odlocale.advice import Advice, advice
from ckanext.odlocale.territory.attachment import claims
from ckanext.odlocale.territory.attachment.supervision import supervised_by
from ckanext.odlocale.territory.directory import TerritoryRecord, resolve
from ckanext.odlocale.territory.drilldown import limited
from ckanext.odlocale.territory.extras import TERRITORY_FIELD
from ckanext.odlocale.territory.identity import field_of
from ckanext.odlocale.territory.labels import kind_label, level_label, level_label_plural
from ckanext.odlocale.territory.page import most_published
from ckanext.odlocale.territory.picking.forms import (
    odlocale_helpers_without_organizations,
    odlocale_may_choose_organization,
    odlocale_only_organization,
    odlocale_other_extras,
    odlocale_picked,
    odlocale_picker,
    organizations_available,
)
from ckanext.odlocale.territory.places import (
    DatasetPlace,
    OrganizationPlace,
    dataset_place,
    organization_place,
)

__all__ = [
    "odlocale_advice",
    "odlocale_claim_of",
    "odlocale_claims_waiting",
    "odlocale_dataset_place",
    "odlocale_field",
    "odlocale_filtered",
    "odlocale_helpers_without_organizations",
    "odlocale_kind_label",
    "odlocale_level_label",
    "odlocale_may_choose_organization",
    "odlocale_most_published",
    "odlocale_number",
    "odlocale_only_organization",
    "odlocale_organization_place",
    "odlocale_other_extras",
    "odlocale_picked",
    "odlocale_picker",
    "odlocale_territory_of",
    "odlocale_territory_root",
    "organizations_available",
]


def odlocale_advice(place: str, **facts: Any) -> list[Advice]:
    """What other rooms know to help at a place of a page; see :mod:`ckanext.odlocale.advice`."""
    return advice(place, facts)


def odlocale_level_label(level: str, plural: bool = False) -> str:
    """What territories of a level are called, in the reader's language."""
    return level_label_plural(level) if plural else level_label(level)


def odlocale_filtered(territories: Sequence[str]) -> str:
    """The address of the search page being read, limited to these territories: from its question mark on."""
    return f"?{urlencode(limited(tk.request.args.items(multi=True), territories))}"


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
    return _written(number, tk.h.lang())


@lru_cache(maxsize=10_000)
def _written(number: int, _language: str) -> str:
    """Remembered: populations are the same on every page, and Babel takes longer than a query for fifty."""
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


def odlocale_claims_waiting() -> int:
    """How many requests of organizations wait for the decision of who is looking."""
    if tk.current_user.is_anonymous:
        return 0
    return claims.count(supervised_by({"user": tk.current_user.name}))


def odlocale_claim_of(organization: dict[str, Any]) -> dict[str, Any] | None:
    """What an organization asks for, or what became of it lately; for those who may change it only."""
    if tk.current_user.is_anonymous or not tk.h.check_access(
        "organization_update", {"id": organization["id"]}
    ):
        return None
    return claims.latest(organization["id"])


def odlocale_organization_place(organization: dict[str, Any]) -> OrganizationPlace | None:
    """Where an organization stands among the territories, for its page. Three queries at most."""
    return organization_place(organization)


def odlocale_dataset_place(dataset: dict[str, Any]) -> DatasetPlace | None:
    """Where a dataset's producer stands among the territories, for its page. Three queries at most."""
    return dataset_place(dataset)
