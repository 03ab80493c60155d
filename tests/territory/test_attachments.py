"""Attaching organizations, many at once, and taking it back."""

from __future__ import annotations

from typing import Any

import pytest

from ckanext.odlocale.cog.shared import Territory, TerritoryId
from tests.territory.people import act, member, sysadmin
from tests.territory.places import ANNECY, DEP, EPAGNY, EPCI, SEYSSEL, communes, france
from tests.territory.portal import dataset, organization
from tests.territory.queries import counted

pytestmark = pytest.mark.ckan

OLD = Territory(
    TerritoryId("com-74999"), "Vieux Village", kind="commune-deleguee", former=True, successor=EPAGNY
)


@pytest.fixture(autouse=True)
def portal() -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    import_vintage(france(*communes(5), OLD))


def confirmed(name: str) -> str | None:
    from ckan import model

    from ckanext.odlocale.territory.extras import organization_fields

    model.Session.expire_all()
    return organization_fields(model.Group.by_name(name).id, ["odlocale_territory"]).get("odlocale_territory")


def listed(**data: Any) -> list[dict[str, Any]]:
    return act("odlocale_attachment_list", sysadmin(), **data)["results"]


def proposals(name: str) -> list[tuple[str, str, str]]:
    one = next(one for one in listed() if one["organization"] == name)
    return [(found["territory"], found["certainty"], found["evidence"]) for found in one["proposals"]]


def attach(**wanted: str) -> dict[str, Any]:
    pairs = [{"organization": name, "territory": value} for name, value in wanted.items()]
    return act("odlocale_attachment_apply", sysadmin(), attachments=pairs)


# What is proposed.


def test_a_page_has_the_organizations_without_a_territory() -> None:
    organization("annecy", odlocale_territory=ANNECY)
    organization("association")
    assert [one["organization"] for one in listed()] == ["association"]


def test_an_organization_of_a_merged_commune_gets_the_successor_proposed() -> None:
    unattached("village", odlocale_territory="com-74999")
    assert proposals("village") == [
        ("com-74112", "certain", "Vieux Village is part of Epagny Metz-Tessy today.")
    ]


def unattached(name: str, title: str = "", **extras: str) -> dict[str, Any]:
    """An organization whose fields were written before this plugin was there."""
    from ckan import model

    from ckanext.odlocale.territory.extras import HAS_JSONB

    made = organization(name, title)
    group = model.Group.get(made["id"])
    for key, value in extras.items():
        group.extras[key] = value
    model.Session.commit()
    assert HAS_JSONB is not None
    return made


def test_a_siren_is_evidence() -> None:
    unattached("sig", siren="200 063 402")
    assert proposals("sig") == [(ANNECY, "certain", "The SIREN 200063402 is that of Annecy.")]


def test_a_name_is_evidence() -> None:
    organization("mairie", "Ville d'Annecy (74)")
    assert proposals("mairie") == [
        (ANNECY, "certain", "Only this territory answers to “Ville d'Annecy (74)”.")
    ]


def test_namesakes_are_told_apart_by_the_datasets() -> None:
    dataset("one", organization("seyssel", "Mairie de Seyssel"), odlocale_territory=SEYSSEL)
    assert [found[:2] for found in proposals("seyssel")] == [(SEYSSEL, "certain")]


def test_namesakes_are_all_shown_with_where_they_are() -> None:
    organization("seyssel", "Mairie de Seyssel")
    one = listed()[0]["proposals"]
    assert [(found["territory"], found["situation"], found["certainty"]) for found in one] == [
        ("com-01407", "Ain", "ambiguous"),
        ("com-74269", "Haute-Savoie", "ambiguous"),
    ]


@pytest.mark.ckan_config("ckanext.odlocale.territory.portal", "dep-74")
def test_the_portal_tells_namesakes_apart() -> None:
    organization("seyssel", "Mairie de Seyssel")
    assert [found[:2] for found in proposals("seyssel")] == [(SEYSSEL, "certain")]


def test_who_has_the_territory_already_is_named() -> None:
    organization("ville", "Ville", odlocale_territory=ANNECY)
    organization("mairie", "Mairie d'Annecy")
    assert listed()[0]["proposals"][0]["organizations"] == ["Ville"]


