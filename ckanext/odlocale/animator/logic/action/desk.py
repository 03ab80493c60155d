"""The API of the desk of animators."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.logic import validate

from ckanext.odlocale.animator import config
from ckanext.odlocale.animator.desk import follow_up, messages
from ckanext.odlocale.animator.desk.attention import Row
from ckanext.odlocale.animator.desk.discretion import keep
from ckanext.odlocale.animator.desk.filters import asked_of, counted, matching
from ckanext.odlocale.animator.desk.reading import rows_of
from ckanext.odlocale.animator.desk.telling import document, own_document
from ckanext.odlocale.animator.logic import desk_schema as schema
from ckanext.odlocale.animator.records import Animator, animator

__all__ = [
    "odlocale_discretion_update",
    "odlocale_follow_up_list",
    "odlocale_follow_up_message",
    "odlocale_follow_up_note",
    "odlocale_follow_up_own",
]


@tk.side_effect_free
@validate(schema.follow_up_list)
def odlocale_follow_up_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return the authorities that an animator helps, those that need attention first.

    :param id: name or id of the animator's organization
    :type id: string
    :param q: words of a name, or the beginning of a code (optional)
    :type q: string
    :param besoin: only those with this need (optional; likewise ``qui``, ``etape``, ``mandat``,
        ``obligation``, ``niveau``, ``population``, with the values that ``counts`` lists)
    :type besoin: string
    :param offset: of the first one (optional, default 0)
    :type offset: int
    :param limit: how many at most (optional, default 50)
    :type limit: int

    :rtype: dictionary with ``count``, ``counts`` (for each filter how many authorities have each value, over
        the whole desk), and ``results``: dictionaries with ``territory``, ``name``, ``level``,
        ``population``, ``obligation``, ``need``, ``who``, ``step``, ``step_date``, ``step_by_hand``,
        ``agreement``, ``agreement_until``, ``datasets``, ``last_publication``, ``valid_files``,
        ``invalid_files``, ``harvest_errors``, ``organization``

    :raises NotFound: the organization is no animator
    """
    tk.check_access("odlocale_follow_up_list", context, data_dict)
    rows = rows_of(animator_or_not_found(data_dict["id"]), today())
    found = matching(rows, asked_of(data_dict))
    start = data_dict["offset"]
    return {
        "count": len(found),
        "counts": counted(rows),
        "results": [document(row) for row in found[start : start + data_dict["limit"]]],
    }


@validate(schema.follow_up_note)
def odlocale_follow_up_note(context: Any, data_dict: dict[str, Any]) -> dict[str, int]:
    """Note a step or a text about authorities that an animator helps.

    :param id: name or id of the animator's organization
    :type id: string
    :param territories: identifiers of the authorities, all of them on the animator's desk
    :type territories: list of strings
    :param step: ``contacted``, ``agreement``, ``trained``, ``first-dataset``, ``socle`` or ``autonomous``
        (optional)
    :type step: string
    :param note: a text, which the members of the animator read (optional)
    :type note: string

    :rtype: dictionary with ``noted``, about how many authorities

    :raises NotFound: the organization is no animator
    :raises ValidationError: there is neither step nor note, or an authority is not on the desk; nothing is
        noted then
    """
    tk.check_access("odlocale_follow_up_note", context, data_dict)
    step, note = data_dict.get("step"), data_dict.get("note", "")
    if not step and not note:
        raise tk.ValidationError({"note": [tk._("Choose a step, or write a note.")]})
    helper = animator_or_not_found(data_dict["id"])
    rows = on_desk(helper, data_dict["territories"])
    author = context["auth_user_obj"].id if context.get("auth_user_obj") else context.get("user", "")
    noted = follow_up.write(helper.organization, [row.facts.id for row in rows], step, note, author)
    return {"noted": noted}


