"""Where an organization or a dataset stands among the territories, read for its own page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.odlocale.cog.shared import TerritoryId
from ckanext.odlocale.territory.directory import TerritoryRecord, records, resolve
from ckanext.odlocale.territory.extras import TERRITORY_FIELD
from ckanext.odlocale.territory.identity import field_of
from ckanext.odlocale.territory.published import PUBLISHED_KEY
from ckanext.odlocale.territory.publishing import Publisher, nearest_above
from ckanext.odlocale.territory.surroundings import Organization, organizations, producers, situation

BELOW_SHOWN = 5


@dataclass(frozen=True, slots=True)
class OrganizationPlace:
    """An organization's territory, who supervises it, and the organizations below.

    :param supervisor: the organization of the nearest territory around that has one
    :param below: the first of the organizations below, which are ``total`` in all
    """

    territory: TerritoryRecord
    supervisor: Publisher | None
    below: tuple[Organization, ...]
    total: int


@dataclass(frozen=True, slots=True)
class DatasetPlace:
    """The territory of a dataset's producer as it is today, with what is around it.

    :param trail: the territories around, largest first
    :param published: the former territory under which it was published, when that is part of another today
    """

    territory: TerritoryRecord
    trail: tuple[TerritoryRecord, ...]
    published: TerritoryRecord | None


def organization_place(organization: Mapping[str, Any]) -> OrganizationPlace | None:
    """The place of an organization; None when it has no known territory. Three queries at most."""
    declared = field_of(organization, TERRITORY_FIELD)
    record = resolve(declared) if declared else None
    if record is None:
        return None
    found = organizations(record.id, BELOW_SHOWN, below_only=True)
    return OrganizationPlace(record, next(iter(nearest_above(record.id)), None), found.listed, found.total)


def dataset_place(dataset: Mapping[str, Any]) -> DatasetPlace | None:
    """The place of a dataset's producer; None when nobody knows its territory. Three queries at most."""
    producer = producers([dataset]).get(dataset["id"])
    record, ancestry = situation(producer.id) if producer else (None, None)
    if record is None or ancestry is None:
        return None
    code = dataset.get(PUBLISHED_KEY)
    former = records([code]).get(TerritoryId(code)) if code and code != record.id else None
    return DatasetPlace(record, ancestry.trail, former)
