"""The API of mandates: asked by one side, accepted by the other."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.logic import validate

from ckanext.odlocale.animator import agreements, deciding, describing
from ckanext.odlocale.animator.days import today
from ckanext.odlocale.animator.logic import schema
from ckanext.odlocale.animator.logic.action.animators import known
from ckanext.odlocale.animator.logic.action.offers import refuse_inverted
from ckanext.odlocale.animator.mandate import RUNNING, status
from ckanext.odlocale.animator.profiles import author_of, now
from ckanext.odlocale.animator.records import animators, mandate_of, mandates
from ckanext.odlocale.animator.sides import read_by

__all__ = [
    "odlocale_mandate_accept",
    "odlocale_mandate_create",
    "odlocale_mandate_end",
    "odlocale_mandate_journal",
    "odlocale_mandate_list",
    "odlocale_mandate_refuse",
    "odlocale_mandate_show",
    "odlocale_mandate_withdraw",
]


MOST_LINES = 1000


@tk.side_effect_free
@validate(schema.mandate_list)
def odlocale_mandate_list(context: Any, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Return mandates, the latest first: those in force, and all those of the caller's own organizations.

    :param animator: only those of this organization (optional)
    :type animator: string
    :param territory: only those of this territory (optional)
    :type territory: string

    :rtype: list of dictionaries with ``id``, ``animator``, ``territory``, ``services``, ``status``
        (``asked``, ``coming``, ``signed``, ``expiring``, ``ended``, ``refused``, ``withdrawn``), ``since``,
        ``until``, ``signed``, ``publishes``; for a member of a side also what ``odlocale_mandate_show`` gives
    """
    tk.check_access("odlocale_mandate_list", context, data_dict)
    who, where = data_dict.get("animator"), data_dict.get("territory")
    found = mandates([who] if who else None, [where] if where else None)
    names, day = {one.organization: one for one in animators()}, today()
    pairs = {(one.animator, str(one.territory)) for one in found}
    inside = pairs if context.get("ignore_auth") else read_by(context.get("user"), pairs)
    return [
        describing.agreement(one, day, names, (one.animator, one.territory) in inside)
        for one in found
        if (one.animator, one.territory) in inside or status(one, day, 0) in RUNNING
    ]


@tk.side_effect_free
@validate(schema.by_id)
def odlocale_mandate_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return all of a mandate, to a member of one of its sides.

    :param id: the mandate
    :type id: string

    :rtype: dictionary as in ``odlocale_mandate_list``, with ``asked_by_side``, ``reference``,
        ``document_url`` and ``delegation`` (null, or ``schemas``, ``members``, ``since``, ``until``,
        ``revoked``)

    :raises NotFound: there is no such mandate
    """
    tk.check_access("odlocale_mandate_show", context, data_dict)
    return deciding.shown(data_dict["id"])


@tk.side_effect_free
@validate(schema.mandate_journal)
def odlocale_mandate_journal(context: Any, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what happened by a mandate, the latest first: decisions, and each dataset written by it.

    :param id: the mandate
    :type id: string
    :param limit: at most this many, up to 1,000 (optional, default 200)
    :type limit: integer
    :param offset: pass over this many (optional)
    :type offset: integer

    :rtype: list of dictionaries with ``moment``, ``author`` (name), ``action`` and ``detail``
    """
    tk.check_access("odlocale_mandate_journal", context, data_dict)
    limit = min(data_dict["limit"], MOST_LINES)
    return agreements.journal(data_dict["id"], limit, data_dict["offset"])


@validate(schema.mandate_create)
def odlocale_mandate_create(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Ask for a mandate, for one of its sides; the other accepts or refuses.

    :param animator: name or id of the animator's organization
    :type animator: string
    :param territory: the collectivité, with or without an organization here
    :type territory: string
    :param services: what the animator does for it
    :type services: list of strings
    :param since: first day (optional, default: today)
    :type since: date
    :param until: last day (optional)
    :type until: date
    :param side: who asks: ``animator`` (default) or ``collectivite``
    :type side: string
    :param reference: of the agreement, on paper (optional)
    :type reference: string

    :rtype: the mandate, as ``odlocale_mandate_show`` gives it

    :raises NotFound: the organization is no animator, or there is no such territory
    :raises ValidationError: it ends before it begins, it is with oneself, or one of the same services exists
    """
    tk.check_access("odlocale_mandate_create", context, data_dict)
    who, territory = known(data_dict["animator"]), deciding.territory(data_dict["territory"])
    since, until = data_dict.get("since") or today(), data_dict.get("until")
    refuse_inverted(since, until)
    deciding.refuse_oneself(who.organization, territory)
    agreements.lock_pair(who.organization, territory)
    values = {"organization_id": who.organization, "territory": territory, "asked_by_side": data_dict["side"]}
    told = {"services": data_dict["services"], "since": since, "until": until}
    mandate = agreements.add(author_of(context), {**values, **told, "reference": data_dict["reference"]})
    deciding.refuse_overlap(mandate_of(agreements.row(mandate)))
    model.Session.commit()
    return deciding.shown(mandate)


@validate(schema.mandate_accept)
def odlocale_mandate_accept(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Sign a mandate that the other side asked for.

    :param id: the mandate
    :type id: string
    :param signed: the day of the signature (optional, default: today)
    :type signed: date
    :param reference: of the agreement, on paper (optional)
    :type reference: string
    :param document_url: address of the signed document (optional)
    :type document_url: string

    :rtype: the mandate

    :raises ValidationError: somebody decided about it meanwhile
    """
    tk.check_access("odlocale_mandate_accept", context, data_dict)
    row = deciding.waiting(data_dict["id"])
    signed = {"signed": data_dict.get("signed") or today(), "document_url": data_dict["document_url"]}
    kept = {"reference": data_dict["reference"] if data_dict.get("reference") else row.reference}
    return deciding.decide(
        context, row.id, "signed", {"state": "signed", **signed, **kept, **deciding.by(context)}
    )


@validate(schema.mandate_refuse)
def odlocale_mandate_refuse(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Refuse a mandate that the other side asked for.

    :param id: the mandate
    :type id: string
    :param reason: why (optional)
    :type reason: string

    :rtype: the mandate

    :raises ValidationError: somebody decided about it meanwhile
    """
    tk.check_access("odlocale_mandate_refuse", context, data_dict)
    row = deciding.waiting(data_dict["id"])
    values = {"state": "refused", "reason": data_dict["reason"], **deciding.by(context)}
    return deciding.decide(context, row.id, "refused", values)


@validate(schema.by_id)
def odlocale_mandate_withdraw(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Take back what one's own side asked for.

    :param id: the mandate
    :type id: string

    :rtype: the mandate

    :raises ValidationError: somebody decided about it meanwhile
    """
    tk.check_access("odlocale_mandate_withdraw", context, data_dict)
    row = deciding.waiting(data_dict["id"])
    return deciding.decide(context, row.id, "withdrawn", {"state": "withdrawn", **deciding.by(context)})


@validate(schema.mandate_refuse)
def odlocale_mandate_end(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """End a signed mandate at once, from either side. What was published by it stays where it is.

    :param id: the mandate
    :type id: string
    :param reason: why (optional)
    :type reason: string

    :rtype: the mandate

    :raises ValidationError: it is not signed, or has ended
    """
    tk.check_access("odlocale_mandate_end", context, data_dict)
    row = deciding.signed(data_dict["id"])
    moment = {"ended": now(), "ended_by": author_of(context), "reason": data_dict["reason"]}
    return deciding.decide(context, row.id, "ended", {"state": "ended", **moment})
