"""What nobody should send to the socle: each page and action answers in words, and nothing is lost."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from tests.hostile import ALL, IDS, WORDS, answered, refusal, texts, unsound
from tests.socle.portal import DELIBERATIONS, RIGHT, publish
from tests.territory import everything
from tests.territory.people import sysadmin, token
from tests.territory.places import ANNECY
from tests.territory.portal import organization

pytestmark = [
    pytest.mark.ckan,
    pytest.mark.keeps("odlocale_territory", "odlocale_territory_closure", "odlocale_overlap"),
]

SET = f"/socle/{DELIBERATIONS}"
# Pages, and the part of the address in whose place something else is written.
PAGES = {
    "/socle?organisation=annecy": "annecy",
    SET: "deliberations",
    f"{SET}/modele.xlsx?organisation=annecy": "annecy",
    f"{SET}/publier?organisation=annecy": "annecy",
    f"{SET}/2.1.5/schema.json": "2.1.5",
    "/verdict/RESOURCE.csv": "RESOURCE",
}
# The forms, what a right one has, and where it is sent.
FORMS = {
    f"{SET}/publier": {"organisation": "annecy", "title": "Délibérations", "notes": "", "license_id": ""},
    "/verdict/RESOURCE/standard": {"socle_schema": DELIBERATIONS},
    "/verdict/RESOURCE/again": {},
    f"/territoire/{ANNECY}/socle/declarer": {"schema": DELIBERATIONS, "year": "2026", "kind": "sans-objet"},
}
# What goes with a wrong field, so that the others are no reason to refuse.
BESIDE: dict[str, dict[str, Any]] = {
    "odlocale_obligation_set": {"id": ANNECY, "obliged": True, "source": "Bilan social"},
    "odlocale_declaration_set": {
        "id": ANNECY,
        "schema": DELIBERATIONS,
        "year": 2026,
        "kind": "sans-objet",
    },
    "odlocale_declaration_remove": {"id": ANNECY, "schema": DELIBERATIONS, "year": 2026},
}
ACTIONS = (
    "odlocale_declaration_remove",
    "odlocale_declaration_set",
    "odlocale_obligation_clear",
    "odlocale_obligation_list",
    "odlocale_obligation_set",
    "odlocale_obligation_show",
    "odlocale_socle_check",
    "odlocale_socle_consolidate",
    "odlocale_socle_consolidation_list",
    "odlocale_socle_coverage",
    "odlocale_socle_verdict_show",
)
# What we read of actions of CKAN and of ckanext-validation; what is wrong with the rest is theirs to say.
CHOSEN = [{"url": "https://data.test/a.csv", "socle_schema": DELIBERATIONS}]
OURS = ("socle_schema", "odlocale_consolidated")
OTHERS: dict[str, tuple[tuple[str, ...], dict[str, Any]]] = {
    "package_create": (("resources", "tags"), {"name": "new", "owner_org": "annecy", "resources": CHOSEN}),
    "package_update": (("tags",), {"id": "decisions", "owner_org": "annecy", "resources": CHOSEN}),
    "resource_patch": (OURS, {"id": "RESOURCE"}),
    "resource_validation_run": (("resource_id", "async"), {"resource_id": "RESOURCE"}),
}


@pytest.fixture
def headers(clean_site: None) -> dict[str, str]:
    return token(sysadmin())


@pytest.fixture
def resource(imported: None, uploads: Path) -> dict[str, Any]:
    """A judged file of a commune."""
    from ckan.tests import factories

    from ckanext.odlocale.socle import checking

    owner = organization("annecy", "Ville d’Annecy", odlocale_territory=ANNECY)
    made = publish(
        RIGHT, dataset=factories.Dataset(name="decisions", owner_org=owner["id"]), socle_schema=DELIBERATIONS
    )
    checking.check(made["id"])
    return made


@pytest.mark.parametrize("page", PAGES)
def test_a_page_answers_whatever_is_in_its_address(
    app: Any, page: str, headers: dict[str, str], resource: dict[str, Any]
) -> None:
    before = everything.held()
    asked = {page.replace(PAGES[page], value or "-") for value in texts({**WORDS, **IDS})}
    wrong = [answered(app, one, headers) for one in sorted(asked)]
    assert [one for one in wrong if one] == []
    assert everything.held() == before


@pytest.mark.parametrize("address", FORMS)
def test_a_form_answers_whatever_is_written_in_it(
    app: Any, address: str, headers: dict[str, str], resource: dict[str, Any]
) -> None:
    sent, told = address.replace("RESOURCE", resource["id"]), FORMS[address]
    wrong = {}
    for field in told:
        for name, value in ALL.items():
            form = {**told, field: str(value)}
            answer = app.post(sent, data=form, headers=headers, follow_redirects=False)
            wrong[f"{field}: {name}"] = None if answer.status_code < 500 else answer.status_code
    assert {name: found for name, found in wrong.items() if found} == {}


@pytest.mark.parametrize(
    "name", ["\x00", "../../etc/passwd", "<script>.csv", "é" * 300 + ".csv", ".", "a.xlsx"]
)
def test_a_file_of_any_name_is_published_or_refused_in_words(
    app: Any, headers: dict[str, str], resource: dict[str, Any], name: str
) -> None:
    form = {**FORMS[f"{SET}/publier"], "upload": (io.BytesIO(RIGHT.encode()), name)}
    answer = app.post(f"{SET}/publier", data=form, headers=headers, follow_redirects=False)
    assert (answer.status_code in {200, 302}, "<script>." in answer.body) == (True, False)


@pytest.mark.parametrize("action", ACTIONS)
def test_an_action_answers_whatever_it_is_sent(
    app: Any, action: str, headers: dict[str, str], resource: dict[str, Any]
) -> None:
    assert unsound(app, action, headers, BESIDE.get(action, {"id": resource["id"]})) == {}
    again = app.get(f"/api/3/action/odlocale_socle_verdict_show?id={resource['id']}", headers=headers)
    assert again.json["result"]["verdict"] == "valid"


@pytest.mark.parametrize("action", OTHERS)
def test_what_we_read_of_ckans_own_actions_is_never_an_accident(
    app: Any, action: str, headers: dict[str, str], resource: dict[str, Any]
) -> None:
    fields, beside = OTHERS[action]
    right = {key: resource["id"] if value == "RESOURCE" else value for key, value in beside.items()}
    wrong = {}
    for field in fields:
        for name, value in ALL.items():
            answer = app.post(f"/api/3/action/{action}", json={**right, field: value}, headers=headers)
            wrong[f"{field}: {name}"] = refusal(answer)
    assert {name: found for name, found in wrong.items() if found} == {}


def test_every_action_of_the_room_is_in_the_table() -> None:
    from ckanext.odlocale.socle.logic.action import actions

    assert sorted(name for name in actions() if name.startswith("odlocale_")) == sorted(ACTIONS)
