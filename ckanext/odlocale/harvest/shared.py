"""The door of the harvest room: everything that other rooms may use of it."""

from __future__ import annotations

from ckanext.odlocale.harvest.told import TerritoryHarvest, harvests_of

__all__ = ["TerritoryHarvest", "harvests_of"]