def test_a_claim_that_waits_is_told() -> None:
    admin = member(organization("annecy"), "admin")
    extras = [{"key": "odlocale_territory", "value": ANNECY}]
    act("organization_patch", admin, id="annecy", extras=extras)
    assert listed()[0]["claimed"] == ANNECY


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("épagny", ["epagny"]),
        ("EPAG metz", ["epagny"]),
        ("%", []),
        ("nothing", []),
        ("x" * 900, []),
        ("  ", ["association", "epagny"]),
    ],
)
def test_organizations_are_looked_for_by_words(typed: str, found: list[str]) -> None:
    organization("epagny", "Épagny Metz-Tessy")
    organization("association")
    assert [one["organization"] for one in listed(q=typed)] == found


def test_pages_begin_with_most_datasets() -> None:
    organization("one")
    dataset("budget", organization("two"))
    page = act("odlocale_attachment_list", sysadmin(), limit=1)
    assert (page["count"], page["results"][0]["organization"]) == (2, "two")


def test_a_page_takes_as_many_queries_for_one_organization_as_for_five() -> None:
    user = sysadmin()
    dataset("budget", organization("village-400", "Mairie de Village 74400"), odlocale_territory=ANNECY)
    with counted() as few:
        act("odlocale_attachment_list", user)
    for code in range(401, 405):
        made = organization(f"village-{code}", f"Mairie de Village 74{code}")
        dataset(f"budget-{code}", made, odlocale_territory=EPAGNY)
    with counted() as many:
        act("odlocale_attachment_list", user)
    assert len(many) == len(few)


# Accepting and undoing.


def test_several_are_attached_at_once_and_what_is_refused_leaves_the_others() -> None:
    organization("annecy")
    organization("epagny")
    report = attach(annecy=ANNECY, nobody=ANNECY, epagny="com-00000")
    assert (report["counts"], confirmed("annecy"), confirmed("epagny")) == (
        {"done": 1, "unchanged": 0, "refused": 2},
        ANNECY,
        None,
    )


def test_an_organization_with_the_siren_of_another_territory_is_refused_with_the_reason() -> None:
    unattached("annecy", siren="227400017")
    report = attach(annecy=ANNECY)
    assert report["lines"][0]["message"].startswith("The SIREN 227400017 is that of Haute-Savoie (dep-74).")


def test_a_batch_is_undone_in_one_go() -> None:
    organization("annecy")
    organization("epagny", odlocale_territory=DEP)
    batch = attach(annecy=ANNECY, epagny=EPAGNY)["batch"]
    done = act("odlocale_attachment_undo", sysadmin(), batch=batch)
    assert (done, confirmed("annecy"), confirmed("epagny")) == ({"undone": 2, "refused": []}, None, DEP)


def test_one_of_a_batch_is_undone_alone() -> None:
    organization("annecy")
    organization("epagny")
    attach(annecy=ANNECY, epagny=EPAGNY)
    entry = next(one for one in journal() if one["organization"] == "epagny")
    act("odlocale_attachment_undo", sysadmin(), id=entry["id"])
    assert (confirmed("annecy"), confirmed("epagny")) == (ANNECY, None)


def journal(**data: Any) -> list[dict[str, Any]]:
    return act("odlocale_attachment_journal", sysadmin(), **data)["results"]


def test_undoing_keeps_the_siren() -> None:
    from ckan import model

    unattached("sig", siren="200063402")
    batch = attach(sig=ANNECY)["batch"]
    act("odlocale_attachment_undo", sysadmin(), batch=batch)
    model.Session.expire_all()
    assert (confirmed("sig"), model.Group.by_name("sig").extras["siren"]) == (None, "200063402")


def test_an_undone_merger_is_attached_to_the_former_commune_again() -> None:
    unattached("village", odlocale_territory="com-74999")
    batch = attach(village=EPAGNY)["batch"]
    act("odlocale_attachment_undo", sysadmin(), batch=batch)
    assert confirmed("village") == "com-74999"


def test_what_was_changed_since_is_not_undone() -> None:
    organization("annecy")
    batch = attach(annecy=ANNECY)["batch"]
    attach(annecy=EPAGNY)
    done = act("odlocale_attachment_undo", sysadmin(), batch=batch)
    assert (
        done["undone"],
        "has been changed since" in done["refused"][0]["message"],
        confirmed("annecy"),
    ) == (
        0,
        True,
        EPAGNY,
    )


