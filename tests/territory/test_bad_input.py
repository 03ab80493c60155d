"""What nobody should send: every page and every action answers with a sentence, and nothing is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.hostile import IDS, NUMBERS, WORDS, answered, texts, unsound
from tests.territory import everything, places
from tests.territory.people import sysadmin, token

pytestmark = pytest.mark.ckan

# What the addresses of pages take, and what else is tried there.
PARAMETERS: dict[str, dict[str, Any]] = {
    "q": WORDS,
    "sort": WORDS,
    "page": NUMBERS,
    "nombre": NUMBERS,
    "couleur": WORDS,
    "portee": IDS,
    "ouvert": IDS,
    "territoire": IDS,
    "vocab_odlocale_com": IDS,
}


@pytest.fixture
def headers() -> dict[str, str]:
    """A portal with a commune more, asked by a system administrator."""
    everything.grow(1)
    return token(sysadmin())


@pytest.fixture
def portal(headers: dict[str, str]) -> str:
    """What all tables of the portal hold."""
    return everything.held()


def ids_of(address: str) -> Iterator[str]:
    """The address with something else in the place of its territory."""
    for wrong in texts(IDS):
        yield re.sub(rf"{places.EPCI}|{places.DEP}|{places.ANNECY}", wrong or "-", address)


def parameters_of(address: str) -> Iterator[str]:
    """The address with something wrong in each parameter."""
    joined = "&" if "?" in address else "?"
    for name, values in PARAMETERS.items():
        for value in texts(values):
            yield f"{address}{joined}{name}={value}"


@pytest.mark.parametrize("address", [*everything.PAGES.values(), *everything.FURTHER])
def test_a_page_answers_whatever_is_in_its_address(
    app: Any, address: str, headers: dict[str, str], portal: str
) -> None:
    asked = {*ids_of(address), *parameters_of(address)}
    wrong = [answered(app, one, headers) for one in sorted(asked)]
    assert [one for one in wrong if one] == []
    assert everything.held() == portal


@pytest.mark.parametrize("action", everything.ACTIONS)
def test_an_action_answers_whatever_it_is_sent(
    app: Any, action: str, headers: dict[str, str], portal: str
) -> None:
    assert unsound(app, action, headers, everything.BESIDE.get(action, {})) == {}
    assert everything.held() == portal


def test_every_action_of_the_room_is_in_the_table() -> None:
    from ckanext.odlocale.territory.logic.action import actions

    assert sorted(name for name in actions() if name.startswith("odlocale_")) == sorted(everything.ACTIONS)
