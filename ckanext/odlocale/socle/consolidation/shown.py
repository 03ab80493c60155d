"""The consolidated files that a page leads to."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from ckanext.odlocale.socle.catalogue import UnknownSchemaError, find_schema
from ckanext.odlocale.socle.config import consolidation_organization
from ckanext.odlocale.socle.consolidation import store
from ckanext.odlocale.socle.wording import language
from ckanext.odlocale.territory.shared import places

MOST = 50


class Line(NamedTuple):
    """A consolidated dataset: its name, the names of its set and its territory, and what is in it."""

    dataset: str
    title: str
    territory: str
    rows: int
    sources: int
    day: datetime


def consolidated(territory: str | None = None, schema: str | None = None) -> list[Line]:
    """Those of a territory, or of a set, the largest first. Two queries; none where none are made."""
    if not consolidation_organization():
        return []
    found = store.made(territory, schema)[:MOST]
    names = {str(one.id): one.name for one in places({row["territory_id"] for row in found})} if found else {}
    return [
        Line(
            row["name"],
            _title(row["schema"]),
            names.get(row["territory_id"]) or str(row["territory_id"]),
            row["rows"],
            row["sources"],
            row["made"],
        )
        for row in found
    ]


def _title(schema: str) -> str:
    try:
        return find_schema(schema).text("title", language())
    except UnknownSchemaError:
        return schema
