"""The API of good practices."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.logic import validate

from ckanext.odlocale.animator.desk import discretion, practices
from ckanext.odlocale.animator.desk.published import publications
from ckanext.odlocale.animator.logic import desk_schema as schema
from ckanext.odlocale.animator.logic.action.desk import today
from ckanext.odlocale.animator.records import animators, mandates
from ckanext.odlocale.socle.shared import AUTHORITIES
from ckanext.odlocale.territory.shared import Level, places, resolve, within

__all__ = [
    "odlocale_practice_list",
]


@tk.side_effect_free
@validate(schema.practice_list)
def odlocale_practice_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return who did well in the last twelve months. Who does not want to be named is left out.

    :param region: only authorities within this territory, as ``reg-84`` (optional)
    :type region: string
    :param stratum: only authorities of this stratum of population, as ``0-3499`` (optional)
    :type stratum: string

    :rtype: dictionary with ``opened`` and ``validated`` (dictionaries with ``territory``, ``name``,
        ``level``, ``population``, ``on``, ``number``) and ``followed`` (dictionaries with ``organization``,
        ``title``, ``supported``, ``publishing``, ``valid``)

    :raises NotFound: there is no such territory
    """
    tk.check_access("odlocale_practice_list", context, data_dict)
    around = resolve(data_dict.get("region") or "fr")
    if around is None and data_dict.get("region"):
        raise tk.ObjectNotFound(tk._("There is no such territory. Write it like reg-84."))
    scope = within(around.id if around else "", AUTHORITIES)
    published, hidden, day = publications(scope), discretion.discreet(), today()
    known = practices.of_stratum(places(list(published)), data_dict.get("stratum") or "")
    named = [one for one in known if one.id not in hidden]
    inside = {one.id for one in practices.of_stratum(places(scope), data_dict.get("stratum") or "")}
    return {
        "opened": [_achieved(one) for one in practices.opened(published, named, day)],
        "validated": [_achieved(one) for one in practices.validated(published, named, day)],
        "followed": _followed(practices.best_followed(mandates(), published, inside, day)),
    }


def _achieved(one: practices.Achieved) -> dict[str, Any]:
    return {
        "territory": one.place.id,
        "name": one.place.name,
        "level": Level(one.place.level).value,
        "population": one.place.population,
        "on": one.on.isoformat(),
        "number": one.datasets,
    }


def _followed(found: list[practices.Helped]) -> list[dict[str, Any]]:
    titles = {one.organization: one for one in animators([one.animator for one in found])} if found else {}
    return [
        {
            "organization": titles[one.animator].name,
            "title": titles[one.animator].title,
            "supported": one.supported,
            "publishing": one.publishing,
            "valid": one.valid,
        }
        for one in found
        if one.animator in titles
    ]
