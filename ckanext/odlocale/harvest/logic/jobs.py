"""What ours adds to the actions of ckanext-harvest about jobs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk

from ckanext.harvest.interfaces import IHarvester
from ckanext.odlocale.harvest import recovering
from ckanext.odlocale.harvest.harvester import OdlocaleHarvester

Action = Callable[[Any, dict[str, Any]], Any]


@tk.chained_action
def harvest_jobs_run(up_func: Action, context: Any, data_dict: dict[str, Any]) -> Any:
    """ckanext-harvest's, once what was broken off goes on: this is what runs every few minutes."""
    tk.check_access("harvest_jobs_run", context, data_dict)
    recovering.recover(_our_types(), data_dict.get("source_id"))
    return up_func(context, data_dict)


def actions() -> dict[str, Any]:
    """Name to function, as CKAN wants them."""
    return {"harvest_jobs_run": harvest_jobs_run}


def _our_types() -> list[str]:
    """Of the sources whose harvesters lock what they work on."""
    found: Any = p.PluginImplementations(IHarvester)
    ours: list[Any] = [one for one in found if isinstance(one, OdlocaleHarvester)]
    return [one.info()["name"] for one in ours]
