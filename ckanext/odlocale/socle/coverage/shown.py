"""The sets of the socle at one territory, as its page and that of the socle show them."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

import ckan.plugins.toolkit as tk

from ckanext.odlocale.socle.catalogue import find_schema
from ckanext.odlocale.socle.coverage.looking import coverage_of
from ckanext.odlocale.socle.coverage.state import Situation
from ckanext.odlocale.socle.coverage.telling import expected_label, state_label, to_do
from ckanext.odlocale.socle.obligation import AUTHORITIES
from ckanext.odlocale.socle.wording import language
from ckanext.odlocale.territory.shared import TerritoryRecord


class Line(NamedTuple):
    """A set at a territory, in words."""

    schema: str
    title: str
    state: str
    label: str
    expected: str
    to_do: str
    one: Situation


class Matrix(NamedTuple):
    """All sets at a territory, and whether the reader may declare for it."""

    territory: str
    lines: list[Line]
    may_declare: bool
    year: int


def matrix(territory: TerritoryRecord) -> Matrix | None:
    """The sets at a territory; None where there is no authority."""
    if territory.level not in AUTHORITIES:
        return None
    sets = coverage_of([territory], [territory.id])[territory.id]
    if not sets:
        return None
    lines = [_line(name, one) for name, one in sets.items()]
    return Matrix(territory.id, lines, _may_declare(territory.id), dt.datetime.now(dt.UTC).year)


def _line(name: str, one: Situation) -> Line:
    title = find_schema(name).text("title", language())
    expected = expected_label(one.expected)
    return Line(name, title, one.state.value, state_label(one.state), expected, to_do(one), one)


def _may_declare(territory_id: str) -> bool:
    context: Any = {"user": tk.current_user.name, "auth_user_obj": tk.current_user}
    try:
        return bool(tk.check_access("odlocale_declaration_set", context, {"id": territory_id}))
    except tk.NotAuthorized:
        return False