def test_nothing_is_undone_twice() -> None:
    import ckan.plugins.toolkit as tk

    organization("annecy")
    batch = attach(annecy=ANNECY)["batch"]
    act("odlocale_attachment_undo", sysadmin(), batch=batch)
    with pytest.raises(tk.ObjectNotFound, match="nothing here that could be undone"):
        act("odlocale_attachment_undo", sysadmin(), batch=batch)


def test_a_confirmed_claim_is_undone() -> None:
    admin = member(organization("annecy"), "admin")
    extras = [{"key": "odlocale_territory", "value": ANNECY}]
    claim = act("organization_patch", admin, id="annecy", extras=extras)["odlocale_claim"]
    act("odlocale_claim_confirm", sysadmin(), id=claim)
    act("odlocale_attachment_undo", sysadmin(), id=claim)
    assert (confirmed("annecy"), journal()[0]["state"]) == (None, "undone")


def test_the_journal_says_who_did_what_and_why() -> None:
    organization("annecy")
    pairs = [{"organization": "annecy", "territory": ANNECY}]
    act("odlocale_attachment_apply", sysadmin(), attachments=pairs, evidence="list.csv")
    one = journal()[0]
    assert (one["territory_name"], one["previous"], one["evidence"], one["in_batch"], one["undoable"]) == (
        "Annecy",
        None,
        "list.csv",
        1,
        True,
    )


def test_attaching_one_commune_with_fifty_datasets_is_one_job_that_touches_those() -> None:
    from ckan.lib import jobs
    from ckan.tests.helpers import call_action

    from ckanext.odlocale.territory.reindex import reindex_stale

    made, other = organization("annecy"), organization("other")
    for number in range(50):
        dataset(f"d-{number}", made)
    dataset("else", other)
    attach(annecy=ANNECY)
    waiting = jobs.get_queue().jobs
    assert [job.func_name.rpartition(".")[2] for job in waiting] == ["reindex_stale"]
    assert reindex_stale(*waiting[0].args) == 50
    assert call_action("package_search", territoire=ANNECY)["count"] == 50


# Tables.


def imported(text: str, dry_run: Any = False) -> dict[str, Any]:
    return act("odlocale_attachment_import", sysadmin(), csv=text, dry_run=dry_run)


def test_a_table_is_reported_line_by_line() -> None:
    organization("annecy")
    organization("epagny", odlocale_territory=EPAGNY)
    report = imported(
        f"organisation;territoire\nannecy;Ville d'Annecy\nepagny;74112\nnobody;74010\nannecy;{ANNECY}\n"
    )
    assert [(one["line"], one["state"], one["message"]) for one in report["lines"]] == [
        (2, "done", "attached"),
        (3, "unchanged", "has this territory already"),
        (4, "refused", "There is no organization “nobody” here. Write its name as in its address."),
        (5, "unchanged", "says the same as line 2"),
    ]


def test_a_dry_run_writes_nothing_and_says_what_it_would_do() -> None:
    organization("annecy")
    report = imported("organization,territory\nannecy,74010\n", dry_run=True)
    assert (report["batch"], report["lines"][0]["message"], confirmed("annecy"), journal()) == (
        None,
        "would be attached",
        None,
        [],
    )


@pytest.mark.parametrize(
    ("written", "meant"),
    [(True, True), ("oui", True), ("TRUE", True), (1, True), (False, False), ("non", False), ("", False)],
)
def test_a_dry_run_is_asked_for_in_these_words(written: Any, meant: bool) -> None:
    assert imported("organization,territory\n", dry_run=written)["dry_run"] is meant


def test_what_is_neither_yes_nor_no_makes_no_run_at_all() -> None:
    import ckan.plugins.toolkit as tk

    organization("annecy")
    with pytest.raises(tk.ValidationError):
        imported("organization,territory\nannecy,74010\n", dry_run="on")
    assert confirmed("annecy") is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("74010", ANNECY),
        ("com-74010", ANNECY),
        ("com-74093", ANNECY),
        ("1407", "com-01407"),
        ("Annecy", ANNECY),
        ("Seyssel (74)", SEYSSEL),
        ("200066793", EPCI),
        ("74", DEP),
    ],
)
def test_a_territory_is_understood(written: str, meant: str) -> None:
    organization("one")
    imported(f"organization,territory\none,{written}\n")
    assert confirmed("one") == meant


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("Seyssel", "“Seyssel” may be several territories: com-01407, com-74269. Write one of these."),
        (
            "Atlantis",
            "There is no territory “Atlantis” here. Write its INSEE code, or its identifier like com-74042.",
        ),
        ("com-99999", "There is no territory “com-99999” here."),
        ("99999", "There is no territory “99999” here."),
    ],
)
def test_a_territory_that_is_unclear_is_refused(written: str, sentence: str) -> None:
    organization("one")
    line = imported(f"organization,territory\none,{written}\n")["lines"][0]
    assert (line["state"], line["message"].startswith(sentence)) == ("refused", True)


