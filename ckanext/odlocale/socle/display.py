"""What resources say about their verdicts, whenever a dataset is shown. The truth is the table."""

from __future__ import annotations

from typing import Any

from ckanext.odlocale.socle.consolidation.parts import parts_among
from ckanext.odlocale.socle.consolidation.store import is_ours
from ckanext.odlocale.socle.verdicts import store
from ckanext.odlocale.socle.verdicts.choice import (
    PART_FIELD,
    SAID_FIELDS,
    choice_of,
    is_upload,
    said,
    their_status,
)
from ckanext.odlocale.socle.verdicts.kept import Row


def say(dataset: dict[str, Any], *, saving: bool) -> None:
    """Write the verdicts into the resources of a dataset, in place, with one query.

    One more where the files are those of a consolidated dataset.

    :param saving: the dataset is shown in order to be saved: nothing is written that would then be stored
    """
    resources = dataset.get("resources") or []
    rows = (
        {}
        if saving
        else store.of_resources([one["id"] for one in resources if is_upload(one) and "id" in one])
    )
    for one in resources:
        for field in SAID_FIELDS:
            one.pop(field, None)
        if not saving:
            one.update(_fields(one, rows.get(one.get("id"))))
    if not saving:
        _say_parts(dataset["id"], resources)


def _say_parts(dataset_id: str, resources: list[dict[str, Any]]) -> None:
    parts = parts_among(dataset_id, resources)
    if parts and is_ours(dataset_id):
        for one, part in parts:
            one[PART_FIELD] = part


def _fields(resource: dict[str, Any], row: Row | None) -> dict[str, Any]:
    fields = said(resource, row)
    # What ckanext-validation says of a file without a standard is its own.
    judged = row is not None and not row["proposed"] and choice_of(resource) is not None
    return {**fields, **(their_status(row) if judged and row else {})}
