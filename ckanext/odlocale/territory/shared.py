"""The door of the territory room: everything that other rooms may use of it."""

from __future__ import annotations

from ckanext.odlocale.cog.shared import Level, TerritoryId, TerritoryIdError
from ckanext.odlocale.territory.authorities import Authority, authorities_within
from ckanext.odlocale.territory.config import portal_territory
from ckanext.odlocale.territory.datasets import UNSEARCHED, anonymous, type_clause
from ckanext.odlocale.territory.derived import derived_by
from ckanext.odlocale.territory.directory import (
    TerritoryRecord,
    ancestors,
    by_code,
    by_name,
    by_siren,
    lineage,
    nearest_organization,
    organization_lineage,
    organization_of,
    organizations_of,
    records,
    resolve,
    territory_of,
)
from ckanext.odlocale.territory.extras import (
    KIND_FIELD,
    ORIGIN_CATALOGUE_FIELD,
    ORIGIN_URL_FIELD,
    PRODUCER_EVIDENCE_FIELD,
    PRODUCER_NAME_FIELD,
    ROLLED_UP_FIELD,
    SIREN_FIELD,
    TERRITORY_FIELD,
    dataset_field,
    datasets_with,
    organization_field,
)
from ckanext.odlocale.territory.granted import Grants, grant_by
from ckanext.odlocale.territory.identity import field_of
from ckanext.odlocale.territory.labels import level_label, level_label_plural
from ckanext.odlocale.territory.listing import called, known, situations
from ckanext.odlocale.territory.meaning import meaning, meanings, with_former
from ckanext.odlocale.territory.owners import (
    contained,
    containers,
    identifiers,
    members,
    public_datasets,
    territories_here,
)
from ckanext.odlocale.territory.reindex import refresh_organization, reindex_datasets, reindex_territories
from ckanext.odlocale.territory.scope import Operand, Place, Scope, chosen, every_place, places, within
from ckanext.odlocale.territory.search import TerritoryIndex
from ckanext.odlocale.territory.standing import (
    Standing,
    former_sirens,
    standing,
    vintage_in_place,
)
from ckanext.odlocale.territory.terms import LEVEL_FIELD, LINEAGE_FIELD, PRODUCER_FIELD, produced_by
from ckanext.odlocale.territory.within import (
    Share,
    below,
    communes_outside,
    contents_of,
    shares_outside,
)

__all__ = [
    "KIND_FIELD",
    "LEVEL_FIELD",
    "LINEAGE_FIELD",
    "ORIGIN_CATALOGUE_FIELD",
    "ORIGIN_URL_FIELD",
    "PRODUCER_EVIDENCE_FIELD",
    "PRODUCER_FIELD",
    "PRODUCER_NAME_FIELD",
    "ROLLED_UP_FIELD",
    "SIREN_FIELD",
    "TERRITORY_FIELD",
    "UNSEARCHED",
    "Authority",
    "Grants",
    "Level",
    "Place",
    "Operand",
    "Scope",
    "Share",
    "Standing",
    "TerritoryId",
    "TerritoryIdError",
    "TerritoryIndex",
    "TerritoryRecord",
    "ancestors",
    "anonymous",
    "authorities_within",
    "below",
    "by_code",
    "by_name",
    "by_siren",
    "called",
    "chosen",
    "communes_outside",
    "contained",
    "containers",
    "contents_of",
    "dataset_field",
    "datasets_with",
    "derived_by",
    "every_place",
    "field_of",
    "former_sirens",
    "grant_by",
    "identifiers",
    "known",
    "level_label",
    "level_label_plural",
    "lineage",
    "meaning",
    "meanings",
    "members",
    "nearest_organization",
    "organization_field",
    "organization_lineage",
    "organization_of",
    "organizations_of",
    "places",
    "portal_territory",
    "produced_by",
    "public_datasets",
    "records",
    "refresh_organization",
    "reindex_datasets",
    "reindex_territories",
    "resolve",
    "shares_outside",
    "standing",
    "situations",
    "territories_here",
    "territory_of",
    "type_clause",
    "vintage_in_place",
    "with_former",
    "within",
]
