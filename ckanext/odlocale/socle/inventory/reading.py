"""The public datasets of an authority, found with CKAN's search and told as lines of its catalogue."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.odlocale.socle.inventory.lines import line, places_of
from ckanext.odlocale.socle.publishing.template import Identity
from ckanext.odlocale.territory.shared import (
    PRODUCER_NAME_FIELD,
    TerritoryId,
    anonymous,
    field_of,
    produced_by,
    records,
    type_clause,
)

# What one answer of the search holds, and what one file does: its newest datasets.
PAGE = 500
MOST = 10_000


def of_territory(territory: TerritoryId, identity: Identity) -> list[dict[str, str]]:
    """The datasets that a territory produced, whoever publishes them.

    :raises SearchError: Solr does not answer
    """
    return _lines(produced_by([territory]), identity)


def of_organization(name: str, identity: Identity) -> list[dict[str, str]]:
    """The datasets that an organization publishes.

    :raises SearchError: Solr does not answer
    """
    return _lines(f'organization:"{name}"', identity)


def _lines(clause: str, identity: Identity) -> list[dict[str, str]]:
    datasets = _found(clause)
    named = {one for dataset in datasets for one in (*places_of(dataset), identity.territory) if one}
    places = {str(key): record for key, record in records(sorted(named)).items()}
    return [
        line(one, identity, places, _address(one), field_of(one, PRODUCER_NAME_FIELD)) for one in datasets
    ]


def _address(dataset: dict[str, Any]) -> str:
    return tk.url_for(f"{dataset['type']}.read", id=dataset["name"], _external=True)


def _found(clause: str) -> list[dict[str, Any]]:
    """As a stranger sees them: a catalogue is read by everybody."""
    datasets: list[dict[str, Any]] = []
    types = type_clause(tk.config["ckan.search.show_all_types"])
    asked = {"fq": types, "fq_list": [clause], "facet": False, "include_private": False}
    while len(datasets) < MOST:
        page = {"rows": PAGE, "start": len(datasets), "sort": "metadata_created desc, id asc"}
        found = tk.get_action("package_search")(anonymous(), {**asked, **page})["results"]
        datasets += found
        if len(found) < PAGE:
            break
    return datasets
