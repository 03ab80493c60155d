"""The files of a consolidated dataset are known by their ids, not by what somebody may write. PURE."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from ckanext.odlocale.socle.consolidation.writing import REJECTS, ROWS, SOURCES

PARTS = (ROWS, REJECTS, SOURCES)


def part_id(dataset_id: str, part: str) -> str:
    """The id of the resource that is this part of a dataset, always the same."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"odlocale:{dataset_id}/{part}"))


def parts_among(dataset_id: str, resources: list[dict[str, Any]]) -> list[tuple[dict[str, Any], str]]:
    """The resources that are a part of this dataset if it is a consolidated one, each with its part."""
    by_id = {part_id(dataset_id, part): part for part in PARTS}
    return [(one, by_id[one["id"]]) for one in resources if one.get("id") in by_id]


def may_be_part(resource: Mapping[str, Any]) -> bool:
    """Whether a resource is a part of its dataset if that is a consolidated one."""
    dataset_id = str(resource.get("package_id") or "")
    return any(resource.get("id") == part_id(dataset_id, part) for part in PARTS)
