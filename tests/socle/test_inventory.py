"""The catalogue file of an authority, made from what the portal has of it."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from tests.socle.made import found, judged
from tests.territory.people import act, member, sysadmin, token
from tests.territory.places import ANNECY, EPAGNY, france
from tests.territory.portal import dataset, organization

pytestmark = [
    pytest.mark.ckan,
    pytest.mark.keeps("odlocale_territory", "odlocale_territory_closure", "odlocale_overlap"),
]

ADDRESS = f"/territoire/{ANNECY}/catalogue.csv"
SIRET = "20006340200016"


@pytest.fixture(scope="module")
def _imported(migrated_database: None) -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    import_vintage(france())


@pytest.fixture(autouse=True)
def owner(clean_site: None, _imported: None) -> dict[str, Any]:
    return organization("annecy", "Ville d’Annecy", odlocale_territory=ANNECY, siret=SIRET)


def lines(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def complete(owner: dict[str, Any], name: str = "budget") -> dict[str, Any]:
    """A dataset that says all that the standard asks for."""
    from ckan.tests.factories import Resource

    made = dataset(
        name,
        owner,
        tags=[{"name": "budget"}],
        theme="Finances",
        temporal_start="2025-01-01",
        temporal_end="2025-12-31",
        frequency="ANNUAL",
    )
    act("package_patch", sysadmin(), id=made["id"], notes="Le budget voté.", license_id="cc-by")
    return Resource(package_id=made["id"], format="CSV", url="https://annecy.example/budget.csv")


def test_it_has_the_public_datasets_of_the_territory_only(app: Any, owner: dict[str, Any]) -> None:
    dataset("budget", owner)
    dataset("menus", organization("epagny", odlocale_territory=EPAGNY))
    dataset("adresses", organization("syndicat"), odlocale_territory=ANNECY)
    hidden(owner)
    assert {one["TITRE"] for one in lines(app.get(ADDRESS).body)} == {"budget", "adresses"}


def hidden(owner: dict[str, Any]) -> None:
    from ckan.tests.factories import Dataset

    Dataset(title="secret", owner_org=owner["id"], private=True)


def test_of_a_portal_that_knows_enough_it_is_conform(app: Any, owner: dict[str, Any], tmp_path: Path) -> None:
    complete(owner)
    assert found(judged(tmp_path, app.get(ADDRESS).body, "catalogue")) == []


def test_it_is_named_by_the_rule_of_the_set(app: Any) -> None:
    name = app.get(ADDRESS).headers["Content-Disposition"]
    assert name.endswith('_200063402_catalogue.csv"')


def test_a_spreadsheet_runs_nothing_of_it(app: Any, owner: dict[str, Any]) -> None:
    dataset("budget", owner, title="=cmd|' /C calc'!A0")
    assert lines(app.get(ADDRESS).body)[0]["TITRE"] == "cmd|' /C calc'!A0"


@pytest.mark.parametrize(("territory", "status"), [("com-99999", 404), ("nowhere", 404), (ANNECY, 200)])
def test_only_territories_have_one(app: Any, territory: str, status: int) -> None:
    assert app.get(f"/territoire/{territory}/catalogue.csv", expect_errors=True).status_code == status


def test_the_page_of_the_territory_leads_there(app: Any) -> None:
    assert f'href="{ADDRESS}"' in app.get(f"/territoire/{ANNECY}").body


def test_the_template_of_the_set_begins_with_the_datasets(app: Any, owner: dict[str, Any]) -> None:
    dataset("budget", owner)
    headers = token(member(owner, "editor"))
    body = app.get("/socle/scdl/catalogue/modele.csv", headers=headers).body
    assert [one["TITRE"] for one in lines(body)] == ["budget"]
