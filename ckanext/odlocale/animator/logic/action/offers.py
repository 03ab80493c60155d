"""The API of offers: what animators do for collectivités, and where nobody does."""

from __future__ import annotations

from datetime import date
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.logic import validate

from ckanext.odlocale.animator import describing, helping, offers
from ckanext.odlocale.animator.days import today
from ckanext.odlocale.animator.kinds import Service
from ckanext.odlocale.animator.logic import schema
from ckanext.odlocale.animator.logic.action.animators import known
from ckanext.odlocale.animator.profiles import author_of
from ckanext.odlocale.territory.shared import communes_outside, lineage, records, shares_outside

__all__ = [
    "odlocale_animator_help",
    "odlocale_offer_create",
    "odlocale_offer_delete",
    "odlocale_offer_list",
    "odlocale_offer_update",
    "odlocale_white_zone_list",
]

MOST_LISTED = 1000
_TEXTS = ("conditions", "cost", "contact", "url")


@tk.side_effect_free
@validate(schema.animator_show)
def odlocale_offer_list(context: Any, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Return all offers of an animator, past and coming ones too.

    :param id: name or id of the animator's organization
    :type id: string

    :rtype: list of dictionaries with ``id``, ``service``, ``perimeter``, ``perimeter_except``, ``since``,
        ``until``, ``conditions``, ``cost``, ``contact``, ``url``
    """
    tk.check_access("odlocale_offer_list", context, data_dict)
    return [offers.shown(row) for row in offers.offers([known(data_dict["id"]).organization])]


@validate(schema.offer_create)
def odlocale_offer_create(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Say that an animator offers a service.

    :param animator: name or id of its organization
    :type animator: string
    :param service: ``sensibilisation``, ``formation``, ``hebergement`` or ``stimulation``
    :type service: string
    :param perimeter: where, with all below (optional; default: the animator's perimeter with its exceptions)
    :type perimeter: list of strings
    :param perimeter_except: where not (optional)
    :type perimeter_except: list of strings
    :param since: first day (optional, default: today)
    :type since: date
    :param until: last day (optional)
    :type until: date
    :param conditions: a text (optional), like ``cost``, ``contact`` and ``url``
    :type conditions: string

    :rtype: the offer

    :raises ValidationError: it ends before it begins, or it is said nowhere where
    """
    tk.check_access("odlocale_offer_create", context, data_dict)
    who = known(data_dict["animator"])
    values = {"organization_id": who.organization, **_values(data_dict, who)}
    offer = offers.add(author_of(context), values)
    model.Session.commit()
    return offers.shown(offers.offer(offer))


@validate(schema.offer_update)
def odlocale_offer_update(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Change an offer; takes ``id`` and all that ``odlocale_offer_create`` takes.

    :raises NotFound: there is no such offer
    """
    tk.check_access("odlocale_offer_update", context, data_dict)
    row = _known(data_dict)
    who = known(row.organization_id)
    offers.change(row.id, author_of(context), _values(data_dict, who))
    model.Session.commit()
    return offers.shown(offers.offer(row.id))


@validate(schema.by_id)
def odlocale_offer_delete(context: Any, data_dict: dict[str, Any]) -> None:
    """Take an offer back.

    :param id: the offer
    :type id: string

    :raises NotFound: there is no such offer
    """
    tk.check_access("odlocale_offer_delete", context, data_dict)
    offers.remove(_known(data_dict).id)
    model.Session.commit()


def _known(data_dict: dict[str, Any]) -> Any:
    row = offers.offer(data_dict["id"])
    if row is None:
        raise tk.ObjectNotFound(tk._("There is no such offer any more."))
    return row


def _values(data_dict: dict[str, Any], who: Any) -> dict[str, Any]:
    since, until = data_dict.get("since") or today(), data_dict.get("until")
    refuse_inverted(since, until)
    perimeter = data_dict["perimeter"] or sorted(who.perimeter.included)
    excepted = data_dict["perimeter_except"] or (
        [] if data_dict["perimeter"] else sorted(who.perimeter.excepted)
    )
    if not perimeter:
        sentence = tk._("Say where the offer holds: the animator has no perimeter of its own.")
        raise tk.ValidationError({"perimeter": [sentence]})
    texts = {name: data_dict[name] for name in _TEXTS}
    where = {"perimeter": perimeter, "perimeter_except": excepted}
    return {"service": data_dict["service"], **where, "since": since, "until": until, **texts}


def refuse_inverted(since: date, until: date | None) -> None:
    """Refuse what ends before it begins.

    :raises ValidationError: it does
    """
    if until is not None and until < since:
        sentence = tk._("It would end on {until}, before it begins on {since}. Check the two dates.")
        raise tk.ValidationError({"until": [sentence.format(until=until, since=since)]})


@tk.side_effect_free
@validate(schema.helpers_of)
def odlocale_animator_help(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return who may help a territory today.

    :param id: the territory
    :type id: string

    :rtype: dictionary with ``territory`` (id), ``name``, ``services`` (for each, a list of offers, nearest
        first, each with ``animator``, ``reach``, how far above it is named, ``achieved``, how many
        territories of the same département the animator accompanies, and ``publishing``, how many of these
        publish), ``around`` (the département, ``id`` and ``name``) and ``above`` (animators to ask)

    :raises NotFound: there is no such territory
    """
    tk.check_access("odlocale_animator_help", context, data_dict)
    line = lineage(data_dict["id"])
    if not line:
        raise tk.ObjectNotFound(tk._("There is no territory “{id}” here.").format(id=data_dict["id"]))
    found, around = helping.help_for(line, today()), helping.around_of(line) or line[0]
    names = {one.id: one.name or one.code for one in records([line[0], around]).values()}
    return {
        "territory": line[0],
        "name": names[line[0]],
        "around": {"id": around, "name": names[around]},
        "services": {service: [_told(one) for one in helps] for service, helps in found.items()},
        "above": [describing.profile(one) for one in helping.above(line)],
    }


def _told(one: helping.Help) -> dict[str, Any]:
    told = {"reach": one.reach, "achieved": one.achieved, "publishing": one.publishing}
    return {**offers.shown(one.offer), "animator": describing.profile(one.animator), **told}


@tk.side_effect_free
@validate(schema.white_zones)
def odlocale_white_zone_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return the communes to which nobody offers a service today, most people first.

    :param service: the service
    :type service: string
    :param below: only what this territory wholly contains (optional)
    :type below: string
    :param limit: at most this many, up to 1,000 (optional, default 50)
    :type limit: integer
    :param offset: pass over this many (optional)
    :type offset: integer

    :rtype: dictionary with ``count``, ``results`` (``id``, ``name``, ``population``) and ``shares`` (for each
        département ``id``, ``name``, ``left_out`` of how many ``communes``)
    """
    tk.check_access("odlocale_white_zone_list", context, data_dict)
    inside = helping.covered(Service(data_dict["service"]), today())
    below, limit = data_dict.get("below"), min(data_dict["limit"], MOST_LISTED)
    found, count = communes_outside(inside, below, limit, data_dict["offset"])
    shares = shares_outside(inside, below)
    return {
        "count": count,
        "results": [{"id": one.id, "name": one.name, "population": one.population} for one in found],
        "shares": [
            {"id": one.id, "name": one.name, "left_out": one.left_out, "communes": one.communes}
            for one in shares
        ],
    }
