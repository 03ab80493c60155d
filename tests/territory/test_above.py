"""What the territories above a commune publish, on its page."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.territory import places
from tests.territory.portal import dataset, organization

pytestmark = pytest.mark.ckan


@pytest.fixture(autouse=True)
def portal() -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    import_vintage(places.france())
    dataset("velos", organization("grand-annecy", odlocale_territory=places.EPCI))
    departement = organization("haute-savoie", odlocale_territory=places.DEP)
    dataset("routes", departement)
    dataset("colleges", departement)
    dataset("lycees", organization("region", odlocale_territory=places.REG))


def test_each_territory_above_has_its_number_nearest_first(app: Any) -> None:
    page = app.get("/territoire/com-74010?portee=dessus")
    above = page.body.split("odlocale-above", 1)[1].split("</nav>")[0]
    assert re.findall(r'href="[^?]*\?([^"]*)"[^>]*>([^<]+?) <span[^>]*>(\d+)', above) == [
        ("portee=dessus", "All of them", "4"),
        ("portee=dessus&amp;de=epci-200066793", "CA du Grand Annecy", "1"),
        ("portee=dessus&amp;de=dep-74", "Haute-Savoie", "2"),
        ("portee=dessus&amp;de=reg-84", "Auvergne-Rhône-Alpes", "1"),
    ]


def test_the_one_that_is_chosen_is_listed_alone(app: Any) -> None:
    page = app.get("/territoire/com-74010?portee=dessus&de=dep-74")
    assert sorted(set(re.findall(r'href="/dataset/([a-z]+)"', page.body))) == ["colleges", "routes"]


def test_a_search_stays_with_the_one_that_is_chosen(app: Any) -> None:
    page = app.get("/territoire/com-74010?portee=dessus&de=dep-74")
    assert re.findall(r'<input type="hidden" name="(\w+)" value="([^"]+)"', page.body)[:2] == [
        ("portee", "dessus"),
        ("de", "dep-74"),
    ]


def test_the_other_tabs_have_nobody_to_choose(app: Any) -> None:
    assert "odlocale-above" not in app.get("/territoire/com-74010").body
