"""Looking kits up in the search. Every function is one search, of what everybody may see."""

from __future__ import annotations

import logging
from collections.abc import Collection
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.lib.search import SearchError

from ckanext.odlocale.animator.kits import choices
from ckanext.odlocale.animator.kits.declared import TYPE
from ckanext.odlocale.animator.kits.helping import Chosen, Kit, Situation, helpful
from ckanext.odlocale.animator.kits.index import ALL, FACETS, READING_ORDER

log = logging.getLogger(__name__)

MOST = 200
_INDEX_FIELD = {field: index_field for index_field, field in FACETS.items()}
IN_READING_ORDER = f"{READING_ORDER} asc, name asc"
ONLY_KITS = f"+dataset_type:{TYPE}"


def kits_about(rules: Collection[str] = (), schemas: Collection[str] = (), stage: str = "") -> list[Kit]:
    """The public kits about any of these, in their reading order; without any of them, all kits."""
    asked = [
        (choices.RULES, rules),
        (choices.SCHEMAS, schemas),
        (choices.STAGE, [stage] if stage else []),
    ]
    clauses = [f"{_INDEX_FIELD[field]}:({_any(values)})" for field, values in asked if values]
    wanted = f" +({' OR '.join(clauses)})" if clauses else ""
    query = {
        "fq": f"{ONLY_KITS} +capacity:public{wanted}",
        "fl": ["name", "title", *FACETS],
        "sort": IN_READING_ORDER,
        "rows": MOST,
        "facet": "false",
    }
    try:
        found = tk.get_action("package_search")({"ignore_auth": True}, query)["results"]
    except SearchError:
        log.exception("The kits could not be searched")
        return []
    return [_kit(one, place) for place, one in enumerate(found)]


def helping_with(situation: Situation) -> list[Chosen]:
    """The kits that help in a situation, the most fitting first. One search."""
    if not (situation.rules or situation.schemas or situation.stage):
        return []
    return helpful(kits_about(situation.rules, situation.schemas, situation.stage), situation)


def _any(values: Collection[str]) -> str:
    quoted = (one.replace("\\", "\\\\").replace('"', '\\"') for one in sorted(values))
    return " OR ".join(f'"{one}"' for one in quoted)


def _kit(found: dict[str, Any], place: int) -> Kit:
    def several(field: str) -> frozenset[str]:
        return frozenset(found.get(_INDEX_FIELD[field]) or ()) - {ALL}

    def one(field: str) -> str:
        return next(iter(several(field)), "")

    return Kit(
        name=found["name"],
        title=found.get("title") or found["name"],
        kind=one(choices.KIND),
        stage=one(choices.STAGE),
        rank=f"{place:05}",
        schemas=several(choices.SCHEMAS),
        levels=several(choices.LEVELS),
        strata=several(choices.STRATUMS),
        rules=several(choices.RULES),
    )
