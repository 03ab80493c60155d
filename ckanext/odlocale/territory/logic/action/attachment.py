"""The API of attachments: which organization is the authority of which territory."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.logic import validate

from ckanext.odlocale.territory.attachment import applying, attaching, organizations, undoing, uploads
from ckanext.odlocale.territory.attachment.lines import Line
from ckanext.odlocale.territory.attachment.saving import saving
from ckanext.odlocale.territory.logic import schema
from ckanext.odlocale.territory.organization import refuse_two_territories

__all__ = [
    "odlocale_attachment_apply",
    "odlocale_attachment_import",
    "odlocale_attachment_journal",
    "odlocale_attachment_list",
    "odlocale_attachment_undo",
    "odlocale_territory_attach",
    "odlocale_territory_detach",
    "organization_create",
    "organization_update",
]

MOST_LISTED = 1000

Action = Callable[[Any, dict[str, Any]], Any]


@validate(schema.territory_attach)
def odlocale_territory_attach(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Say which territory an organization is the authority of.

    Its other fields are kept. Its datasets that name no producer are reindexed in the background.

    :param id: name or id of the organization
    :type id: string
    :param territory: the territory (optional; by default that whose authority has the organization's SIREN)
    :type territory: string

    :rtype: dictionary with ``organization``, ``territory``, ``previous`` (territory, or null), ``datasets``
        (how many are reindexed) and ``warnings`` (sentences)

    :raises NotFound: there is no such organization or territory
    :raises ValidationError: no territory is given and the SIREN does not tell, or it is another territory's
    """
    tk.check_access("odlocale_territory_attach", context, data_dict)
    organization = attaching.load(context, data_dict["id"])
    record = attaching.chosen(organization, data_dict.get("territory"))
    return attaching.attach(context, organization, record)


