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


def test_links_of_other_sites_go_between_those_of_a_site() -> None:
    urls = ["http://a.fr/1", "http://a.fr/2", "http://B.fr/1", "http://a.fr/3", "http://b.fr/2"]
    wanted = ["http://a.fr/1", "http://B.fr/1", "http://a.fr/2", "http://b.fr/2", "http://a.fr/3"]
    assert list(turns(urls)) == wanted


@given(st.lists(st.text(max_size=20)))
def test_every_link_gets_its_turn_whatever_it_is(urls: list[str]) -> None:
    assert sorted(turns(urls)) == sorted(urls)


@pytest.mark.parametrize(("url", "site"), [("http://[", ""), ("https://Exemple.FR:8080/a", "exemple.fr")])
def test_a_link_leads_to_a_site(url: str, site: str) -> None:
    assert site_of(url) == site
