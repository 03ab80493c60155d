"""The desk of an animator in a portal: what it shows, what people note and send, and who may."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest
from ckan.tests import helpers

from tests import post
from tests.animator.desk.portal import LONG_AGO, TODAY, animator, mandate, published
from tests.background import run_jobs
from tests.territory import places
from tests.territory.people import act, member, sysadmin, token
from tests.territory.portal import organization
from tests.territory.queries import counted, counted_searches

pytestmark = [
    pytest.mark.ckan,
    pytest.mark.keeps("odlocale_territory", "odlocale_territory_closure", "odlocale_overlap"),
]

HOSTILE = """<b>"Note" & d'élue</b> <script>alert(1)</script>"""
DESK = "/animateur/adico/suivi"


@pytest.fixture
def small_france(clean_site: None) -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    import_vintage(places.france())


@pytest.fixture
def helper(small_france: None) -> dict[str, Any]:
    """An animator of Haute-Savoie."""
    return animator("adico", places.DEP, title="ADICO")


@pytest.fixture
def annecy(helper: dict[str, Any]) -> dict[str, Any]:
    """A commune with an organization, whose administrator has an address."""
    return organization("annecy", "Ville d'Annecy", odlocale_territory=places.ANNECY)


def listed(user: str | None = None, **asked: Any) -> dict[str, Any]:
    return act("odlocale_follow_up_list", user or sysadmin(), id="adico", **asked)


def row(territory: str, **asked: Any) -> dict[str, Any]:
    return next(one for one in listed(**asked)["results"] if one["territory"] == territory)


def test_the_perimeter_is_what_the_animator_wholly_covers_and_whom_it_has_an_agreement_with(
    helper: dict[str, Any],
) -> None:
    mandate(helper, places.OTHER_SEYSSEL)
    found = {one["territory"] for one in listed()["results"]}
    assert found == {
        places.DEP,
        places.EPCI,
        places.ANNECY,
        places.EPAGNY,
        places.SEYSSEL,
        places.OTHER_SEYSSEL,
    }


def test_exceptions_are_left_out(small_france: None) -> None:
    animator("adico", places.DEP, perimeter_except=[places.EPCI])
    found = {one["territory"] for one in listed()["results"]}
    assert found == {places.DEP, places.SEYSSEL}


def test_a_row_tells_what_the_portal_knows(helper: dict[str, Any], annecy: dict[str, Any]) -> None:
    mandate(helper, places.OLD_ANNECY, until=TODAY + dt.timedelta(days=30))
    published(annecy, "un", "valid")
    published(annecy, "deux", "invalid", {"siret": 3})
    found = row(places.ANNECY)
    assert found == {
        "territory": places.ANNECY,
        "name": "Annecy",
        "level": "com",
        "population": 132117,
        "obligation": "presumed",
        "need": "expiring",
        "who": "animator",
        "step": "first-dataset",
        "step_date": TODAY.isoformat(),
        "step_by_hand": False,
        "agreement": "expiring",
        "agreement_until": (TODAY + dt.timedelta(days=30)).isoformat(),
        "datasets": 2,
        "last_publication": TODAY.isoformat(),
        "valid_files": 1,
        "invalid_files": 1,
        "harvest_errors": 0,
        "organization": "annecy",
    }


def test_data_that_another_organization_shelters_counts_for_its_producer(
    helper: dict[str, Any], annecy: dict[str, Any]
) -> None:
    from ckan.tests.factories import Dataset

    extras = [{"key": "odlocale_territory", "value": places.SEYSSEL}]
    act("package_patch", sysadmin(), id=Dataset(owner_org=annecy["id"])["id"], extras=extras)
    assert (row(places.SEYSSEL)["datasets"], row(places.ANNECY)["datasets"]) == (1, 0)


def test_data_of_a_commune_that_was_merged_count_for_its_successor(helper: dict[str, Any]) -> None:
    published(organization("vieil-annecy", odlocale_territory=places.OLD_ANNECY), "un")
    found = row(places.ANNECY)
    assert (found["datasets"], found["organization"]) == (1, "vieil-annecy")


def test_private_and_deleted_datasets_count_for_nobody(
    helper: dict[str, Any], annecy: dict[str, Any]
) -> None:
    act("package_patch", sysadmin(), id=published(annecy, "un")["id"], private=True)
    act("package_delete", sysadmin(), id=published(annecy, "deux")["id"])
    assert row(places.ANNECY)["datasets"] == 0


