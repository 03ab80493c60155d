"""Datasets in JSON documents as people have them: answers of a CKAN, lists, recordings. Values only."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

_OF_CKAN = frozenset(
    ("owner_org", "license_id", "metadata_modified", "metadata_created", "num_resources", "notes", "state")
)
_DEPTH = 8


def datasets_in(document: Any) -> list[dict[str, Any]]:
    """The CKAN datasets in a JSON document, each once.

    :param document: the answer of ``package_search`` or ``package_show``, a list of datasets, one dataset,
        or a recorded exchange that holds such an answer
    """
    found: dict[str, dict[str, Any]] = {}
    for dataset in _walk(document, _DEPTH):
        found.setdefault(str(dataset.get("id") or dataset.get("name")), dataset)
    return list(found.values())


def _walk(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth < 0:
        return
    if _is_dataset(value):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _walk(item, depth - 1)
    elif isinstance(value, list):
        for item in value:
            yield from _walk(item, depth - 1)
    elif isinstance(value, str) and value.lstrip()[:1] == "{" and '"success"' in value:
        yield from _walk(_decoded(value), depth - 1)


def _is_dataset(value: Any) -> bool:
    """Other portals have ids, titles and resources too: a few fields that only a CKAN has tell."""
    if not isinstance(value, Mapping) or not isinstance(value.get("resources"), list):
        return False
    return isinstance(value.get("name"), str) and len(_OF_CKAN & value.keys()) >= 3


def _decoded(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