def test_a_second_organization_of_a_territory_is_a_warning_before_and_after() -> None:
    organization("ville", "Ville", odlocale_territory=ANNECY)
    organization("annecy")
    text = "organization,territory\nannecy,74010\n"
    warnings = [imported(text, dry_run)["lines"][0]["warnings"] for dry_run in (True, False)]
    assert [("Ville, annecy" in one[0], len(one)) for one in warnings] == [(True, 1), (True, 1)]


def test_a_dry_run_takes_as_many_queries_for_one_line_as_for_five() -> None:
    user = sysadmin()
    for number in range(5):
        organization(f"o-{number}")

    def run(count: int) -> int:
        lines = [f"o-{number},Village 7440{number}" for number in range(count)]
        with counted() as statements:
            text = "\n".join(["organization,territory", *lines])
            act("odlocale_attachment_import", user, csv=text, dry_run=True)
        return len(statements)

    assert run(5) == run(1)


@pytest.mark.parametrize(
    ("csv", "sentence"),
    [
        ("", "Choose a file first."),
        ("organization;x\na;1\n", "No column is called “territory”. The columns are: organization, x."),
        (
            'organization;territory\n"annecy;74010\n',
            "A quotation mark that opens near line 2 is never closed.",
        ),
        ("\n \n", "The file is empty."),
        ("<html>", "This file cannot be read as a table."),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_with_a_sentence(csv: str, sentence: str) -> None:
    import ckan.plugins.toolkit as tk

    with pytest.raises(tk.ValidationError) as refused:
        imported(csv)
    assert refused.value.error_dict["csv"][0].startswith(sentence)


# Rights.


@pytest.mark.parametrize(
    "role", ["anonymous", "a stranger", "an editor", "an administrator", "above", "sysadmin"]
)
@pytest.mark.parametrize(
    ("action", "data"),
    [
        ("odlocale_attachment_list", {}),
        ("odlocale_attachment_journal", {}),
        ("odlocale_attachment_apply", {"attachments": []}),
        ("odlocale_attachment_import", {"csv": "organization,territory\n"}),
        ("odlocale_attachment_undo", {"id": "x"}),
        ("odlocale_territory_attach", {"id": "annecy", "territory": ANNECY}),
        ("odlocale_territory_detach", {"id": "annecy"}),
    ],
)
def test_only_system_administrators_attach_directly(action: str, data: dict[str, Any], role: str) -> None:
    import ckan.plugins.toolkit as tk

    annecy, above = organization("annecy"), organization("grand-annecy", odlocale_territory=EPCI)
    user = {
        "anonymous": lambda: None,
        "a stranger": lambda: member(None, ""),
        "an editor": lambda: member(annecy, "editor"),
        "an administrator": lambda: member(annecy, "admin"),
        "above": lambda: member(above, "admin"),
        "sysadmin": sysadmin,
    }[role]()
    try:
        act(action, user, **data)
        allowed = True
    except tk.ObjectNotFound:
        allowed = True
    except tk.NotAuthorized:
        allowed = False
    assert allowed is (role == "sysadmin")


# Bad input.


@pytest.mark.parametrize(
    ("action", "data"),
    [
        ("odlocale_attachment_list", {"q": 5}),
        ("odlocale_attachment_list", {"q": "x" * 10_000}),
        ("odlocale_attachment_list", {"limit": "many"}),
        ("odlocale_attachment_list", {"offset": -1}),
        ("odlocale_attachment_list", {"state": "some"}),
        ("odlocale_attachment_journal", {"limit": "many"}),
        ("odlocale_attachment_undo", {}),
        ("odlocale_attachment_apply", {"attachments": [{"organization": "annecy"}]}),
        ("odlocale_attachment_apply", {"attachments": [{"organization": {}, "territory": []}]}),
    ],
)
def test_bad_input_is_refused(action: str, data: dict[str, Any]) -> None:
    import ckan.plugins.toolkit as tk

    with pytest.raises(tk.ValidationError):
        act(action, sysadmin(), **data)
