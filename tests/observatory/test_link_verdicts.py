"""What visits say of links, and whose turn it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.odlocale.observatory.links.turns import site_of, turns
from ckanext.odlocale.observatory.links.verdict import State, Visit, state


@pytest.mark.parametrize(
    ("visit", "failures", "expected"),
    [
        (Visit(200), 0, State.ALIVE),
        (Visit(304), 0, State.ALIVE),
        (Visit(403), 0, State.ALIVE),
        (Visit(429), 0, State.ALIVE),
        (Visit(404), 1, State.UNSURE),
        (Visit(404), 2, State.DEAD),
        (Visit(410), 2, State.DEAD),
        (Visit(is_refused=True), 2, State.DEAD),
        (Visit(500), 2, State.UNSURE),
        (Visit(500), 4, State.DEAD),
        (Visit(), 3, State.UNSURE),
        (Visit(), 4, State.DEAD),
    ],
)
def test_a_link_is_what_its_visits_say(visit: Visit, failures: int, expected: State) -> None:
    assert state(visit, failures) is expected


def test_two_links_of_a_site_are_a_pause_apart_and_others_go_between() -> None:
    urls = ["http://a.fr/1", "http://a.fr/2", "http://B.fr/1", "http://a.fr/3", "http://b.fr/2"]
    assert list(turns(urls, 2)) == [
        (0, "http://a.fr/1"),
        (0, "http://B.fr/1"),
        (2, "http://a.fr/2"),
        (2, "http://b.fr/2"),
        (4, "http://a.fr/3"),
    ]


@given(st.lists(st.text(max_size=20)))
def test_every_link_gets_its_turn_whatever_it_is(urls: list[str]) -> None:
    assert sorted(url for _, url in turns(urls, 1)) == sorted(urls)


@pytest.mark.parametrize(("url", "site"), [("http://[", ""), ("https://Exemple.FR:8080/a", "exemple.fr")])
def test_a_link_leads_to_a_site(url: str, site: str) -> None:
    assert site_of(url) == site
