"""The API of the coverage: how far authorities have come with the sets of the socle."""

from __future__ import annotations

from collections import Counter
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.logic import validate

from ckanext.odlocale.socle.catalogue import Entry, find_schema
from ckanext.odlocale.socle.coverage import declarations
from ckanext.odlocale.socle.coverage.looking import Coverage, coverage
from ckanext.odlocale.socle.coverage.state import Kind, is_meant
from ckanext.odlocale.socle.coverage.telling import document
from ckanext.odlocale.socle.logic import schema
from ckanext.odlocale.socle.obligation import AUTHORITIES
from ckanext.odlocale.territory.shared import known, places, within

__all__ = ["odlocale_declaration_remove", "odlocale_declaration_set", "odlocale_socle_coverage"]

MOST_LISTED = 1000


@tk.side_effect_free
@validate(schema.coverage)
def odlocale_socle_coverage(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return how far authorities have come with the sets of the socle. Only public files are counted.

    :param id: one territory; or
    :type id: string
    :param below: this territory and all that it wholly contains (default ``fr``)
    :type below: string
    :param level: only this level (optional)
    :type level: string
    :param schema: only this set (optional)
    :type schema: string
    :param limit: how many territories to return (optional, default 50, at most 1000)
    :type limit: int
    :param offset: how many to pass over (optional, default 0)
    :type offset: int

    :rtype: dictionary with ``count`` (of all territories), ``totals`` (of all: set to state to number) and
        ``results``: ``territory``, ``name``, ``level`` and ``sets``, each with ``schema``, ``state``
        (``absent``, ``announced``, ``published``: not valid; ``valid``; ``stale``: older than its frequency;
        ``sans-objet``), ``label``, ``expected`` (``yes``, ``presumed``, ``if-concerned``, ``no``,
        ``unknown``), ``actor`` (``nobody``, ``publisher``, ``holder`` of a shared file, ``animator``),
        ``to_do`` (a sentence), ``file`` (null, or ``resource``, ``dataset``, ``verdict``, ``date``,
        ``holder``, ``rows``) and ``declaration`` (null, or ``kind``, ``year``, ``author``)

    :raises NotFound: there is no such territory
    """
    tk.check_access("odlocale_socle_coverage", context, data_dict)
    level = data_dict.get("level")
    one = data_dict.get("id")
    scope = (
        [known(one).id] if one else within(known(data_dict["below"]).id, [level] if level else AUTHORITIES)
    )
    entries = [find_schema(data_dict["schema"])] if data_dict.get("schema") else []
    found = coverage(scope, entries)
    start, limit = data_dict["offset"], min(data_dict["limit"], MOST_LISTED)
    listed = {key: found[key] for key in list(found)[start : start + limit]}
    return {"count": len(found), "totals": _totals(found), "results": _results(listed)}


@validate(schema.declaration)
def odlocale_declaration_set(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Declare that an authority has nothing to publish for a year, or will publish a set in a year.

    It takes the place of what was declared about the same set and year.

    :param id: the territory
    :type id: string
    :param schema: the set, like ``scdl/prenoms``
    :type schema: string
    :param kind: ``sans-objet`` or ``announced``
    :type kind: string
    :param year: the year without data, or by the end of which the set is announced
    :type year: int

    :rtype: the set as in ``sets`` of ``odlocale_socle_coverage``

    :raises NotFound: there is no such territory
    :raises ValidationError: authorities of this level do not have this set
    """
    tk.check_access("odlocale_declaration_set", context, data_dict)
    record, entry = known(data_dict["id"]), find_schema(data_dict["schema"])
    if not is_meant(entry, record.level):
        raise tk.ValidationError({"schema": [tk._("Authorities of this level do not have this set.")]})
    user = model.User.get(context.get("user") or "")
    author = user.id if user else None
    declarations.write(record.id, entry.name, data_dict["year"], Kind(data_dict["kind"]), author)
    return _set(record.id, entry)


@validate(schema.declaration_of)
def odlocale_declaration_remove(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Take a declaration back.

    :param id: the territory
    :type id: string
    :param schema: the set
    :type schema: string
    :param year: the year it is about
    :type year: int

    :rtype: the set as in ``sets`` of ``odlocale_socle_coverage``

    :raises NotFound: there is no such territory, or nothing was declared
    """
    tk.check_access("odlocale_declaration_remove", context, data_dict)
    record, entry = known(data_dict["id"]), find_schema(data_dict["schema"])
    if not declarations.remove(record.id, entry.name, data_dict["year"]):
        raise tk.ObjectNotFound(tk._("Nothing was declared about this set and this year."))
    return _set(record.id, entry)


def _set(territory: str, entry: Entry) -> dict[str, Any]:
    return _results(coverage([territory], [entry]))[0]["sets"][0]


def _results(found: Coverage) -> list[dict[str, Any]]:
    names = {one.id: one for one in places(list(found))}
    return [
        {
            "territory": key,
            "name": names[key].name,
            "level": names[key].level.value,
            "sets": [document(name, one) for name, one in sets.items()],
        }
        for key, sets in found.items()
    ]


def _totals(found: Coverage) -> dict[str, dict[str, int]]:
    counts: dict[str, Counter[str]] = {}
    for sets in found.values():
        for name, one in sets.items():
            counts.setdefault(name, Counter())[one.state.value] += 1
    return {name: dict(states) for name, states in counts.items()}
