"""Pages of long lists."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlencode

import ckan.plugins.toolkit as tk
from ckan.lib.helpers import Page


def act(name: str, **data: Any) -> Any:
    """Call an action as who is looking."""
    return tk.get_action(name)({"user": tk.current_user.name, "auth_user_obj": tk.current_user}, data)


def number() -> int:
    """The page asked for; the first for anything that is none."""
    text = tk.request.args.get("page", "1")
    return max(int(text), 1) if text.isdecimal() and len(text) < 7 else 1


def page_of(found: dict[str, Any], per_page: int, kept: tuple[str, ...]) -> Page:
    """A page with its pager.

    :param found: ``count`` and ``results``
    :param kept: parameters of the address that the other pages keep
    """
    address = partial(_address, kept)
    page = Page(
        collection=found["results"],
        page=number(),
        url=address,
        item_count=found["count"],
        items_per_page=per_page,
    )
    page.items = found["results"]
    return page


def _address(kept: tuple[str, ...], page: int, **_: Any) -> str:
    asked = {key: value for key, value in tk.request.args.items() if key in kept}
    here = tk.url_for(str(tk.request.endpoint), **(tk.request.view_args or {}))
    return f"{here}?{urlencode({**asked, 'page': page})}"
