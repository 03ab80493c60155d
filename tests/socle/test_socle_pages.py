"""From /socle to a published file: what is expected, the template, the form."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from ckan.common import config
from ckan.tests import factories, helpers

from tests.background import run_jobs
from tests.socle.made import SIRET
from tests.socle.portal import DELIBERATIONS, RIGHT, WRONG, publish

pytestmark = pytest.mark.ckan

PAGE = "/socle/scdl/deliberations"


@pytest.fixture(autouse=True)
def _folder_of_uploads(clean_site: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(config, "ckan.storage_path", str(tmp_path))


@pytest.fixture
def editor() -> dict[str, Any]:
    """Somebody of a commune, with its organization under `organization`."""
    person = factories.UserWithToken()
    organization = factories.Organization(
        name="plouzane",
        title="Commune de Plouzané",
        users=[{"name": person["name"], "capacity": "editor"}],
        extras=[{"key": "siren", "value": SIRET[:9]}],
    )
    return {**person, "organization": organization}


def get(app: Any, address: str, person: dict[str, Any] | None = None, **more: Any) -> Any:
    headers = {"Authorization": person["token"]} if person else {}
    return app.get(address, headers=headers, **more)


def send(app: Any, person: dict[str, Any], content: str, **fields: str) -> Any:
    form = {
        "organisation": "plouzane",
        "title": "Délibérations",
        "upload": (io.BytesIO(content.encode()), "d.csv"),
    }
    headers = {"Authorization": person["token"]}
    return app.post(f"{PAGE}/publier", data={**form, **fields}, headers=headers, follow_redirects=False)


def test_everybody_sees_what_is_expected(app: Any) -> None:
    assert "Decisions of the assembly" in get(app, "/socle").body


def test_a_set_says_who_must_publish_it(app: Any) -> None:
    assert "Authorities of 3,500 inhabitants or more" in get(app, PAGE).body


def test_an_alias_leads_to_its_set(app: Any) -> None:
    assert get(app, "/socle/scdl/budget").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/socle/scdl/nuages",
        "/socle/scdl/nuages/modele.csv",
        f"{PAGE}/modele.exe",
        "/socle/139bercy/format-commande-publique/modele.xlsx",
        f"{PAGE}/9.9.9/schema.json",
    ],
)
def test_what_is_not_there_is_said(app: Any, address: str) -> None:
    get(app, address, status=404)


def test_the_standard_is_there_as_json(app: Any) -> None:
    found = get(app, f"{PAGE}/2.1.5/schema.json").json
    assert found["fields"][0]["name"] == "COLL_NOM"


def test_a_publisher_sees_what_is_missing(app: Any, editor: dict[str, Any]) -> None:
    owned = factories.Dataset(owner_org=editor["organization"]["id"])
    publish(WRONG, dataset=owned, socle_schema=DELIBERATIONS)
    run_jobs()
    assert "Commune de Plouzané has published 1 set of the 22." in get(app, "/socle", editor).body


def test_the_template_knows_the_publisher(app: Any, editor: dict[str, Any]) -> None:
    lines = get(app, f"{PAGE}/modele.csv", editor).body.splitlines()
    assert lines[1].startswith("Commune de Plouzané,")


def test_the_template_of_nobody_has_its_columns_only(app: Any) -> None:
    assert len(get(app, f"{PAGE}/modele.csv").body.splitlines()) == 1


def test_the_workbook_is_one(app: Any, editor: dict[str, Any]) -> None:
    from openpyxl import load_workbook

    answer = get(app, "/socle/scdl/subventions/modele.xlsx", editor)
    book = load_workbook(io.BytesIO(answer.data))
    assert book.worksheets[0]["A2"].value == "Commune de Plouzané"


def test_the_form_proposes_the_name_of_the_file(app: Any, editor: dict[str, Any]) -> None:
    assert f"_{SIRET[:9]}_deliberations.csv" in get(app, f"{PAGE}/publier", editor).body


def test_a_visitor_cannot_publish(app: Any) -> None:
    get(app, f"{PAGE}/publier", status=403)


def test_a_stranger_cannot_publish_for_an_organization(app: Any, editor: dict[str, Any]) -> None:
    headers = {"Authorization": factories.UserWithToken()["token"]}
    app.post(f"{PAGE}/publier?organisation=plouzane", data={}, headers=headers, status=403)


def test_publishing_makes_the_dataset_and_its_file(app: Any, editor: dict[str, Any]) -> None:
    send(app, editor, RIGHT)
    dataset = helpers.call_action("package_show", id="deliberations-plouzane")
    found = (
        dataset["title"],
        sorted(tag["name"] for tag in dataset["tags"]),
        dataset["resources"][0]["socle_schema"],
    )
    assert found == ("Délibérations", ["SCDL", "deliberations"], DELIBERATIONS)


def test_it_leads_to_the_verdict(app: Any, editor: dict[str, Any]) -> None:
    assert send(app, editor, RIGHT).headers["Location"].endswith("#verdict")


def test_a_second_file_has_an_address_of_its_own(app: Any, editor: dict[str, Any]) -> None:
    send(app, editor, RIGHT)
    send(app, editor, RIGHT)
    assert helpers.call_action("package_show", id="deliberations-plouzane-2")["title"] == "Délibérations"


def test_a_form_without_a_file_says_so(app: Any, editor: dict[str, Any]) -> None:
    headers = {"Authorization": editor["token"]}
    page = app.post(f"{PAGE}/publier", data={"organisation": "plouzane"}, headers=headers)
    assert "Choose the file to publish." in page.body


@pytest.mark.ckan_config("ckanext.odlocale.socle.checking", "refuse")
def test_a_refused_file_leaves_no_dataset(app: Any, editor: dict[str, Any]) -> None:
    send(app, editor, WRONG)
    assert helpers.call_action("package_list") == []


def test_a_file_keeps_its_form_in_its_name(app: Any, editor: dict[str, Any]) -> None:
    book = get(app, f"{PAGE}/modele.xlsx", editor).data
    form = {
        "organisation": "plouzane",
        "title": "Délibérations",
        "upload": (io.BytesIO(book), "Mes délibs.xlsx"),
    }
    headers = {"Authorization": editor["token"]}
    app.post(f"{PAGE}/publier", data=form, headers=headers, follow_redirects=False)
    resource = helpers.call_action("package_show", id="deliberations-plouzane")["resources"][0]
    assert (resource["name"].rpartition("_")[2], resource["format"]) == ("deliberations.xlsx", "XLSX")
