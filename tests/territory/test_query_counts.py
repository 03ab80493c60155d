"""A page or an answer costs as many queries with 300 territories below as with one: of SQL, and of Solr."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.territory import everything
from tests.territory.people import act, sysadmin, token
from tests.territory.queries import counted, counted_searches

pytestmark = pytest.mark.ckan

Measured = dict[str, tuple[int, int]]
ADDRESSES = (*everything.PAGES.values(), *everything.FURTHER)


def _counted(app: Any, monkeypatch: pytest.MonkeyPatch, admin: str) -> Measured:
    """Statements and searches of each page, then of each action, each asked a second time."""
    headers = token(admin)
    asked: dict[str, Callable[[], Any]] = {
        **{address: _get(app, address, headers) for address in ADDRESSES},
        **{name: _call(name, admin, data) for name, data in everything.READING.items()},
    }
    found = {}
    for name, ask in asked.items():
        ask()
        with counted() as statements, counted_searches(monkeypatch) as searches:
            ask()
        found[name] = (len(statements), len(searches))
    return found


def _get(app: Any, address: str, headers: dict[str, str]) -> Callable[[], Any]:
    return lambda: app.get(address, headers=headers, status=200)


def _call(name: str, user: str, data: dict[str, Any]) -> Callable[[], Any]:
    return lambda: act(name, user, **data)


def test_everything_costs_the_same_with_1_3_and_300_territories_below(
    app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin = sysadmin()
    costs = []
    for before, below in ((0, 1), (1, 3), (3, 300)):
        everything.grow(below, before)
        costs.append(_counted(app, monkeypatch, admin))
    assert costs[1:] == [costs[0], costs[0]]
