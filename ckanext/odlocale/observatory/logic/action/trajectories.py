"""The API of the trajectory: how a territory, and what it is made of, comes towards the target."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.logic import validate

from ckanext.odlocale.observatory import board, telling
from ckanext.odlocale.observatory.logic import refusals, schema
from ckanext.odlocale.observatory.logic.action.figures import territory_of
from ckanext.odlocale.observatory.pathways import Step, pathways
from ckanext.odlocale.observatory.seen import Seen, seen
from ckanext.odlocale.territory.shared import TerritoryRecord

# What a line is about, by where the page has it.
_KINDS = {"levels": "level", "strata": "stratum", "below": "territory", "animators": "animator"}


@tk.side_effect_free
@validate(schema.trajectory_list)
def odlocale_observatory_trajectory_list(context: Any, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Return how a territory comes towards the target of the portal, then its parts with their share of it.

    :param territory: the territory (optional, default that of the portal: only this one has a target)
    :type territory: string

    :rtype: list of dictionaries, empty without a target: ``kind`` (``whole``, ``level``, ``stratum``,
        ``territory``, ``animator``), ``id``, ``name``, ``open``, ``all``, ``target``, ``target_date``,
        ``pace`` and ``needed`` (openings in a year), ``projected`` (a day) and ``reached``; null where nobody
        can tell, or when nobody of the part has to publish any more

    :raises NotFound: there is no such territory, or no figure was taken yet
    """
    tk.check_access("odlocale_observatory_trajectory_list", context, data_dict)
    record = territory_of(data_dict)
    found = seen(record.id)
    if found is None:
        raise tk.ObjectNotFound(refusals.no_figures())
    return [telling.step(kind, one) for kind, one in _steps(record, found)]


def _steps(record: TerritoryRecord, found: Seen) -> Iterator[tuple[str, Step]]:
    path = board.path(record, board.points(record.id), found.day)
    if path is None:
        return
    yield "whole", Step(record.id, record.name, found.count("open"), path)
    parts = pathways(path, found, board.below(record, found))
    for name, kind in _KINDS.items() if parts else ():
        yield from ((kind, one) for one in getattr(parts, name))
