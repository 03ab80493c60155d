"""The verdict as people see it: the page of the resource, badges, the CSV file."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from ckan.common import config
from ckan.tests import factories

from tests.background import run_jobs
from tests.socle.made import SIRET, as_csv, decision
from tests.socle.portal import DELIBERATIONS, OTHER, RIGHT, WRONG, publish, shown
from tests.territory.queries import counted

pytestmark = pytest.mark.ckan


@pytest.fixture(autouse=True)
def _folder_of_uploads(clean_site: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(config, "ckan.storage_path", str(tmp_path))


def judged(content: str, name: str = "deliberations.csv", **fields: Any) -> dict[str, Any]:
    resource = publish(content, name, **{"socle_schema": DELIBERATIONS, **fields})
    run_jobs()
    return resource


def page(app: Any, resource: dict[str, Any], person: dict[str, Any] | None = None, lang: str = "") -> str:
    headers = {"Authorization": person["token"]} if person else {}
    return app.get(f"{lang}/dataset/{resource['package_id']}/resource/{resource['id']}", headers=headers).body


def rows(app: Any, resource: dict[str, Any]) -> list[dict[str, str]]:
    text = app.get(f"/verdict/{resource['id']}.csv").body
    return list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))


def test_the_page_of_an_invalid_file_says_who_must_act(app: Any) -> None:
    assert "2 errors in 2 lines. Who must act: the publisher" in page(app, judged(WRONG))


def test_it_says_what_to_mend(app: Any) -> None:
    assert "Expected: a date, YYYY-MM-DD" in page(app, judged(WRONG))


def test_the_page_of_a_valid_file_says_that_nobody_must(app: Any) -> None:
    assert "The 2 lines of the file follow the standard. Nobody has to act." in page(app, judged(RIGHT))


def test_the_page_of_an_unreadable_file_says_why(app: Any) -> None:
    assert "web page" in page(app, judged("<!doctype html><p>404"))


def test_a_hostile_cell_is_text(app: Any) -> None:
    body = page(app, judged(as_csv([decision(DELIB_DATE="<script>alert(1)</script>")])))
    assert "<script>alert(1)" not in body


def test_a_page_of_another_file_says_nothing(app: Any) -> None:
    assert "odlocale-verdict" not in page(app, judged(OTHER, "communes.csv", socle_schema=""))


def test_a_proposal_is_shown_to_who_may_accept_it(app: Any) -> None:
    body = page(app, judged(RIGHT, socle_schema=""), factories.SysadminWithToken())
    assert "Its columns are those of “Decisions of the assembly” (version 2.1.5)." in body


def test_a_proposal_is_not_shown_to_others(app: Any) -> None:
    assert "Decisions of the assembly" not in page(
        app, judged(RIGHT, socle_schema=""), factories.UserWithToken()
    )


def test_an_accepted_proposal_is_a_choice(app: Any) -> None:
    resource = judged(RIGHT, socle_schema="")
    headers = {"Authorization": factories.SysadminWithToken()["token"]}
    form = {"socle_schema": DELIBERATIONS}
    app.post(f"/verdict/{resource['id']}/standard", data=form, headers=headers, follow_redirects=False)
    run_jobs()
    assert shown(resource)["socle_verdict"] == "valid"


@pytest.mark.parametrize("address", ["standard", "again"])
def test_a_stranger_changes_nothing(app: Any, address: str) -> None:
    resource = judged(RIGHT)
    headers = {"Authorization": factories.UserWithToken()["token"]}
    form = {"socle_schema": "scdl/subventions"}
    app.post(f"/verdict/{resource['id']}/{address}", data=form, headers=headers, status=403)


def test_the_badge_is_in_the_results_of_a_search(app: Any) -> None:
    judged(WRONG)
    assert 'data-socle="scdl/deliberations" data-verdict="invalid"' in app.get("/dataset/").body


def test_the_badge_is_on_the_dataset(app: Any) -> None:
    assert 'data-verdict="valid"' in app.get(f"/dataset/{judged(RIGHT)['package_id']}").body


def test_there_is_one_badge_for_one_file(app: Any) -> None:
    assert "validation-badge" not in page(app, judged(WRONG))


def test_the_report_of_ckanext_validation_is_reachable(app: Any) -> None:
    resource = judged(WRONG)
    address = f"/dataset/{resource['package_id']}/resource/{resource['id']}/validation"
    assert (address in page(app, resource), app.get(address).status_code) == (True, 200)


def test_the_csv_file_has_a_line_for_each_error(app: Any) -> None:
    assert [(row["line"], row["rule"]) for row in rows(app, judged(WRONG))] == [
        ("2", "type-error"),
        ("3", "siret"),
    ]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_the_csv_file_runs_nothing_in_a_spreadsheet(app: Any, text: str) -> None:
    found = rows(app, judged(as_csv([decision(DELIB_DATE=text)])))
    assert found[0]["value"].startswith("'")


def test_a_private_report_is_nobody_elses(app: Any) -> None:
    owner = factories.Organization()
    resource = judged(WRONG, dataset=factories.Dataset(owner_org=owner["id"], private=True))
    app.get(f"/verdict/{resource['id']}.csv", status=404)


def test_the_data_of_somebody_else_are_a_warning_that_names_both(app: Any) -> None:
    owner = factories.Organization(title="Ville de Brest", extras=[{"key": "siren", "value": "212900195"}])
    body = page(app, judged(RIGHT, dataset=factories.Dataset(owner_org=owner["id"])))
    assert (SIRET[:9] in body, "Ville de Brest (212900195)" in body) == (True, True)


def test_an_authority_that_the_portal_knows_is_called_by_its_name() -> None:
    from ckanext.odlocale.socle.owners import called
    from ckanext.odlocale.territory.vintages.importer import import_vintage
    from tests.territory import places

    import_vintage(places.france())
    found = [called(one) for one in ("200063402", "74269", "212900195")]
    assert found == ["Annecy (200063402)", "Seyssel (74269)", "212900195"]


def test_ones_own_data_are_none(app: Any) -> None:
    owner = factories.Organization(title="Plouzané", extras=[{"key": "siren", "value": SIRET[:9]}])
    assert "of somebody else" not in page(
        app, judged(RIGHT, dataset=factories.Dataset(owner_org=owner["id"]))
    )


def test_the_form_has_the_standards(app: Any) -> None:
    dataset = factories.Dataset(owner_org=factories.Organization()["id"])
    headers = {"Authorization": factories.SysadminWithToken()["token"]}
    body = app.get(f"/dataset/{dataset['name']}/resource/new", headers=headers).body
    assert '<option value="scdl/deliberations"' in body


def test_more_files_are_no_more_queries() -> None:
    from ckan.tests import helpers

    resource = judged(RIGHT)
    dataset = helpers.call_action("package_show", id=resource["package_id"])
    with counted() as one:
        helpers.call_action("package_show", id=dataset["id"])
    for number in range(3):
        judged(RIGHT, f"autre-{number}.csv", dataset=dataset)
    with counted() as four:
        helpers.call_action("package_show", id=dataset["id"])
    assert len(four) == len(one)
