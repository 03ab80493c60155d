"""The API of animators: who they are, and who supports whom."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.logic import validate

from ckanext.odlocale.animator import choosing, describing, profiles
from ckanext.odlocale.animator.graph import SupportCycleError
from ckanext.odlocale.animator.logic import schema
from ckanext.odlocale.animator.offers import offers, shown
from ckanext.odlocale.animator.profiles import author_of
from ckanext.odlocale.animator.records import Animator, animator, animators, supporters_of
from ckanext.odlocale.animator.wording import label
from ckanext.odlocale.territory.shared import lineage, places, within

__all__ = [
    "odlocale_animator_autocomplete",
    "odlocale_animator_create",
    "odlocale_animator_delete",
    "odlocale_animator_list",
    "odlocale_animator_show",
    "odlocale_animator_support_create",
    "odlocale_animator_support_delete",
    "odlocale_animator_tree",
    "odlocale_animator_update",
]


MOST_COMPLETED = 100


def known(organization: str) -> Animator:
    """The animator that an organization is.

    :raises NotFound: it is none
    """
    found = animator(organization)
    if found is None:
        sentence = tk._("This organization is no animator. odlocale_animator_list gives those that are.")
        raise tk.ObjectNotFound(sentence)
    return found


@tk.side_effect_free
@validate(schema.animator_show)
def odlocale_animator_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return an animator: who it is, what it offers, who supports it.

    :param id: name or id of its organization
    :type id: string

    :rtype: dictionary with ``organization`` (name), ``title``, ``kind``, ``presentation``, contact fields,
        ``charter_signed`` (date), ``perimeter`` and ``perimeter_except`` (territories), ``offers``,
        ``supported_by`` and ``supports`` (animators, direct ones first)

    :raises NotFound: the organization is no animator
    """
    tk.check_access("odlocale_animator_show", context, data_dict)
    one = known(data_dict["id"])
    below = {down for up, down in profiles.supports() if up == one.organization}
    above = supporters_of(one.organization)
    others = {other.organization: other for other in animators({*above, *below})}
    return {
        **describing.profile(one),
        "offers": [shown(row) for row in offers([one.organization])],
        "supported_by": [describing.brief(others[up]) for up in above if up in others],
        "supports": [describing.brief(other) for down, other in others.items() if down in below],
    }


