"""The door of the cog room: everything that other rooms may use of it."""

from __future__ import annotations

from ckanext.odlocale.cog.closure import ClosureRow, OverlapRow, ancestors_in, closure, overlaps
from ckanext.odlocale.cog.diff import VintageDiff, carried_over, diff, no_change
from ckanext.odlocale.cog.garbage import collection_paused
from ckanext.odlocale.cog.ids import Level, TerritoryId, TerritoryIdError
from ckanext.odlocale.cog.names import normalise_name, search_name, strip_kind
from ckanext.odlocale.cog.reader import (
    LATEST,
    packaged_years,
    read_any,
    read_compact,
    read_folder,
    read_packaged,
)
from ckanext.odlocale.cog.siren import siren_of
from ckanext.odlocale.cog.verify import verify
from ckanext.odlocale.cog.vintage import Territory, Vintage, VintageError

__all__ = [
    "LATEST",
    "ClosureRow",
    "Level",
    "OverlapRow",
    "Territory",
    "TerritoryId",
    "TerritoryIdError",
    "Vintage",
    "VintageDiff",
    "VintageError",
    "ancestors_in",
    "carried_over",
    "closure",
    "collection_paused",
    "diff",
    "no_change",
    "normalise_name",
    "overlaps",
    "packaged_years",
    "read_any",
    "read_compact",
    "read_folder",
    "read_packaged",
    "search_name",
    "siren_of",
    "strip_kind",
    "verify",
]
