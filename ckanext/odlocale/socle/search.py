"""Standards and verdicts in the search: what is indexed, and how a search's facets name it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.odlocale.socle.catalogue import UnknownSchemaError, find_schema
from ckanext.odlocale.socle.verdicts.choice import SCHEMA_FIELD, VERDICT_FIELD, choice_of
from ckanext.odlocale.socle.wording import language, outcome_label

# Multivalued strings in CKAN's stock Solr schema, so that no schema changes.
SOCLE_FIELD = "vocab_odlocale_socle"
VERDICT_INDEX_FIELD = "vocab_odlocale_verdict"
# A standard with its verdict, `scdl/deliberations valid`: of one file, not of any two files of a dataset.
PAIR_FIELD = "vocab_odlocale_socle_verdict"


class SocleIndex:
    """The index side and the query side of the fields of the socle."""

    def index(self, dataset: dict[str, Any]) -> dict[str, Any]:
        """Add the standards and verdicts of a dataset's resources, without a query.

        :param dataset: the flat dictionary of ``before_dataset_index``
        """
        text = dataset.get("validated_data_dict") or ""
        if f'"{SCHEMA_FIELD}"' not in text:
            return dataset
        return {**dataset, **terms(json.loads(text).get("resources") or [])}

    def present(self, results: dict[str, Any]) -> dict[str, Any]:
        """Name the standards and verdicts in a search's facets.

        :param results: what ``package_search`` found, changed in place
        """
        facets = results["search_facets"]
        for item in facets.get(SOCLE_FIELD, {}).get("items", ()):
            item["display_name"] = title_of(item["name"])
        for item in facets.get(VERDICT_INDEX_FIELD, {}).get("items", ()):
            item["display_name"] = outcome_label(item["name"])
        return results


def terms(resources: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """The index terms of a dataset; none when no standard was chosen for any of its resources."""
    found: dict[str, set[str]] = {}
    for one in resources:
        choice = choice_of(one)
        if choice is None or choice.entry is None:
            continue
        name, verdict = choice.entry.name, str(one.get(VERDICT_FIELD) or "unchecked")
        found.setdefault(SOCLE_FIELD, set()).add(name)
        found.setdefault(VERDICT_INDEX_FIELD, set()).add(verdict)
        found.setdefault(PAIR_FIELD, set()).add(f"{name} {verdict}")
    return {field: sorted(values) for field, values in found.items()}


def titled(titles: dict[str, str]) -> dict[str, str]:
    """Name the facets of the socle that a site lists in ``search.facets``."""
    own = {
        SOCLE_FIELD: tk._("Standards of the socle commun"),
        VERDICT_INDEX_FIELD: tk._("Verdict on the file"),
    }
    return {field: own.get(field, title) for field, title in titles.items()}


def title_of(name: str) -> str:
    """What a standard is called, in the reader's language."""
    try:
        return find_schema(name).text("title", language())
    except UnknownSchemaError:
        return name