@tk.side_effect_free
@validate(schema.animator_list)
def odlocale_animator_list(context: Any, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the animators of the portal, by title.

    :param kind: only this kind (optional)
    :type kind: string
    :param territory: only those whose perimeter contains this territory (optional)
    :type territory: string
    :param around: only those whose perimeter contains this territory or something in it (optional)
    :type around: string

    :rtype: list of dictionaries like those of ``odlocale_animator_show``, without offers
    """
    tk.check_access("odlocale_animator_list", context, data_dict)
    found, kind = animators(), data_dict.get("kind")
    if kind:
        found = [one for one in found if one.kind == kind]
    if data_dict.get("territory"):
        line = lineage(data_dict["territory"])
        found = [one for one in found if one.perimeter.reach(line) is not None]
    if data_dict.get("around"):
        found = _somewhere_in(data_dict["around"], found)
    return [describing.profile(one) for one in found]


@tk.side_effect_free
@validate(schema.animator_autocomplete)
def odlocale_animator_autocomplete(context: Any, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the animators that somebody may be typing, by title. Case, accents and hyphens do not count.

    :param q: the beginning of words of the title or name; with nothing, the first ones
    :type q: string
    :param limit: how many to return (optional, default 10, at most 100)
    :type limit: int

    :rtype: list of dictionaries with id, name, title, and ``note``, its kind in the language of the address
    """
    tk.check_access("odlocale_animator_autocomplete", context, data_dict)
    found = choosing.resembling(animators(), data_dict["q"])
    return [
        {"id": one.organization, "name": one.name, "title": one.title, "note": label("kind", one.kind)}
        for one in found[: min(data_dict["limit"], MOST_COMPLETED)]
    ]


def _somewhere_in(territory: str, found: list[Animator]) -> list[Animator]:
    line = lineage(territory)
    named = {place for one in found for place in one.perimeter.included}
    inside = (
        {one.id for one in places(within(territory).where(sa.column("id").in_(named)))} if named else set()
    )
    return [one for one in found if one.perimeter.reach(line) is not None or one.perimeter.included & inside]


@tk.side_effect_free
def odlocale_animator_tree(context: Any, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Return who supports whom: the animators that nobody supports, each with those it ``supports``.

    :rtype: list of dictionaries with ``organization``, ``title``, ``kind`` and ``supports``, the same again;
        an animator with several supporters stands below each of them
    """
    tk.check_access("odlocale_animator_tree", context, data_dict)
    return describing.tree()


@validate(schema.animator_create)
def odlocale_animator_create(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Make an organization an animator.

    :param id: name or id of the organization
    :type id: string
    :param kind: ``region``, ``departement``, ``intercommunalite``, ``syndicat_mixte``, ``association``,
        ``gip``, ``national`` or ``other``
    :type kind: string
    :param perimeter: the territories it is there for, with all below them (optional)
    :type perimeter: list of strings
    :param perimeter_except: territories among those that are not in its perimeter (optional)
    :type perimeter_except: list of strings
    :param charter_signed: the day it signed the charter of animators (optional)
    :type charter_signed: date
    :param presentation: a text (optional); so are ``contact_name``, ``contact_email``, ``contact_phone``,
        ``url``
    :type presentation: string

    :rtype: dictionary like that of ``odlocale_animator_show``
    """
    tk.check_access("odlocale_animator_create", context, data_dict)
    return _save(context, data_dict)


@validate(schema.animator_create)
def odlocale_animator_update(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Change what an animator says of itself; takes all that ``odlocale_animator_create`` takes.

    :raises NotFound: the organization is no animator
    """
    tk.check_access("odlocale_animator_update", context, data_dict)
    known(data_dict["id"])
    return _save(context, data_dict)


def _save(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    columns = ("kind", *schema.TEXTS, "charter_signed", "perimeter", "perimeter_except")
    values = {name: data_dict.get(name) for name in columns}
    profiles.save(data_dict["id"], author_of(context), values)
    model.Session.commit()
    asker: Any = {"ignore_auth": True, "user": context.get("user")}
    return odlocale_animator_show(asker, {"id": data_dict["id"]})


@validate(schema.animator_show)
def odlocale_animator_delete(context: Any, data_dict: dict[str, Any]) -> None:
    """Make an organization an animator no more: its offers go, its mandates stay for the record, and end.

    Nobody publishes by them any more.

    :param id: name or id of the organization
    :type id: string

    :raises NotFound: the organization is no animator
    """
    tk.check_access("odlocale_animator_delete", context, data_dict)
    profiles.forget(known(data_dict["id"]).organization)
    model.Session.commit()


@validate(schema.support)
def odlocale_animator_support_create(context: Any, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Say that an animator supports another. Called by an administrator of the supported one.

    :param supporter: name or id of the organization that supports
    :type supporter: string
    :param supported: name or id of the organization that is supported
    :type supported: string

    :rtype: the tree of ``odlocale_animator_tree``

    :raises NotFound: one of them is no animator
    :raises ValidationError: the second supports the first already, directly or not
    """
    tk.check_access("odlocale_animator_support_create", context, data_dict)
    pair = known(data_dict["supporter"]), known(data_dict["supported"])
    try:
        profiles.add_support(pair[0].organization, pair[1].organization, author_of(context))
    except SupportCycleError as error:
        model.Session.rollback()
        raise tk.ValidationError({"supporter": [_cycle(error)]}) from error
    model.Session.commit()
    return describing.tree()


def _cycle(error: SupportCycleError) -> str:
    titles = {one.organization: one.title for one in animators(error.path)}
    sentence = tk._("An animator would end up supporting itself: {path}. Take one of these links away first.")
    return sentence.format(path=" → ".join(titles.get(one, one) for one in error.path))


@validate(schema.support)
def odlocale_animator_support_delete(context: Any, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Say that an animator supports another no more.

    :param supporter: name or id of the organization that supports
    :type supporter: string
    :param supported: name or id of the organization that is supported
    :type supported: string

    :rtype: the tree of ``odlocale_animator_tree``
    """
    tk.check_access("odlocale_animator_support_delete", context, data_dict)
    profiles.remove_support(data_dict["supporter"], data_dict["supported"])
    model.Session.commit()
    return describing.tree()
