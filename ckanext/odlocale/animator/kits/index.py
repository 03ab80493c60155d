"""Kits in the search: what is indexed, and how a search's facets name it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ckanext.odlocale.animator.desk.steps import ORDER
from ckanext.odlocale.animator.kits import choices
from ckanext.odlocale.animator.kits.choices import values_of
from ckanext.odlocale.animator.kits.declared import TYPE

# Multivalued strings in CKAN's stock Solr schema, so that no schema changes.
FACETS = {
    f"vocab_odlocale_{field}": field
    for field in (
        choices.KIND,
        choices.STAGE,
        choices.SCHEMAS,
        choices.LEVELS,
        choices.STRATUMS,
        choices.RULES,
        choices.LANGUAGE,
    )
}
"""Index field to field of a kit. A kit without a value helps with all and has the term :data:`ALL`."""

ALL = "*"
READING_ORDER = "odlocale_kit_rank"
"""Sorts kits as they are to be read: by stage, then by their number."""


class KitIndex:
    """The index side and the query side of the fields of kits."""

    def index(self, dataset: dict[str, Any]) -> dict[str, Any]:
        """Add what a kit helps with, without a query.

        :param dataset: the flat dictionary of ``before_dataset_index``
        """
        if dataset.get("dataset_type") != TYPE and dataset.get("type") != TYPE:
            return dataset
        return {**dataset, **terms(json.loads(dataset.get("validated_data_dict") or "{}"))}

    def present(self, results: dict[str, Any]) -> dict[str, Any]:
        """Name the values in a search's facets.

        :param results: what ``package_search`` found, changed in place
        """
        for index_field, field in FACETS.items():
            facet = results["search_facets"].get(index_field)
            if facet:
                facet["items"] = [one for one in facet["items"] if one["name"] != ALL]
                for item in facet["items"]:
                    item["display_name"] = choices.label_of(field, item["name"])
        return results


def terms(kit: Mapping[str, Any]) -> dict[str, Any]:
    """The index terms of a kit, as ``package_show`` gives it."""
    found = {index_field: values_of(kit.get(field)) for index_field, field in FACETS.items()}
    return {**{name: values or [ALL] for name, values in found.items()}, READING_ORDER: rank(kit)}


def rank(kit: Mapping[str, Any]) -> str:
    """A text that sorts kits in their reading order; those without stage or number come last."""
    stages = [step.value for step in ORDER]
    stage = str(kit.get(choices.STAGE) or "")
    order = str(kit.get(choices.RANK) or "")
    place = stages.index(stage) if stage in stages else len(stages)
    return f"{place:02}-{int(order) if order.isdecimal() else 99_999:05}"
