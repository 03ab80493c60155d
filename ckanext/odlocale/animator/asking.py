"""Pages that call the actions as who is looking: what they answer, or the page that says why not."""

from __future__ import annotations

from functools import partial
from typing import Any, NoReturn
from urllib.parse import urlencode

import ckan.plugins.toolkit as tk
from ckan.lib.helpers import Page


def caller() -> Any:
    """The context of who is looking."""
    return {"user": tk.current_user.name, "auth_user_obj": tk.current_user}


def check(action: str, data: dict[str, Any]) -> None:
    """Answer 403 to who may not do something, before it is shown a form for it."""
    try:
        tk.check_access(action, caller(), data)
    except tk.NotAuthorized as error:
        refuse(error)


def answered(action: str, data: dict[str, Any]) -> Any:
    """What an action answers; 403 for who may not ask, 404 where there is nothing.

    :raises ValidationError: what was written is wrong
    """
    try:
        return tk.get_action(action)(caller(), data)
    except tk.NotAuthorized as error:
        refuse(error)
    except tk.ObjectNotFound as error:
        return tk.abort(404, str(error.message or tk._("There is no such page here.")))


def tried(action: str, data: dict[str, Any]) -> tuple[Any, dict[str, list[str]]]:
    """What an action answers and nothing, or nothing and what is wrong with each field."""
    try:
        return answered(action, data), {}
    except tk.ValidationError as error:
        wrong: Any = error.error_dict
        return None, wrong


def acted(action: str, data: dict[str, Any]) -> Any:
    """What an action answers; None when what was written is wrong, which the person is told."""
    done, wrong = tried(action, data)
    if wrong:
        tk.h.flash_error("; ".join(str(one) for told in wrong.values() for one in told))
    return done


def refuse(error: tk.NotAuthorized) -> NoReturn:
    """Answer 403 with the reason."""
    tk.abort(403, str(error.message or "") or tk._("You are not allowed to see this page."))
    raise error


def page_of(address: str, parameters: dict[str, str], items: Any, count: int, per_page: int) -> Page:
    """A page of a long list, with its pager.

    :param parameters: of the address, which the other pages keep
    :param items: those of this page
    """
    page = Page(
        collection=items,
        page=tk.h.get_page_number(tk.request.args),
        url=partial(_address, address, parameters),
        item_count=count,
        items_per_page=per_page,
    )
    page.items = items
    return page


def _address(address: str, parameters: dict[str, str], page: int, **_: Any) -> str:
    kept = {key: value for key, value in parameters.items() if value}
    return f"{address}?{urlencode({**kept, 'page': page})}"
