"""The API of obligations: who must publish by law."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.logic import validate

from ckanext.odlocale.socle.duties import store
from ckanext.odlocale.socle.duties.telling import document, rule
from ckanext.odlocale.socle.logic import schema
from ckanext.odlocale.socle.obligation import AUTHORITIES, Duty, Obligation
from ckanext.odlocale.territory.shared import TerritoryId, known, places, within

__all__ = [
    "odlocale_obligation_clear",
    "odlocale_obligation_list",
    "odlocale_obligation_set",
    "odlocale_obligation_show",
]

MOST_LISTED = 1000


@tk.side_effect_free
@validate(schema.obligation_show)
def odlocale_obligation_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return whether the authority of a territory must publish its data by law.

    :param id: the territory; a former commune gives the one that it is part of today
    :type id: string

    :rtype: dictionary with ``territory``, ``name``, ``duty`` (``obliged``; ``presumed``: its agents are not
        known; ``exempt``; ``unknown``: its population is not known; ``none``: it has no local authority),
        ``label`` and ``why`` (sentences), ``reason``, ``law``, ``population`` (inhabitants), ``agents``
        (full-time equivalents, or null), ``rule`` (a sentence) and ``override`` (null, or ``obliged``,
        ``agents``, ``source``, ``author``, ``date``)

    :raises NotFound: there is no such territory
    """
    tk.check_access("odlocale_obligation_show", context, data_dict)
    return _shown(data_dict["id"])


@tk.side_effect_free
@validate(schema.obligation_list)
def odlocale_obligation_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return a page of territories with their obligation, by level from the largest, then by code.

    :param below: this territory and what it wholly contains (optional, default ``fr``)
    :type below: string
    :param level: only this level (optional)
    :type level: string
    :param duty: only this duty (optional)
    :type duty: string
    :param overridden: only those that somebody found something out about (optional, default false)
    :type overridden: bool
    :param limit: how many to return (optional, default 50, at most 1000)
    :type limit: int
    :param offset: how many to pass over (optional, default 0)
    :type offset: int

    :rtype: dictionary with ``rule`` (a sentence), ``count`` (of all), ``counts`` (territories of the scope by
        duty) and ``results``, as of ``odlocale_obligation_show``

    :raises NotFound: there is no territory ``below``
    """
    tk.check_access("odlocale_obligation_list", context, data_dict)
    level = data_dict.get("level")
    scope = within(known(data_dict["below"]).id, [level] if level else AUTHORITIES)
    found = places(scope)
    names = {one.id: one.name for one in found}
    decided = store.obligations_of(found, scope)
    wanted = [key for key, one in decided.items() if _is_wanted(one, data_dict)]
    start, limit = data_dict["offset"], min(data_dict["limit"], MOST_LISTED)
    return {
        "rule": rule(),
        "count": len(wanted),
        "counts": {duty.value: sum(one.duty is duty for one in decided.values()) for duty in Duty},
        "results": [
            {"name": names[key], **document(key, decided[key])} for key in wanted[start : start + limit]
        ],
    }


@validate(schema.obligation_set)
def odlocale_obligation_set(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Write down what was found out about who must publish, in the place of what was there.

    :param id: the territory
    :type id: string
    :param obliged: whether it must publish, whatever its numbers (optional)
    :type obliged: bool
    :param agents: its agents in full-time equivalents; the rule then decides (optional)
    :type agents: float
    :param source: where that is from: a sentence or an address
    :type source: string
    :param date: of the source, ``AAAA-MM-JJ`` (optional, default today)
    :type date: string

    :rtype: as of ``odlocale_obligation_show``

    :raises NotFound: there is no such territory
    :raises ValidationError: neither ``obliged`` nor ``agents`` is told, or a field is wrong
    """
    tk.check_access("odlocale_obligation_set", context, data_dict)
    told = {"obliged": data_dict.get("obliged"), "agents": data_dict.get("agents")}
    if told["obliged"] is None and told["agents"] is None:
        sentence = tk._("Say whether it must publish, or how many agents it has.")
        raise tk.ValidationError({"obliged": [sentence]})
    territory = known(data_dict["id"]).id
    user = model.User.get(context.get("user") or "")
    told |= {"source": data_dict["source"], "date": data_dict["date"]}
    store.write(territory, told, user.id if user else None)
    return _shown(territory)


@validate(schema.obligation_show)
def odlocale_obligation_clear(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Leave a territory to the rule again: what was found out about it is removed.

    :param id: the territory
    :type id: string

    :rtype: as of ``odlocale_obligation_show``

    :raises NotFound: there is no such territory, or nothing was written down about it
    """
    tk.check_access("odlocale_obligation_clear", context, data_dict)
    territory = known(data_dict["id"]).id
    if not store.remove(territory):
        raise tk.ObjectNotFound(tk._("Nothing was written down about who must publish there."))
    return _shown(territory)


def _shown(asked: str) -> dict[str, Any]:
    record = known(asked)
    one = store.obligations([record.id])[TerritoryId(record.id)]
    return {"name": record.name, **document(record.id, one), "rule": rule()}


def _is_wanted(one: Obligation, asked: dict[str, Any]) -> bool:
    duty = asked.get("duty")
    return duty in (None, one.duty) and (one.override is not None or not asked["overridden"])
