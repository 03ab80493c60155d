"""The API of the grid: which standards each collectivité publishes."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.logic import validate

from ckanext.odlocale.observatory.grid import looking, telling
from ckanext.odlocale.observatory.logic import schema
from ckanext.odlocale.observatory.logic.action.figures import MOST_LISTED, day_of, scope_of
from ckanext.odlocale.socle.shared import Entry, State, find_schema


@tk.side_effect_free
@validate(schema.coverage_list)
def odlocale_observatory_coverage_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return the state of each standard of the socle at each collectivité of a territory.

    :param territory: what they are in (optional, default that of the portal)
    :type territory: string
    :param animator: in place of a territory, the name of an animator: those that it accompanies (optional)
    :type animator: string
    :param date: as they were on this day, or on the last one before it that has figures (optional)
    :type date: string
    :param level: only those of this level: ``com``, ``epci``, ``ept``, ``dep``, ``reg`` (optional)
    :type level: string
    :param owing: only those of whom something is expected that is not there (optional)
    :type owing: bool
    :param schema: with ``state``, only those that are in this state with this standard (optional)
    :type schema: string
    :param state: with ``schema``: ``absent``, ``announced``, ``published``, ``valid``, ``stale`` or
        ``sans-objet`` (optional)
    :type state: string
    :param q: only those with words that begin so in their name, or with this code (optional)
    :type q: string
    :param limit: how many to return (optional, default 50, at most 1000)
    :type limit: int
    :param offset: how many to pass over (optional, default 0)
    :type offset: int

    :rtype: dictionary with ``count`` (of all that are asked for), ``date``, ``sets`` (at all collectivités of
        the level: ``schema``, ``title``, how many are ``absent``, ``announced``, ``published``, ``valid``,
        ``stale``, ``sans-objet``, and ``conform``: the valid and recent ones among those with a file) and
        ``results``: ``id``, ``name``, ``level``, ``siren``, ``population``, ``duty``, ``organization``,
        ``owed`` (expected standards that are not there), ``to_mend`` (files not valid, or old), ``actors``
        (names of the organizations that can act) and ``sets``: by standard, its ``state`` and whether it is
        ``expected`` (``yes``, ``presumed``, ``if-concerned``, ``no``, ``unknown``)

    :raises NotFound: there is no such territory, or no figure was taken yet
    """
    tk.check_access("odlocale_observatory_coverage_list", context, data_dict)
    asked = looking.Asked(
        scope_of(data_dict),
        day_of(data_dict),
        data_dict.get("level"),
        data_dict["owing"],
        data_dict["q"].strip(),
        _state(data_dict),
    )
    count, lines = looking.lines(asked, min(data_dict["limit"], MOST_LISTED), data_dict["offset"])
    return {
        "count": count,
        "date": asked.day.isoformat(),
        "sets": [telling.tally(one) for one in looking.totals(asked)],
        "results": [telling.line(one) for one in lines],
    }


def _state(data_dict: dict[str, Any]) -> tuple[Entry, State] | None:
    schema, state = data_dict.get("schema"), data_dict.get("state")
    if not schema and not state:
        return None
    if not schema or not state:
        raise tk.ValidationError(
            {"state" if schema else "schema": [tk._("Give both: a standard and a state.")]}
        )
    return find_schema(schema), State(state)
