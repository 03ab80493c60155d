"""What nobody should send: every page and every action answers with a sentence, and nothing is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from tests.territory import everything, places
from tests.territory.people import sysadmin, token

pytestmark = pytest.mark.ckan

LONG = "é" * 10_000
WORDS = {
    "10,000 characters": LONG,
    "10,000 words": "a " * 5_000,
    "a NUL": "an\x00necy",
    "HTML": '<script>alert("1")</script>',
    "Solr's syntax": "title:[ AND )*:* {!lucene} \\",
    "tsquery's syntax": "':* & | ! <-> ( \\",
    "SQL": "'; DROP TABLE odlocale_territory; --",
    "odd letters": "\u202eycenna\ufffe\U0001f3d4\ud7ff %_%",
}
IDS = {
    "nothing": "",
    "unknown": "com-99999",
    "malformed": "annecy",
    "of no level": "xyz-74010",
    "10,000 characters": "com-" + "7" * 10_000,
    "HTML": "<b>com-74010</b>",
    "a NUL": "com-\x0074010",
    "SQL": "com-74010'; --",
    "a list": ["com-74010", "com-74112"],
    "a dictionary": {"id": "com-74010"},
    "a number": 74010,
    "true": True,
    "null": None,
}
NUMBERS = {
    "negative": -1,
    "huge": 10**30,
    "beyond the database's": 2**31,
    "no number": "ten",
    "a fraction": 1.5,
    "a list": [1, 2],
    "a dictionary": {"a": 1},
    "a NUL": "1\x00",
    "not a number": "nan",
}

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
BAD_UTF8 = ("%ff%fe", "%c3", "%ed%a0%80", "%00")


@pytest.fixture
def headers() -> dict[str, str]:
    """A portal with a commune more, asked by a system administrator."""
    everything.grow(1)
    return token(sysadmin())


@pytest.fixture
def portal(headers: dict[str, str]) -> str:
    """What all tables of the portal hold."""
    return everything.held()


def texts(values: dict[str, Any]) -> list[str]:
    """Those of the values that an address can carry, as it carries them."""
    plain = [str(value) for value in values.values() if not isinstance(value, (list, dict))]
    return [*(quote(text, safe="") for text in plain), *BAD_UTF8]


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


def answered(app: Any, address: str, headers: dict[str, str]) -> str | None:
    """What is wrong with the answer; None when it is a page, or a sentence that says why there is none."""
    answer = app.get(address, headers=headers, follow_redirects=False)
    shown = f"{answer.status_code} {address[:120]}"
    if answer.status_code >= 500:
        return shown
    if "<script>alert" in answer.body:
        return f"{shown}: what was sent is in the page as it was"
    says_something = answer.status_code in {301, 302, 308} or len(answer.body) > 20
    return None if says_something or answer.mimetype == "text/javascript" else f"{shown}: says nothing"


@pytest.mark.parametrize("address", [*everything.PAGES.values(), *everything.FURTHER])
def test_a_page_answers_whatever_is_in_its_address(
    app: Any, address: str, headers: dict[str, str], portal: str
) -> None:
    asked = {*ids_of(address), *parameters_of(address)}
    wrong = [answered(app, one, headers) for one in sorted(asked)]
    assert [one for one in wrong if one] == []
    assert everything.held() == portal


def fields_of(action: str) -> list[str]:
    """The fields that an action says it takes."""
    import ckan.plugins.toolkit as tk

    return re.findall(r":param (\w+):", tk.get_action(action).__doc__ or "")


def refusal(answer: Any) -> str | None:
    """What is wrong with an answer of the API; None when it succeeds, or says why not."""
    if answer.status_code >= 500:
        return f"{answer.status_code}"
    if answer.status_code == 200:
        return None
    # What is asked the wrong way (GET, of an action that writes) is told in a string.
    said = answer.json.get("error") if answer.is_json and isinstance(answer.json, dict) else answer.body
    return None if re.search(r"\w+ \w+", str(said)) else f"{answer.status_code} says {said!r}"


@pytest.mark.parametrize("action", everything.ACTIONS)
def test_an_action_answers_whatever_it_is_sent(
    app: Any, action: str, headers: dict[str, str], portal: str
) -> None:
    wrong = {}
    for field in fields_of(action):
        for name, value in {**WORDS, **IDS, **NUMBERS}.items():
            data = {**everything.BESIDE.get(action, {}), field: value}
            answer = app.post(f"/api/3/action/{action}", json=data, headers=headers)
            wrong[f"{field}: {name}"] = refusal(answer)
        for value in BAD_UTF8:
            answer = app.get(f"/api/3/action/{action}?{field}={value}", headers=headers)
            wrong[f"{field}: {value}"] = refusal(answer)
    assert {name: found for name, found in wrong.items() if found} == {}
    assert everything.held() == portal


def test_every_action_of_the_room_is_in_the_table() -> None:
    from ckanext.odlocale.territory.logic.action import actions

    assert sorted(name for name in actions() if name.startswith("odlocale_")) == sorted(everything.ACTIONS)
