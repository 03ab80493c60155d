"""Which set, and which version of it, a header follows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ckanext.odlocale.tables.records import check_nesting, iterate
from ckanext.odlocale.tables.types import UnreadableError

from .catalogue import Entry, all_entries, former_headers
from .documents import former_shape

ENOUGH = 0.6
A_LITTLE = 0.3


@dataclass(frozen=True, slots=True)
class Recognised:
    """`former`: the record of an old header, when the file follows one that is no longer judged."""

    entry: Entry
    former: Mapping[str, Any] | None = None


def recognise(labels: Sequence[str]) -> Recognised:
    """The version whose columns look most like these. Raises `UnreadableError` when none does."""
    present = {label.strip() for label in labels}
    scored = [
        (likeness(present, entry.table.names, entry.table.needed), Recognised(entry))
        for entry in all_entries()
        if not entry.is_document
    ]
    scored += [
        (likeness(present, former["columns"], former["columns"]), Recognised(entry, former))
        for entry, former in former_headers()
    ]
    # max() keeps the first of equals, and the catalogue puts the latest version first.
    score, best = max(scored, key=lambda pair: pair[0])
    if score < ENOUGH:
        raise _unrecognised(labels, best.entry if score > A_LITTLE else None)
    return best


def _unrecognised(labels: Sequence[str], nearest: Entry | None) -> UnreadableError:
    names = [" ".join(label.split()) for label in labels]
    filled = [name for name in names if name]
    told = " | ".join(name[:40] for name in filled[:8])
    if len(filled) <= 1 or 2 * len(filled) <= len(names):
        return UnreadableError("title-line", labels=told)
    present = set(filled)
    # A few columns that any file may have (an id, a name) do not make a standard the nearest one.
    if nearest is None or 3 * len(present & set(nearest.table.names)) < len(names):
        return UnreadableError("not-recognised", labels=told)
    needed = nearest.table.needed
    missing = len(needed - present)
    return UnreadableError(
        "nearly-recognised", labels=told, nearest=nearest.name, missing=missing, needed=len(needed)
    )


def recognise_document(path: Path) -> Entry | None:
    """The standard of JSON documents this file follows, old forms included; None when it follows none."""
    check_nesting(path)
    for entry in all_entries():
        if entry.is_document and (former_shape(path, entry.descriptor) or _is_like(path, entry)):
            return entry
    return None


def _is_like(path: Path, entry: Entry) -> bool:
    for collection in entry.descriptor["collections"]:
        record = next(iterate(path, collection["path"]), None)
        if not isinstance(record, dict):
            continue
        definitions = entry.descriptor["definitions"]
        inner = record.get("properties") if collection["definition"] == "feature" else record
        known = definitions[
            "properties" if collection["definition"] == "feature" else collection["definition"]
        ]
        if inner and 2 * len(known["properties"].keys() & inner.keys()) >= len(inner):
            return True
    return False


def likeness(present: Collection[str], names: Collection[str], needed: Collection[str]) -> float:
    """From 0 to 1: how many of the needed columns are there, then how few others."""
    known = len(set(names).intersection(present))
    have = len(set(needed).intersection(present)) / max(len(needed), 1)
    both = known / max(len(set(names).union(present)), 1)
    return 0.7 * have + 0.3 * both if known else 0.0


def version_followed(entry: Entry, labels: Sequence[str]) -> Entry:
    """The version of this set that a header looks most like; the latest when none stands out."""
    present = {label.strip() for label in labels}
    versions = [one for one in all_entries() if one.name == entry.name]
    return max(versions, key=lambda one: likeness(present, one.table.names, one.table.needed))


def former_of(entry: Entry, labels: Sequence[str]) -> Mapping[str, Any] | None:
    """The old form of this set that a header follows better than the judged one."""
    present = {label.strip() for label in labels}
    now = likeness(present, entry.table.names, entry.table.needed)
    for old_entry, former in former_headers():
        if old_entry.name == entry.name and likeness(present, former["columns"], former["columns"]) > max(
            now, ENOUGH
        ):
            return former
    return None
