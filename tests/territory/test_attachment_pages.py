"""The pages where organizations get their territory."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest

from tests.territory.people import act, member, sysadmin, token
from tests.territory.places import ANNECY, EPAGNY, EPCI, communes, france
from tests.territory.portal import dataset, organization
from tests.territory.queries import counted

pytestmark = pytest.mark.ckan

PAGE = "/territoires/rattachement"


@pytest.fixture(autouse=True)
def portal() -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    import_vintage(france(*communes(30)))


@pytest.fixture
def admin() -> dict[str, str]:
    return token(sysadmin())


def territory_of(name: str) -> str | None:
    from ckan import model

    from ckanext.odlocale.territory.shared import territory_of as attached

    model.Session.expire_all()
    return attached(model.Group.by_name(name).id)


def claimed(name: str = "annecy") -> str:
    """The administrator of an organization that asks to be Annecy."""
    asking = member(organization(name, f"Mairie <{name}>"), "admin")
    extras = [{"key": "odlocale_territory", "value": ANNECY}]
    act("organization_patch", asking, id=name, extras=extras)
    return asking


def claim_id() -> str:
    return act("odlocale_claim_list", sysadmin())["results"][0]["id"]


def test_the_page_has_the_proposal_with_its_evidence(app: Any, admin: dict[str, str]) -> None:
    organization("mairie", "Ville d'Annecy (74)")
    body = app.get(PAGE, headers=admin).body
    assert ("com-74010" in body, "Only this territory answers to" in body) == (True, True)


@pytest.mark.parametrize("path", ["", "/organisations.csv", "/fichier"])
@pytest.mark.parametrize("who", [None, "stranger", "admin"])
def test_only_system_administrators_see_the_pages(app: Any, path: str, who: str | None) -> None:
    headers = {"stranger": lambda: token(member(None, "")), "admin": lambda: token(claimed())}
    assert app.get(PAGE + path, headers=headers[who]() if who else {}).status_code == 403


@pytest.mark.parametrize("path", ["", "/annuler", "/fichier", "/demandes"])
def test_nobody_writes_without_rights(app: Any, path: str) -> None:
    claimed()
    data = {"seul": "annecy", "territoire-annecy": ANNECY, "id": claim_id(), "decision": "confirmer"}
    headers = token(member(None, ""))
    assert app.post(PAGE + path, data=data, headers=headers, follow_redirects=False).status_code == 403
    assert territory_of("annecy") is None


def test_the_ticked_ones_are_attached(app: Any, admin: dict[str, str]) -> None:
    ids = [organization(name)["id"] for name in ("annecy", "epagny", "other")]
    data = {
        "choisi": ids[:2],
        f"territoire-{ids[0]}": ANNECY,
        f"territoire-{ids[1]}": ANNECY,
        f"autre-{ids[1]}": "Epagny Metz-Tessy",
    }
    body = app.post(PAGE, data=data, headers=admin).body
    assert "2 organizations are attached." in body
    assert [territory_of(name) for name in ("annecy", "epagny", "other")] == [ANNECY, EPAGNY, None]


def test_one_is_attached_by_its_own_button(app: Any, admin: dict[str, str]) -> None:
    one, two = organization("one")["id"], organization("two")["id"]
    data = {"choisi": [one], "seul": two, f"territoire-{one}": ANNECY, f"territoire-{two}": EPAGNY}
    app.post(PAGE, data=data, headers=admin)
    assert (territory_of("one"), territory_of("two")) == (None, EPAGNY)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Tick at least one organization first."),
        ({"choisi": "annecy"}, "Choose a territory for each organization that you attach."),
        ({"choisi": "nobody", "territoire-nobody": ANNECY}, "There is no organization “nobody” here."),
        ({"choisi": "annecy", "autre-annecy": "<script>"}, "There is no territory “&lt;script&gt;” here."),
    ],
)
def test_what_cannot_be_attached_is_told(
    app: Any, admin: dict[str, str], data: dict[str, str], sentence: str
) -> None:
    organization("annecy")
    assert sentence in app.post(PAGE, data=data, headers=admin).body


def test_certain_ones_are_ticked_by_a_link(app: Any, admin: dict[str, str]) -> None:
    organization("mairie", "Mairie d'Annecy")
    organization("seyssel", "Mairie de Seyssel")
    organization("association")
    boxes = re.findall(r'type="checkbox"[^>]*>', app.get(f"{PAGE}?cocher=certain", headers=admin).body)
    assert sorted("checked" in box for box in boxes) == [False, False, True]


def test_an_ambiguous_name_selects_nothing(app: Any, admin: dict[str, str]) -> None:
    organization("seyssel", "Mairie de Seyssel")
    buttons = re.findall(r'type="radio"[^>]*>', app.get(PAGE, headers=admin).body)
    assert ["checked" in button for button in buttons] == [False, False]


def test_a_batch_is_undone_from_the_journal(app: Any, admin: dict[str, str]) -> None:
    ids = [organization(name)["id"] for name in ("annecy", "epagny")]
    data = {"choisi": ids, f"territoire-{ids[0]}": ANNECY, f"territoire-{ids[1]}": EPAGNY}
    body = app.post(PAGE, data=data, headers=admin).body
    found = re.search(r'name="lot" value="([^"]+)"', body)
    assert found is not None
    undone = app.post(f"{PAGE}/annuler", data={"lot": found[1]}, headers=admin).body
    assert ("2 attachments are undone." in undone, territory_of("annecy")) == (True, None)


def test_undoing_nothing_is_told(app: Any, admin: dict[str, str]) -> None:
    body = app.post(f"{PAGE}/annuler", data={"id": "nothing"}, headers=admin).body
    assert "There is nothing here that could be undone" in body


def test_titles_are_escaped(app: Any, admin: dict[str, str]) -> None:
    organization("evil", "<script>alert(1)</script>")
    assert "<script>alert(1)" not in app.get(PAGE, headers=admin).body


@pytest.mark.parametrize(
    "query",
    [
        "?page=x",
        "?page=-1",
        "?page=99999",
        "?journal=x",
        "?journal=99999999999",
        "?q=" + "x" * 1_000,
        "?q=%00",
        "?cocher=x",
    ],
)
def test_odd_addresses_give_a_page(app: Any, admin: dict[str, str], query: str) -> None:
    organization("annecy")
    assert app.get(PAGE + query, headers=admin).status_code == 200


def test_a_page_takes_as_many_queries_for_one_organization_as_for_twenty(
    app: Any, admin: dict[str, str]
) -> None:
    def statements() -> int:
        with counted() as found:
            app.get(PAGE, headers=admin)
        return len(found)

    organization("first", "Mairie de Village 74400")
    statements()
    few = statements()
    for code in range(401, 420):
        made = organization(f"village-{code}", f"Mairie de Village 74{code}")
        if code < 405:
            dataset(f"budget-{code}", made, odlocale_territory=EPAGNY)
    assert statements() == few


def test_all_organizations_are_a_table_that_can_be_sent_back(app: Any, admin: dict[str, str]) -> None:
    organization("annecy", "=Annecy", odlocale_territory=ANNECY)
    organization("mairie", "Mairie d'Epagny Metz-Tessy")
    text = app.get(f"/fr{PAGE}/organisations.csv", headers=admin).body
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert [(row["organisation"], row["titre"], row["territoire"], row["proposition"]) for row in rows] == [
        ("annecy", "'=Annecy", ANNECY, ""),
        ("mairie", "Mairie d'Epagny Metz-Tessy", "", EPAGNY),
    ]


def test_a_table_is_checked_then_applied(app: Any, admin: dict[str, str]) -> None:
    organization("annecy")
    data = {
        "fichier": (
            io.BytesIO("Organisation;Territoire\nannecy;74010\nnobody;74010\n".encode("cp1252")),
            "a.csv",
        )
    }
    checked = app.post(f"{PAGE}/fichier", data=data, headers=admin).body
    assert ("1 would be attached" in checked, territory_of("annecy")) == (True, None)
    found = re.search(r'<textarea name="csv" hidden>([^<]+)</textarea>', checked)
    assert found is not None
    applied = app.post(f"{PAGE}/fichier", data={"csv": found[1]}, headers=admin).body
    assert ("1 attached" in applied, territory_of("annecy")) == (True, ANNECY)


@pytest.mark.parametrize("data", [{}, {"fichier": (io.BytesIO(b""), "")}, {"csv": ""}])
def test_a_table_that_is_missing_is_asked_for(app: Any, admin: dict[str, str], data: dict[str, Any]) -> None:
    response = app.post(f"{PAGE}/fichier", data=data, headers=admin)
    assert 'role="alert"' in response.body


# Claims.


def test_who_decides_sees_the_request_and_confirms_it(app: Any) -> None:
    above = member(organization("grand-annecy", odlocale_territory=EPCI), "admin")
    claimed()
    assert "Mairie &lt;annecy&gt;" in app.get(f"{PAGE}/demandes", headers=token(above)).body
    data = {"id": claim_id(), "decision": "confirmer"}
    body = app.post(f"{PAGE}/demandes", data=data, headers=token(above)).body
    assert ("“annecy” is attached to com-74010." in body, territory_of("annecy")) == (True, ANNECY)


def test_the_claimant_sees_who_will_decide_then_why_not(app: Any) -> None:
    organization("grand-annecy", "Grand Annecy", odlocale_territory=EPCI)
    headers = token(claimed())
    assert (
        "An administrator of Grand Annecy, or of the portal, will confirm it."
        in app.get("/organization/annecy", headers=headers).body
    )
    data = {"id": claim_id(), "decision": "refuser", "motif": "<b>Not you</b>"}
    app.post(f"{PAGE}/demandes", data=data, headers=token(sysadmin()))
    assert "Reason: &lt;b&gt;Not you&lt;/b&gt;" in app.get("/organization/annecy", headers=headers).body


def test_the_claimant_withdraws_from_the_organization_page(app: Any) -> None:
    headers = token(claimed())
    data = {"id": claim_id(), "decision": "retirer", "organisation": "annecy"}
    body = app.post(f"{PAGE}/demandes", data=data, headers=headers).body
    assert ("is withdrawn" in body, "will confirm it" in body) == (True, False)


@pytest.mark.parametrize("who", [None, "stranger", "editor"])
def test_nobody_else_sees_what_an_organization_asks_for(app: Any, who: str | None) -> None:
    claimed()
    users = {"stranger": lambda: member(None, ""), "editor": lambda: member({"id": "annecy"}, "editor")}
    headers = token(users[who]()) if who else {}
    assert "asks to be the authority" not in app.get("/organization/annecy", headers=headers).body


def test_the_dashboard_leads_to_the_requests(app: Any) -> None:
    claimed()
    body = app.get("/dashboard/organizations", headers=token(sysadmin())).body
    assert 'href="/territoires/rattachement/demandes"' in body


@pytest.mark.parametrize(
    "data", [{}, {"decision": "x", "id": "y"}, {"decision": ["confirmer"], "id": "\x00"}]
)
def test_a_decision_about_nothing_is_no_error_of_ours(app: Any, admin: dict[str, str], data: Any) -> None:
    assert app.post(f"{PAGE}/demandes", data=data, headers=admin).status_code in (200, 400)