def test_harvest_errors_are_those_that_are_registered(
    helper: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from ckanext.odlocale.animator.desk import harvest_errors

    monkeypatch.setattr(harvest_errors, "_counting", {"test": lambda: {places.SEYSSEL: 4}})
    assert row(places.SEYSSEL)["harvest_errors"] == 4


def test_filters_and_pages_leave_a_part(helper: dict[str, Any]) -> None:
    found = listed(niveau="com", limit=1, offset=1)
    assert (found["count"], [one["name"] for one in found["results"]]) == (3, ["Epagny Metz-Tessy"])


def test_the_page_says_first_who_needs_a_call(
    app: Any, helper: dict[str, Any], annecy: dict[str, Any]
) -> None:
    mandate(helper, places.SEYSSEL, state="asked", asked_by_side="collectivite", signed=None)
    page = app.get(DESK, headers=token(member(helper, "member"))).body
    order = [page.index(f'data-territory="{one}"') for one in (places.SEYSSEL, places.DEP, places.ANNECY)]
    assert order == sorted(order)


def test_errors_are_grouped_by_rule_over_the_perimeter_with_the_kit_that_helps(
    app: Any, helper: dict[str, Any], annecy: dict[str, Any]
) -> None:
    epagny = organization("epagny", odlocale_territory=places.EPAGNY)
    published(annecy, "un", "invalid", {"siret": 3})
    published(epagny, "deux", "invalid", {"siret": 1, "encoding": 1})
    fields = {"kit_kind": "technique", "kit_rules": ["siret"], "owner_org": annecy["id"]}
    act("package_create", sysadmin(), type="kit", name="kit-siret", title="Le SIRET", **fields)
    headers = token(member(helper, "member"))
    page = app.get(DESK, headers=headers).body
    assert ("2 authorities: A SIRET is wrong" in page, "/kit/kit-siret" in page) == (True, True)
    failing = app.get(f"{DESK}?controle=encoding", headers=headers).body
    assert [f'data-territory="{one}"' in failing for one in (places.EPAGNY, places.ANNECY)] == [True, False]


def test_what_is_noted_is_the_step_and_is_told_as_text(app: Any, helper: dict[str, Any]) -> None:
    headers = token(member(helper, "editor"))
    form = {"territoire": places.SEYSSEL, "etape": "trained", "note": HOSTILE, "retour": "fiche"}
    page = app.post(f"{DESK}/noter", data=form, headers=headers).body
    found = row(places.SEYSSEL)
    assert (found["step"], found["step_by_hand"], found["step_date"]) == ("trained", True, TODAY.isoformat())
    assert ("<script>alert" in page, "&lt;script&gt;alert" in page) == (False, True)


@pytest.mark.parametrize(
    "data",
    [
        {"territories": [], "note": "x"},
        {"territories": ["com-01407"], "note": "x"},
        {"territories": ["com-74269", "com-01407"], "note": "x"},
        {"territories": ["74269"], "note": "x"},
        {"territories": ["com-74269"]},
        {"territories": ["com-74269"], "step": "fini"},
        {"territories": ["com-74269"], "note": "x" * 5_001},
        {"territories": [f"com-{code:05}" for code in range(5_001)], "note": "x"},
    ],
    ids=[
        "nobody",
        "a stranger",
        "one a stranger",
        "no territory",
        "nothing",
        "no step",
        "too long",
        "too many",
    ],
)
def test_bad_notes_are_refused_and_nothing_is_noted(helper: dict[str, Any], data: dict[str, Any]) -> None:
    import ckan.plugins.toolkit as tk

    user = member(helper, "editor")
    with pytest.raises(tk.ValidationError):
        act("odlocale_follow_up_note", user, id="adico", **data)
    assert row(places.SEYSSEL)["step"] is None


@pytest.fixture
def mayor(annecy: dict[str, Any]) -> dict[str, Any]:
    """The administrator of Annecy."""
    from ckan.tests.factories import User

    made = User(email="mairie@example.org")
    helpers.call_action("organization_member_create", id="annecy", username=made["name"], role="admin")
    return made


MESSAGE = {"subject": "Atelier", "body": "Venez mardi."}


def send(helper: dict[str, Any], *territories: str, **more: Any) -> dict[str, Any]:
    asked = {"id": "adico", "territories": list(territories), **MESSAGE, **more}
    return act("odlocale_follow_up_message", member(helper, "editor"), **asked)


def test_a_message_is_looked_at_before_it_goes(
    helper: dict[str, Any], mayor: dict[str, Any], letters: list[Any]
) -> None:
    preview = send(helper, places.ANNECY, places.SEYSSEL)
    run_jobs()
    people = [one["territory"] for one in preview["recipients"]]
    assert (people, preview["unreached"], letters) == ([places.ANNECY], ["Seyssel"], [])


def test_a_message_goes_to_each_administrator_once(
    helper: dict[str, Any], mayor: dict[str, Any], letters: list[Any]
) -> None:
    done = send(helper, places.ANNECY, send=True)
    run_jobs()
    [(address, subject, text)] = map(post.told, letters)
    assert ("mairie@example.org" in address, subject, "ADICO" in text) == (True, "Atelier", True)
    assert text.strip() == done["body"].strip()


def test_a_mailer_that_is_down_is_told_and_loses_nothing(
    app: Any, helper: dict[str, Any], mayor: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    import ckan.plugins.toolkit as tk

    with post.serving() as (address, _):
        monkeypatch.setitem(tk.config, "smtp.server", address)
    monkeypatch.setitem(tk.config, "smtp.mail_from", "portail@example.org")
    send(helper, places.ANNECY, send=True)
    run_jobs()
    assert "0 sent, 0 waiting, 1 failed" in app.get(DESK, headers=token(member(helper, "editor"))).body


@pytest.mark.parametrize("reason", ["nobody to write to", "more than a day allows", "no mail here"])
def test_a_message_that_cannot_go_is_refused(
    helper: dict[str, Any],
    mayor: dict[str, Any],
    letters: list[Any],
    reason: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import ckan.plugins.toolkit as tk

    limit = 0 if reason == "more than a day allows" else 200
    monkeypatch.setitem(tk.config, "ckanext.odlocale.animator.messages_per_day", limit)
    if reason == "no mail here":
        monkeypatch.setitem(tk.config, "smtp.mail_from", None)
    with pytest.raises(tk.ValidationError):
        send(helper, places.SEYSSEL if reason == "nobody to write to" else places.ANNECY, send=True)
    run_jobs()
    assert letters == []


def test_a_message_is_written_looked_at_and_sent_on_pages(
    app: Any, helper: dict[str, Any], mayor: dict[str, Any], letters: list[Any]
) -> None:
    headers = token(member(helper, "editor"))
    form = {"territoire": [places.ANNECY], "objet": "Atelier", "texte": "Venez mardi."}
    for act_name in ("", "voir", "envoyer"):
        app.post(f"{DESK}/message", data={**form, "acte": act_name}, headers=headers, status=200)
    run_jobs()
    assert len(letters) == 1


def test_the_table_has_contacts_and_no_formula(
    app: Any, helper: dict[str, Any], mayor: dict[str, Any]
) -> None:
    act("organization_patch", sysadmin(), id="annecy", title="=HYPERLINK(1)")
    headers = token(member(helper, "member"))
    lines = list(csv.DictReader(io.StringIO(app.get(f"{DESK}.csv", headers=headers).body.lstrip("\ufeff"))))
    annecy = next(line for line in lines if line["Name"] == "Annecy")
    assert annecy["Organization"] == "'=HYPERLINK(1)"
    assert annecy["Contacts"].endswith("<mairie@example.org>")


def test_the_workbook_has_the_same_lines(app: Any, helper: dict[str, Any]) -> None:
    from openpyxl import load_workbook

    answer = app.get(f"{DESK}.xlsx?niveau=com", headers=token(member(helper, "member")))
    sheet = load_workbook(io.BytesIO(answer.data)).worksheets[0]
    assert [line[1].value for line in sheet.iter_rows()][1:] == ["Annecy", "Epagny Metz-Tessy", "Seyssel"]


READ, WRITE = {"member", "editor", "admin", "sysadmin"}, {"editor", "admin", "sysadmin"}


@pytest.mark.parametrize("who", ["anonymous", "stranger", "member", "editor", "admin", "sysadmin"])
def test_the_desk_is_for_its_members_and_written_by_its_editors(
    app: Any, helper: dict[str, Any], who: str
) -> None:
    user = {"anonymous": lambda: None, "stranger": lambda: member(None, ""), "sysadmin": sysadmin}.get(
        who, lambda: member(helper, who)
    )()
    headers = token(user) if user else {}
    reading = [
        app.get(one, headers=headers).status_code for one in (DESK, f"{DESK}.csv", f"{DESK}/{places.EPAGNY}")
    ]
    form = {"territoire": places.SEYSSEL, "note": "x"}
    writing = app.post(f"{DESK}/noter", data=form, headers=headers, follow_redirects=False).status_code
    assert (reading, writing) == ([200 if who in READ else 403] * 3, 302 if who in WRITE else 403)


def test_another_animator_sees_nothing(app: Any, helper: dict[str, Any]) -> None:
    other = animator("autre", places.DEP)
    app.get(DESK, headers=token(member(other, "admin")), status=403)


@pytest.mark.parametrize(
    "address", ["/animateur/annecy/suivi", "/animateur/nuage/suivi", f"{DESK}/com-01407", f"{DESK}.exe"]
)
def test_what_is_not_there_is_said(app: Any, annecy: dict[str, Any], address: str) -> None:
    app.get(address, headers=token(sysadmin()), status=404)


def test_an_authority_sees_what_is_expected_done_and_who_helps(
    app: Any, helper: dict[str, Any], annecy: dict[str, Any]
) -> None:
    mandate(helper, places.ANNECY, since=LONG_AGO)
    published(annecy, "un", "invalid", {"siret": 3})
    own = act("odlocale_follow_up_own", member(annecy, "member"), id="annecy")
    found = (
        own["obligation"],
        own["datasets"],
        own["invalid_files"],
        [one["title"] for one in own["helpers"]],
    )
    assert found == ("presumed", 1, 1, ["ADICO"])
    page = app.get("/collectivite/annecy/suivi", headers=token(member(annecy, "member"))).body
    assert "ADICO" in page


@pytest.mark.parametrize(("side", "waits"), [("animator", True), ("collectivite", False)])
def test_an_authority_is_told_of_the_agreement_that_waits_for_its_answer(
    app: Any, helper: dict[str, Any], annecy: dict[str, Any], side: str, waits: bool
) -> None:
    agreement = mandate(helper, places.ANNECY, state="asked", asked_by_side=side, signed=None)
    page = app.get("/collectivite/annecy/suivi", headers=token(member(annecy, "member"))).body
    assert (f"/convention/{agreement}" in page, "it waits for your answer" in page) == (True, waits)


@pytest.mark.parametrize(("capacity", "status"), [(None, 403), ("member", 200), ("admin", 200)])
def test_an_authoritys_own_view_is_for_its_members(
    app: Any, annecy: dict[str, Any], capacity: str | None, status: int
) -> None:
    user = member(annecy if capacity else None, capacity or "")
    app.get("/collectivite/annecy/suivi", headers=token(user), status=status)


def test_good_practices_name_who_opened_and_respect_who_does_not_want_it(
    app: Any, helper: dict[str, Any], annecy: dict[str, Any]
) -> None:
    mandate(helper, places.ANNECY)
    published(annecy, "un", "valid")

    def named() -> tuple[list[str], list[str], list[str]]:
        found = helpers.call_action("odlocale_practice_list", region="reg-84")
        kinds = ("opened", "validated", "followed")
        return tuple([one.get("name") or one["organization"] for one in found[kind]] for kind in kinds)

    before = named()
    act("odlocale_discretion_update", member(annecy, "admin"), id="annecy", discreet=True)
    assert (before, named()) == ((["Annecy"], ["Annecy"], ["adico"]), ([], [], ["adico"]))
    assert "ADICO" in app.get("/bonnes-pratiques?region=reg-84&population=100000-").body


def test_only_its_administrators_decide_whether_an_authority_is_named(annecy: dict[str, Any]) -> None:
    import ckan.plugins.toolkit as tk

    with pytest.raises(tk.NotAuthorized):
        act("odlocale_discretion_update", member(annecy, "editor"), id="annecy", discreet=True)


def test_the_desk_costs_the_same_with_1_3_and_300_communes(
    app: Any, clean_site: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    import_vintage(places.france())
    helper = animator("adico", "dep-74")
    headers, costs, made = token(member(helper, "editor")), [], 0
    for number in (1, 3, 300):
        import_vintage(places.france(*places.communes(number)))
        for one in places.communes(number)[made : min(number, 12)]:
            owner = organization(f"o-{one.id}", odlocale_territory=one.id)
            published(owner, f"d-{one.id}", "invalid", {"siret": 1})
            mandate(helper, one.id)
        made = min(number, 12)
        app.get(DESK, headers=headers, status=200)
        with counted() as statements, counted_searches(monkeypatch) as searches:
            app.get(DESK, headers=headers, status=200)
        costs.append((len(statements), len(searches)))
    assert costs[1:] == [costs[0], costs[0]]
