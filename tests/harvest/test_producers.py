"""The queue of producers: page, action and job."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from tests.background import run_jobs
from tests.harvest import portals
from tests.harvest.portals import (
    LOVAGNY,
    SILLINGY,
    harvest,
    of,
    organization,
    organization_names,
    remote_dataset,
)
from tests.harvest.test_vanished_rights import WHO, token
from tests.territory.people import act, sysadmin
from tests.territory.queries import counted

pytestmark = pytest.mark.ckan

PAGE = "/moissonnage/producteurs"
HOSTILE = """Régie "du lac" <b>d'ici</b>"""


@pytest.fixture
def made(portal, server) -> Any:
    """A source of two datasets of one unknown producer, and one of another."""
    server.serves_ckan(
        remote_dataset("A", organization=of(HOSTILE)),
        remote_dataset("B", organization=of(HOSTILE)),
        remote_dataset("C", organization=of("Lovagny et Sillingy", description="")),
    )
    made = portals.source(server.url, "odlocale_ckan", portal, force_all=True)
    harvest(made)
    return made


@pytest.fixture
def bare(portal) -> Any:
    """A source that was never harvested, with one producer that waits."""
    from ckan import model

    from ckanext.odlocale.harvest.model import Doubt, wait_for_decision

    made = portals.source("http://127.0.0.1:1", "odlocale_ckan", portal)
    wait_for_decision(made.id, "k", Doubt("Régie", ["name: Régie"], None, [LOVAGNY]))
    model.Session.commit()
    return made


def decide(key: str, decision: str, **choice: Any) -> None:
    """As the page does, with its job."""
    data = {"source": "source", "key": key, "decision": decision, **choice}
    act("odlocale_harvest_producer_decide", sysadmin(), **data)
    run_jobs()


def key_of(name: str) -> str:
    return f"name:{name.casefold()}"


@pytest.mark.parametrize(("who", "may"), WHO.items())
def test_who_answers_for_a_source_sees_its_producers_and_decides(app, portal, bare, who, may) -> None:
    sent = token(who, portal)
    address = "/api/3/action/odlocale_harvest_producer_"
    listed = app.post(f"{address}list", json={}, headers=sent)
    decision = {"source": "source", "key": "k", "decision": "ignored"}
    decided = app.post(f"{address}decide", json=decision, headers=sent)
    page = app.get(PAGE, headers=sent, expect_errors=True)
    assert (listed.status_code, decided.status_code, page.status_code) == ((200,) * 3 if may else (403,) * 3)


def test_the_administrator_of_another_organization_sees_none_of_it(app, bare) -> None:
    sent = token("admin", organization("other"))
    found = app.post("/api/3/action/odlocale_harvest_producer_list", json={}, headers=sent).json["result"]
    assert found == {"count": 0, "results": []}


def test_only_who_may_make_organizations_makes_one(app, portal, bare, monkeypatch) -> None:
    import ckan.plugins.toolkit as tk

    monkeypatch.setitem(tk.config, "ckan.auth.user_create_organizations", False)
    choice = {"source": "source", "key": "k", "decision": "territory", "territory": LOVAGNY}
    asked = {**choice, "create_organization": True}
    answer = app.post(
        "/api/3/action/odlocale_harvest_producer_decide", json=asked, headers=token("admin", portal)
    )
    assert answer.status_code == 403


BAD = (
    {},
    {"source": "source"},
    {"source": "none", "key": "k", "decision": "ignored"},
    {"source": "source", "key": "nobody", "decision": "ignored"},
    {"source": "source", "key": "k", "decision": "perhaps"},
    {"source": "source", "key": "k", "decision": "territory"},
    {"source": "source", "key": "k", "decision": "territory", "territory": "com-00000"},
    {"source": "source", "key": "k", "decision": "territory", "territory": ["com-74152"]},
)


@pytest.mark.parametrize("data", BAD, ids=repr)
def test_bad_input_is_refused_and_changes_nothing(app, bare, data) -> None:
    answer = app.post(
        "/api/3/action/odlocale_harvest_producer_decide", json=data, headers=token("sysadmin", "")
    )
    waiting = act("odlocale_harvest_producer_list", sysadmin())["count"]
    assert (answer.status_code in (404, 409), waiting) == (True, 1)


