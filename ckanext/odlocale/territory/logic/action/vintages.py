"""The API of vintages: what this portal holds, what changed, and what going back would change."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import authz, model
from ckan.logic import validate

from ckanext.odlocale.cog.shared import VintageError, read_packaged
from ckanext.odlocale.territory import config
from ckanext.odlocale.territory.logic import schema
from ckanext.odlocale.territory.vintages import journal, shown
from ckanext.odlocale.territory.vintages.effect import effect_of
from ckanext.odlocale.territory.vintages.former import former_territories
from ckanext.odlocale.territory.vintages.importer import plan_of_restore
from ckanext.odlocale.territory.vintages.planning import Plan, plan

__all__ = [
    "odlocale_vintage_diff",
    "odlocale_vintage_former",
    "odlocale_vintage_list",
    "odlocale_vintage_show",
]

# More than this in one answer is a page that nobody reads.
MOST_LISTED = 1000


@tk.side_effect_free
@validate(schema.vintage_list)
def odlocale_vintage_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return the vintages that were applied on this portal, latest first: its journal.

    :param limit: how many to return (optional, default 20, at most 1000)
    :type limit: int
    :param offset: how many to pass over (optional, default 0)
    :type offset: int

    :rtype: dictionary with ``count`` and ``results``: ``id``, ``kind`` (``import`` or ``restore``), ``year``
        (in place since then), ``year_before``, ``source``, ``applied`` (ISO date), ``counts`` (changes by
        sort), ``undone_by`` (id of the entry that went back to before this one, or null) and ``author``,
        which system administrators see
    """
    tk.check_access("odlocale_vintage_list", context, data_dict)
    count, entries = journal.entries(*_page(data_dict))
    with_author = _sees_authors(context)
    return {"count": count, "results": [shown.shown_entry(entry, with_author) for entry in entries]}


@tk.side_effect_free
@validate(schema.vintage_show)
def odlocale_vintage_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return what an entry of the journal changed, page by page. Changed populations are only counted.

    :param id: the entry's number; without one, the latest
    :type id: int
    :param sort: only changes of this sort: ``merged``, ``recoded``, ``split``, ``removed``, ``added``,
        ``renamed``, ``moved`` or ``moved_above`` (optional)
    :type sort: string
    :param q: only changes with all these words, of names or codes (optional)
    :type q: string
    :param limit: how many changes to return (optional, default 50, at most 1000)
    :type limit: int
    :param offset: how many to pass over (optional, default 0)
    :type offset: int

    :rtype: the entry as in ``odlocale_vintage_list``, with ``count`` (of changes that match) and
        ``changes``: ``sort``, ``id``, ``name``, ``from`` and ``to`` (lists of id and name), and for renamed
        ones ``old_name`` and ``new_name``

    :raises NotFound: there is no such entry
    """
    tk.check_access("odlocale_vintage_show", context, data_dict)
    entry = journal.entry(data_dict.get("id"))
    if entry is None:
        raise tk.ObjectNotFound(
            tk._("There is no such entry. The entries are listed by odlocale_vintage_list.")
        )
    words = data_dict.get("q") or ""
    count, changes = journal.changes(entry.id, data_dict.get("sort"), words, *_page(data_dict))
    document = shown.shown_entry(entry, _sees_authors(context))
    return {**document, "count": count, "changes": shown.shown_changes(changes)}


@tk.side_effect_free
@validate(schema.vintage_former)
def odlocale_vintage_former(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return the territories that left the COG, with what they are part of today, by level and code.

    :param q: only those with words that start with these: names, codes, SIREN (optional)
    :type q: string
    :param limit: how many to return (optional, default 50, at most 1000)
    :type limit: int
    :param offset: how many to pass over (optional, default 0)
    :type offset: int

    :rtype: dictionary with ``count`` and ``results``: ``id``, ``name`` (empty when only the code is known),
        ``kind``, ``siren``, ``vintage`` (the last that has it) and ``to``: a list of id and name, of more
        than one when it was shared out
    """
    tk.check_access("odlocale_vintage_former", context, data_dict)
    count, found = former_territories(data_dict.get("q") or "", *_page(data_dict))
    return {"count": count, "results": shown.shown_former(found)}


@tk.side_effect_free
@validate(schema.vintage_diff)
def odlocale_vintage_diff(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return what a packaged vintage, or going back, would change, and whom it concerns here.

    Nothing is written. It takes seconds: everything that the portal holds is compared. Vintages are applied
    and gone back to by ``ckan odlocale territory import`` and ``restore``.

    :param year: a vintage that comes with the package (optional, default: that of the setting)
    :type year: int
    :param restore: instead, going back to before this entry of the journal (optional)
    :type restore: int
    :param limit: how many organizations and datasets to name (optional, default 50, at most 1000)
    :type limit: int
    :param offset: how many of each to pass over (optional, default 0)
    :type offset: int

    :rtype: dictionary with ``vintage``, ``counts`` (changes by sort) and ``effect``: ``organizations`` and
        ``datasets`` (how many), ``first_organizations`` (``name``, ``title``, ``territory``, ``today``,
        ``heirs``) and ``first_datasets`` (names)

    :raises NotFound: there is no such entry
    """
    tk.check_access("odlocale_vintage_diff", context, data_dict)
    planned = _planned(data_dict.get("year"), data_dict.get("restore"))
    effect = effect_of(planned, *_page(data_dict))
    return {"vintage": planned.held.year, "counts": planned.diff.counts(), "effect": asdict(effect)}


def _planned(year: int | None, entry: int | None) -> Plan:
    connection = model.Session.connection()
    try:
        if entry is not None:
            return plan_of_restore(connection, entry)[1]
        return plan(connection, read_packaged(year or config.vintage()))
    except journal.NothingToRestoreError as error:
        raise tk.ObjectNotFound(
            tk._("There is no such entry. The entries are listed by odlocale_vintage_list.")
        ) from error
    except VintageError as error:
        raise tk.ValidationError({"year": [str(error)]}) from error


def _page(data_dict: dict[str, Any]) -> tuple[int, int]:
    return min(data_dict["limit"], MOST_LISTED), data_dict["offset"]


def _sees_authors(context: Any) -> bool:
    return bool(context.get("ignore_auth")) or authz.is_sysadmin(context.get("user"))
