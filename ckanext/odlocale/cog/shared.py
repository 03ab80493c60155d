"""The door of the cog room: everything that other rooms may use of it."""

from __future__ import annotations

from ckanext.odlocale.cog.ids import Level, TerritoryId, TerritoryIdError
from ckanext.odlocale.cog.siren import siren_of
from ckanext.odlocale.cog.vintage import Territory, Vintage, VintageError

__all__ = ["Level", "Territory", "TerritoryId", "TerritoryIdError", "Vintage", "VintageError", "siren_of"]