def test_a_decision_moves_the_datasets_in_the_background(made) -> None:
    organization("lovagny", LOVAGNY)
    act(
        "odlocale_harvest_producer_decide",
        sysadmin(),
        source="source",
        key=key_of(HOSTILE),
        decision="territory",
        territory=LOVAGNY,
    )
    before = organization_names()["A"]
    run_jobs()
    [row] = act("odlocale_harvest_producer_list", sysadmin(), state="decided")["results"]
    after = organization_names()
    assert (before, after["A"], after["B"], after["C"]) == (
        "departement-74",
        "lovagny",
        "lovagny",
        "departement-74",
    )
    assert (row["territory_name"], row["datasets"], bool(row["applied"])) == ("Lovagny", 2, True)


def test_a_territory_may_be_named_as_people_do(made) -> None:
    decide(key_of(HOSTILE), "territory", territory="Lovagny")
    [row] = act("odlocale_harvest_producer_list", sysadmin(), state="decided")["results"]
    assert row["territory"] == LOVAGNY


def test_the_organization_of_a_producer_is_made_and_gets_its_datasets(made) -> None:
    decide(key_of(HOSTILE), "territory", territory=SILLINGY, create_organization=True)
    assert organization_names()["A"] == "sillingy-74272"


def test_undoing_moves_the_datasets_back_in_the_background(made) -> None:
    organization("lovagny", LOVAGNY)
    decide(key_of(HOSTILE), "territory", territory=LOVAGNY)
    decide(key_of(HOSTILE), "pending")
    assert organization_names()["A"] == "departement-74"


def test_a_producer_that_was_recognised_wrongly_can_be_corrected_from_its_dataset(
    app, portal, server
) -> None:
    from tests.harvest.portals import datasets

    server.serves_ckan(remote_dataset("A", organization=of("Commune de Sillingy")))
    harvest(portals.source(server.url, "odlocale_ckan", portal))
    sent = token("sysadmin", "")
    page = app.get(f"/dataset/{datasets()['A']['name']}", headers=sent).body
    address = re.search(r'href="([^"]*moissonnage/producteurs[^"]*)"', page)
    form = app.get(html.unescape(address[1] if address else ""), headers=sent).body
    assert ("Correct the producer" in page, "commune de sillingy" in form) == (True, True)


def test_a_candidate_is_told_apart_from_others_of_its_name(app, bare) -> None:
    page = app.get(PAGE, headers=token("sysadmin", "")).body
    assert f"It is Lovagny (Commune, Haute-Savoie, {LOVAGNY})" in page


def test_hostile_names_are_text(app, made) -> None:
    page = app.get(PAGE, headers=token("sysadmin", "")).body
    assert ("<b>d'ici" in page, "&lt;b&gt;d&#39;ici" in page) == (False, True)


def many(source_id: str, number: int) -> None:
    """So many more producers that wait."""
    import sqlalchemy as sa
    from ckan import model

    from ckanext.odlocale.harvest.model import publisher_match_table
    from ckanext.odlocale.harvest.vanished import now

    rows = [
        {
            "source_id": source_id,
            "publisher_key": f"k{place}",
            "publisher_name": f"Régie {place}",
            "evidence": ["name: Régie"],
            "decision": "pending",
            "territory": None,
            "candidates": [LOVAGNY, SILLINGY],
            "datasets": place % 97,
            "created": now(),
        }
        for place in range(number)
    ]
    if rows:
        model.Session.execute(sa.insert(publisher_match_table), rows)
    model.Session.commit()


def test_a_page_costs_as_many_queries_for_two_producers_as_for_thousands(app, bare) -> None:
    sent = token("sysadmin", "")
    app.get(PAGE, headers=sent)
    costs = []
    for number in (0, 2000):
        many(bare.id, number)
        with counted() as queries:
            app.get(PAGE, headers=sent)
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_a_page_of_the_queue_reads_the_index_and_not_the_datasets(bare) -> None:
    from ckanext.odlocale.harvest import producers

    many(bare.id, 200)
    with counted() as queries:
        producers.listed(producers.Asked(limit=25))
    assert [one for one in queries if "harvest_object" in one] == []


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        ("organization: Sillingy", "name of the organization in its catalogue: Sillingy"),
        ("organization siren: 12 = com-74272", "SIREN of the organization in its catalogue: 12 = com-74272"),
        ("spatial: a: b", "area covered: a: b"),
        ("of no kind", "of no kind"),
    ],
)
def test_what_the_source_says_is_told_in_words(app, kept, told) -> None:
    from ckanext.odlocale.harvest.helpers import odlocale_claim_words

    with app.flask_app.test_request_context():
        assert odlocale_claim_words(kept) == told