@validate(schema.territory_detach)
def odlocale_territory_detach(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Take an organization's territory away.

    Its other fields are kept: a SIREN tells a territory when it is written, not afterwards. Datasets that
    name no producer of their own are reindexed in the background.

    :param id: name or id of the organization
    :type id: string

    :rtype: dictionary with ``organization``, ``territory`` (null), ``previous`` (territory, or null),
        ``datasets`` (how many are reindexed) and ``warnings``

    :raises NotFound: there is no such organization
    """
    tk.check_access("odlocale_territory_detach", context, data_dict)
    return attaching.detach(context, attaching.load(context, data_dict["id"]))


@tk.side_effect_free
@validate(schema.attachment_list)
def odlocale_attachment_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return a page of organizations with proposals for their territory, those with most datasets first.

    :param q: only those whose title or name has these words (optional)
    :type q: string
    :param state: ``unattached`` (the default) for those without a territory of today, or ``all``
    :type state: string
    :param limit: how many to return (optional, default 50, at most 1000)
    :type limit: int
    :param offset: how many to pass over (optional, default 0)
    :type offset: int

    :rtype: dictionary with ``count`` (of all) and ``results``: ``id``, ``organization`` (its name),
        ``title``, ``type``, ``siren``, ``territory``, ``territory_name``, ``state`` (of the territory:
        ``current``, ``former``, ``unknown``, or null without one), ``claimed`` (a territory that waits for
        confirmation, or null), ``datasets`` (how many) and ``proposals``, the likeliest first:
        ``territory``, ``name``, ``level``, ``situation`` (département or région around, or null),
        ``certainty`` (``certain``, ``likely`` or ``ambiguous``), ``evidence`` (sentences) and
        ``organizations`` (titles of those that have this territory already)
    """
    tk.check_access("odlocale_attachment_list", context, data_dict)
    limit = min(data_dict["limit"], MOST_LISTED)
    return organizations.page(data_dict.get("q"), data_dict["state"], limit, data_dict["offset"])


@validate(schema.attachment_apply)
def odlocale_attachment_apply(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Attach several organizations; what is refused leaves the others done.

    :param attachments: dictionaries with ``organization`` (name or id) and ``territory`` (identifier, code
        or name)
    :type attachments: list
    :param evidence: why, for the journal (optional)
    :type evidence: string

    :rtype: as of ``odlocale_attachment_import``; ``line`` counts from 1
    """
    tk.check_access("odlocale_attachment_apply", context, data_dict)
    # CKAN 2.11's get_or_bust finds no list of dictionaries.
    if "attachments" not in data_dict:
        raise tk.ValidationError({"attachments": [tk._("Missing value")]})
    lines = [
        Line(number, one["organization"], one["territory"])
        for number, one in enumerate(data_dict["attachments"], start=1)
    ]
    return applying.run(context, lines, data_dict.get("evidence"))


@validate(schema.attachment_import)
def odlocale_attachment_import(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Attach the organizations of a table, and report every line.

    The table has a column for the organization (``organisation``, ``organization``, ``name``…) and one for
    the territory (``territoire``, ``territory``, ``code_insee``…: identifier, code or name).

    :param csv: the table as text; or
    :type csv: string
    :param upload: the table as a file: CSV of any usual encoding and separator, XLSX, XLS or ODS
    :type upload: file
    :param dry_run: only report what would be done (optional, default false)
    :type dry_run: bool

    :rtype: dictionary with ``dry_run``, ``batch`` (what to undo, null when nothing was written), ``counts``
        (``done``, ``unchanged``, ``refused``) and ``lines``: ``line`` (as a spreadsheet counts),
        ``organization``, ``territory``, ``state``, ``message`` and ``warnings``

    :raises ValidationError: it cannot be read, or has no such columns
    """
    tk.check_access("odlocale_attachment_import", context, data_dict)
    name, lines = uploads.lines_of(data_dict)
    return applying.run(context, lines, name, data_dict["dry_run"])


@tk.side_effect_free
@validate(schema.attachment_journal)
def odlocale_attachment_journal(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return a page of what was written and decided about territories of organizations, latest first.

    :param batch: only what was written in this go (optional)
    :type batch: string
    :param limit: how many to return (optional, default 50, at most 1000)
    :type limit: int
    :param offset: how many to pass over (optional, default 0)
    :type offset: int

    :rtype: dictionary with ``count`` and ``results``: ``id``, ``organization``, ``title``, ``type``,
        ``territory``, ``territory_name``, ``previous``, ``previous_name``, ``state``, ``evidence``,
        ``reason``, ``batch``, ``in_batch`` (how many of it can be undone), ``by``, ``when``, ``undoable``
    """
    tk.check_access("odlocale_attachment_journal", context, data_dict)
    limit = min(data_dict["limit"], MOST_LISTED)
    return undoing.page(limit, data_dict["offset"], data_dict.get("batch"))


@validate(schema.attachment_undo)
def odlocale_attachment_undo(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Give organizations the territory back that they had before.

    :param id: an entry of the journal; or
    :type id: string
    :param batch: all that was written in one go
    :type batch: string

    :rtype: dictionary with ``undone`` (how many) and ``refused``: ``id`` and ``message`` of those that were
        changed since

    :raises NotFound: there is nothing of that id to undo
    :raises ValidationError: neither is given
    """
    tk.check_access("odlocale_attachment_undo", context, data_dict)
    entry, batch = data_dict.get("id"), data_dict.get("batch")
    if not entry and not batch:
        raise tk.ValidationError({"id": [tk._("Say what to undo: the id of an entry, or a batch.")]})
    user = model.User.get(context.get("user") or "")
    return undoing.undo(context, entry, batch, user.id if user else None)


@tk.chained_action
def organization_create(next_action: Action, context: Any, data_dict: dict[str, Any]) -> Any:
    """Create an organization as CKAN does; a territory that its creator cannot give it becomes a claim.

    The result then has ``odlocale_claim``, the id of the claim. Two territories among the extras are refused.
    """
    return _saved(next_action, context, data_dict)


@tk.chained_action
def organization_update(next_action: Action, context: Any, data_dict: dict[str, Any]) -> Any:
    """Update an organization as CKAN does; a territory that who saves cannot give it becomes a claim.

    The result then has ``odlocale_claim``, the id of the claim. Two territories among the extras are refused.
    """
    return _saved(next_action, context, data_dict)


def _saved(next_action: Action, context: Any, data_dict: dict[str, Any]) -> Any:
    refuse_two_territories(data_dict)
    with saving(context, data_dict) as now:
        result = next_action(context, data_dict)
    if now.claimed and isinstance(result, dict):
        result["odlocale_claim"] = now.claimed
    return result
