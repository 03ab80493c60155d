"""The door of the cog room: everything that other rooms may use of it."""

from __future__ import annotations

from ckanext.odlocale.cog.closure import ClosureRow, OverlapRow, ancestors_in, closure, overlaps
from ckanext.odlocale.cog.diff import VintageDiff, diff, no_change
from ckanext.odlocale.cog.garbage import collection_paused
from ckanext.odlocale.cog.ids import Level, TerritoryId, TerritoryIdError
from ckanext.odlocale.cog.names import normalise_name, search_name, strip_kind
from ckanext.odlocale.cog.naming import (
    GENERIC_NAMES,
    Name,
    NameDirectory,
    called,
    of_this_name,
    understand_name,
)
from ckanext.odlocale.cog.reader import (
    LATEST,
    packaged_years,
    read_any,
    read_compact,
    read_package,
    read_packaged,
)
from ckanext.odlocale.cog.siren import siren_of
from ckanext.odlocale.cog.strata import LIMITS, STRATA, bounds_of, stratum_of
from ckanext.odlocale.cog.succession import continued
from ckanext.odlocale.cog.verify import verify
from ckanext.odlocale.cog.vintage import Territory, Vintage, VintageError

__all__ = [
    "GENERIC_NAMES",
    "LATEST",
    "LIMITS",
    "STRATA",
    "ClosureRow",
    "Level",
    "Name",
    "NameDirectory",
    "OverlapRow",
    "Territory",
    "TerritoryId",
    "TerritoryIdError",
    "Vintage",
    "VintageDiff",
    "VintageError",
    "ancestors_in",
    "bounds_of",
    "called",
    "closure",
    "collection_paused",
    "continued",
    "diff",
    "no_change",
    "normalise_name",
    "of_this_name",
    "overlaps",
    "packaged_years",
    "read_any",
    "read_compact",
    "read_package",
    "read_packaged",
    "search_name",
    "siren_of",
    "stratum_of",
    "strip_kind",
    "understand_name",
    "verify",
]