@validate(schema.follow_up_message)
def odlocale_follow_up_message(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Write to the administrators of authorities that an animator helps, or see whom that would reach.

    :param id: name or id of the animator's organization
    :type id: string
    :param territories: identifiers of the authorities, all of them on the animator's desk
    :type territories: list of strings
    :param subject: of the message
    :type subject: string
    :param body: its text; who sent it is written below
    :type body: string
    :param send: false only says whom it would reach (optional, default false)
    :type send: bool

    :rtype: dictionary with ``recipients`` (``territory``, ``name``, ``person``), ``unreached`` (names of
        authorities without anybody to write to), ``subject``, ``body``, ``left`` (how many people may still
        be written to today) and ``sent``

    :raises NotFound: the organization is no animator
    :raises ValidationError: an authority is not on the desk, nobody can be reached, or these are more people
        than may be written to in a day; nothing is sent then
    """
    tk.check_access("odlocale_follow_up_message", context, data_dict)
    helper = animator_or_not_found(data_dict["id"])
    recipients = messages.recipients_of(on_desk(helper, data_dict["territories"]))
    left = config.messages_per_day() - messages.sent_lately(helper.organization)
    body = messages.signed(data_dict["body"], helper.title, context.get("user", ""))
    if data_dict["send"]:
        _refuse_unsendable(len(recipients.reached), left)
        author = context["auth_user_obj"].id if context.get("auth_user_obj") else context["user"]
        messages.write(helper.organization, author, data_dict["subject"], body, recipients)
    return {
        "recipients": [
            {"territory": row.facts.id, "name": row.facts.name, "person": contact.name}
            for row, contact in recipients.reached
        ],
        "unreached": list(recipients.unreached),
        "subject": data_dict["subject"],
        "body": body,
        "left": left,
        "sent": data_dict["send"],
    }


@tk.side_effect_free
@validate(schema.organization)
def odlocale_follow_up_own(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return what is expected of an authority, what is done, and who helps it.

    :param id: name or id of the authority's organization
    :type id: string

    :rtype: dictionary with ``territory``, ``name``, ``obligation``, ``why``, ``datasets``,
        ``last_publication``, ``valid_files``, ``invalid_files``, ``sets`` (``name``, ``title``, ``state``),
        ``helpers`` (``organization``, ``title``, ``agreement``, ``mandate``, ``status``, ``asked_by_side``,
        ``contact_name``, ``contact_email``, ``contact_phone``) and ``discreet``

    :raises NotFound: there is no such organization, or it has no territory
    """
    tk.check_access("odlocale_follow_up_own", context, data_dict)
    asked = {"id": data_dict["id"], "include_users": False, "include_dataset_count": False}
    told = own_document(tk.get_action("organization_show")(context, asked), today())
    if told is None:
        raise tk.ObjectNotFound(tk._("This organization is not the authority of a territory."))
    return told


@validate(schema.discretion)
def odlocale_discretion_update(context: Any, data_dict: dict[str, Any]) -> dict[str, bool]:
    """Have an authority named, or not, on the page of good practices.

    :param id: name or id of the authority's organization
    :type id: string
    :param discreet: true leaves it out
    :type discreet: bool

    :rtype: dictionary with ``discreet``

    :raises NotFound: there is no such organization, or it has no territory
    """
    tk.check_access("odlocale_discretion_update", context, data_dict)
    organization = tk.get_action("organization_show")(context, {"id": data_dict["id"]})
    if not keep(organization["id"], context.get("user", ""), discreet=data_dict["discreet"]):
        raise tk.ObjectNotFound(tk._("This organization is not the authority of a territory."))
    return {"discreet": data_dict["discreet"]}


def animator_or_not_found(organization: str) -> Animator:
    """The animator that an organization is.

    :raises NotFound: it is none
    """
    found = animator(organization)
    if found is None:
        raise tk.ObjectNotFound(tk._("This organization is no animator."))
    return found


def on_desk(helper: Animator, territories: Collection[str]) -> list[Row]:
    """The rows of these authorities.

    :raises ValidationError: one of them is not on the animator's desk
    """
    wanted = set(territories)
    rows = [row for row in rows_of(helper, today()) if row.facts.id in wanted]
    strangers = sorted(wanted - {row.facts.id for row in rows})
    if strangers:
        message = tk._("Not among those that you help: {names}. Look for them in your follow-up.")
        raise tk.ValidationError({"territories": [message.format(names=", ".join(strangers[:10]))]})
    return rows


def today() -> dt.date:
    """The day on which things are looked at."""
    return dt.datetime.now(dt.UTC).date()


def _refuse_unsendable(number: int, left: int) -> None:
    if not tk.config.get("smtp.mail_from"):
        message = tk._(
            "This portal sends no mail yet: its administrator sets smtp.server and smtp.mail_from."
        )
        raise tk.ValidationError({"subject": [message]})
    if not number:
        message = tk._(
            "Nobody can be written to: these authorities have no administrator with an address here."
        )
        raise tk.ValidationError({"territories": [message]})
    if number > left:
        message = tk._("That is {number} people, and {left} may still be written to today. Choose fewer.")
        raise tk.ValidationError({"territories": [message.format(number=number, left=max(left, 0))]})
