"""What a list is of: a territory, or those that an animator accompanies, on the day of the last figures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

import ckan.plugins.toolkit as tk

from ckanext.odlocale.observatory.computing import animator_scope
from ckanext.odlocale.observatory.history import days
from ckanext.odlocale.observatory.views.access import allowed, empty, known, known_animator, root_address


class Subject(NamedTuple):
    """Whom a page is about.

    :param scope: the territory or the animator, as figures name it
    :param home: the address of its board
    """

    scope: str
    day: date
    name: str
    home: str


Show = Callable[[Subject], str]


def of_territory(territory_id: str, action: str, show: Show) -> str:
    """The page of a territory, or what to do before the first figures.

    :param action: that the person must be allowed to call
    """
    allowed(action)
    record, day = known(territory_id), days.latest()
    if day is None:
        return tk.render("observatory/empty.html", empty(record))
    return show(Subject(record.id, day, record.name or record.code, f"{root_address()}{record.id}"))


def of_animator(name: str, action: str, show: Show) -> str:
    """The same for those that an animator accompanies."""
    allowed(action)
    found, day = known_animator(name), days.latest()
    if day is None:
        return tk.render("observatory/empty.html", empty(known(None)))
    home = tk.url_for("odlocale_observatory_animators.read", name=found.name)
    return show(Subject(animator_scope(found.organization), day, found.title, home))
