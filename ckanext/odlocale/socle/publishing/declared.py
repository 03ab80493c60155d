"""What a portal's own dataset schema has room for, of what a set of the socle says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins as p

from ckanext.odlocale.socle.catalogue import Entry
from ckanext.odlocale.socle.describing.frequencies import of_set
from ckanext.odlocale.socle.publishing.template import Identity

FREQUENCY, COVERAGE, TERRITORY = "frequency", "spatial_coverage", "territory"


def further_fields(entry: Entry, identity: Identity) -> dict[str, Any]:
    """The frequency of the set and the territory it covers, where the schema of datasets declares them."""
    return fields_for(dataset_fields(), entry, identity)


def fields_for(declared: Mapping[str, Any], entry: Entry, identity: Identity) -> dict[str, Any]:
    """The same for these fields of a schema, by name."""
    found: dict[str, Any] = {}
    if FREQUENCY in declared:
        found[FREQUENCY] = of_set(entry.about["frequency"])
    below = (declared.get(COVERAGE) or {}).get("repeating_subfields") or ()
    if identity.territory and any(one["field_name"] == TERRITORY for one in below):
        found[COVERAGE] = [{TERRITORY: identity.territory}]
    return found


def dataset_fields() -> dict[str, Any]:
    """The fields that the site's own schema of datasets declares, by name; none without such a schema."""
    if not p.plugin_loaded("scheming_datasets"):
        return {}
    from ckanext.scheming.helpers import scheming_get_dataset_schema

    schema = scheming_get_dataset_schema("dataset") or {}
    return {field["field_name"]: field for field in schema.get("dataset_fields", ())}
