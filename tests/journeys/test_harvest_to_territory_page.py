"""Journey: a catalogue in the harvest queue → producers recognised → datasets placed → the région's page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.harvest.portals import datasets, of, organization_names, remote_dataset, source, turtle
from tests.harvest.servers import Remote, remote
from tests.journeys.queues import harvest
from tests.territory import places
from tests.territory.portal import organization
from tests.territory.queries import counted_searches

pytestmark = pytest.mark.ckan


@pytest.fixture
def server() -> Iterator[Remote]:
    with remote() as site:
        yield site


@pytest.fixture
def portal(server: Remote) -> dict[str, Any]:
    """A région's portal that has harvested a CKAN of its commune and département, and a DCAT catalogue."""
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    import_vintage(places.france())
    organization("annecy", title="Ville d’Annecy", odlocale_territory="com-74010")
    organization("haute-savoie", title="Haute-Savoie", odlocale_territory="dep-74")
    region = organization("aura", title="Région AURA", odlocale_territory="reg-84")
    server.serves_ckan(
        remote_dataset("Budget", organization=of("Mairie d'Annecy")),
        remote_dataset("Arbres", organization=of("Commune d'Epagny Metz-Tessy")),
        remote_dataset("Sentiers", organization=of("Les amis des sentiers")),
    )
    server.serves(turtle("Cadastre solaire", publisher="CC Usses et Rhône", siren="200070852"))
    ckan = source(server.url, "odlocale_ckan", region["id"], "portail")
    dcat = source(f"{server.url}/catalogue", "odlocale_dcat", region["id"], "catalogue")
    harvest(ckan.id)
    harvest(dcat.id)
    return {"ckan": ckan, "dcat": dcat}


@pytest.mark.usefixtures("portal")
def test_each_dataset_goes_to_its_producer_or_to_the_nearest_organization_above_it() -> None:
    assert organization_names() == {
        "Budget": "annecy",
        "Arbres": "haute-savoie",
        "Sentiers": "aura",
        "Cadastre solaire": "aura",
    }


@pytest.mark.usefixtures("portal")
def test_each_dataset_keeps_its_producer_and_says_how_it_was_recognised() -> None:
    kept = {
        title: (one.get("odlocale_territory"), one.get("rolled_up_from")) for title, one in datasets().items()
    }
    assert kept == {
        "Budget": ("com-74010", None),
        "Arbres": ("com-74112", "com-74112"),
        "Sentiers": (None, None),
        "Cadastre solaire": ("epci-200070852", "epci-200070852"),
    }
    assert "200070852" in datasets()["Cadastre solaire"]["producer_evidence"]


@pytest.mark.usefixtures("portal")
def test_the_page_of_the_region_shows_them_all_by_one_clause(
    app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with counted_searches(monkeypatch) as searches:
        page = app.get("/territoire/reg-84")
    assert searches[-1]["fq"][1] == 'vocab_odlocale_territories:("reg-84")'
    assert listed(page) == ["arbres", "budget", "cadastre-solaire", "sentiers"]


@pytest.mark.usefixtures("portal")
def test_each_page_below_shows_its_own_part(app: Any) -> None:
    expected = {
        "com-74010": ["budget"],
        "com-74112": ["arbres"],
        "epci-200066793": ["arbres", "budget"],
        "dep-74": ["arbres", "budget"],
        "epci-200070852": ["cadastre-solaire"],
        "dep-01": [],
    }
    assert {one: listed(app.get(f"/territoire/{one}")) for one in expected} == expected
    assert 'href="/territoire/com-74112"' in app.get("/dataset/arbres").body


def test_who_is_not_recognised_waits_for_a_person_whose_decision_the_pages_follow(
    app: Any, portal: dict[str, Any]
) -> None:
    from ckanext.odlocale.harvest import review

    [waiting] = review.listed(portal["ckan"])
    assert waiting["name"] == "Les amis des sentiers"
    review.decide(portal["ckan"], waiting["key"], review.Choice("territory", "com-74269"), "somebody")
    review.apply(portal["ckan"].id, waiting["key"], lambda *_: None)
    assert listed(app.get("/territoire/com-74269")) == ["sentiers"]


def listed(page: Any) -> list[str]:
    return sorted(set(re.findall(r'href="/dataset/([a-z-]+)"', page.body)))
