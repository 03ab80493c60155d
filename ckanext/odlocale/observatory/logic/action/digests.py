"""The API of the monthly letters: everybody who has an account asks for theirs."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.logic import validate

from ckanext.odlocale.observatory.digest import store
from ckanext.odlocale.observatory.logic import schema
from ckanext.odlocale.observatory.logic.action.figures import scope_of


@tk.side_effect_free
def odlocale_observatory_digest_list(context: Any, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Which monthly letters the person who asks receives; for whoever is logged in.

    :rtype: list of dictionaries with ``scope`` (a territory, or ``animator-`` and the id of its
        organization), ``asked`` (since when) and ``sent`` (the day of the last letter, or null)
    """
    tk.check_access("odlocale_observatory_digest_list", context, data_dict)
    return [
        {"scope": one.scope, "asked": one.asked.isoformat(), "sent": one.sent and one.sent.isoformat()}
        for one in store.of_user(_user(context))
    ]


@validate(schema.digest_update)
def odlocale_observatory_digest_update(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Ask for the monthly letter of a territory or an animator, or for no more of them; once is as twice.

    :param territory: the territory (optional, default that of the portal)
    :type territory: string
    :param animator: in place of a territory, the name of an animator (optional)
    :type animator: string
    :param wanted: no, to receive it no more (optional, default yes)
    :type wanted: bool

    :rtype: dictionary with ``scope`` and ``wanted``

    :raises NotFound: there is no such territory or animator
    :raises ValidationError: the person has no mail address
    """
    tk.check_access("odlocale_observatory_digest_update", context, data_dict)
    scope, user, wanted = scope_of(data_dict), _user(context), data_dict["wanted"]
    if wanted:
        _refuse_without_address(user)
        store.ask(user, scope)
    else:
        store.stop(user, scope)
    model.Session.commit()
    return {"scope": scope, "wanted": wanted}


def _refuse_without_address(user_id: str) -> None:
    person = model.User.get(user_id)
    if person is None or not person.email:
        sentence = tk._("Your account has no mail address: write one in your profile, then ask again.")
        raise tk.ValidationError({"email": [sentence]})


def _user(context: Any) -> str:
    return model.User.get(context["user"]).id  # pyright: ignore[reportOptionalMemberAccess]
