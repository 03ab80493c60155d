"""An organization's own administrator asks for a territory; somebody above decides."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import pytest

from ckanext.odlocale.cog.shared import Territory
from tests.territory.people import act, member, sysadmin
from tests.territory.places import ANNECY, DEP, EPAGNY, EPCI, REG, france
from tests.territory.portal import organization

pytestmark = pytest.mark.ckan

PRESETS = "ckanext.scheming:presets.json ckanext.odlocale.territory:presets.yaml"
SCHEMA = "ckanext.odlocale.territory:organization_schema.yaml"
SIREN = "200063402"


@pytest.fixture(autouse=True)
def portal() -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    import_vintage(france())


def territory(value: str) -> list[dict[str, str]]:
    return [{"key": "odlocale_territory", "value": value}]


def confirmed(name: str) -> str | None:
    """The territory that counts."""
    from ckan.tests.helpers import call_action

    shown = call_action("organization_show", id=name, include_extras=True)
    free = {extra["key"]: extra["value"] for extra in shown.get("extras", ())}
    return shown.get("odlocale_territory") or free.get("odlocale_territory")


def waiting(user: str | None = None) -> list[tuple[str, str]]:
    listed = act("odlocale_claim_list", user or sysadmin())
    return [(one["organization"], one["territory"]) for one in listed["results"]]


def claim(name: str = "annecy", value: str = ANNECY) -> tuple[str, str]:
    """An organization whose administrator asks for a territory: id of the claim, name of who asks."""
    admin = member(organization(name), "admin")
    saved = act("organization_patch", admin, id=name, extras=territory(value))
    return saved["odlocale_claim"], admin


def states() -> list[str]:
    import sqlalchemy as sa
    from ckan import model

    from ckanext.odlocale.territory.attachment.model import attachment_table

    query = sa.select(attachment_table.c.state).order_by(attachment_table.c.created)
    return list(model.Session.execute(query).scalars())


def test_what_an_administrator_asks_for_waits() -> None:
    claim()
    assert (confirmed("annecy"), waiting()) == (None, [("annecy", ANNECY)])


def test_an_attached_organization_stays_where_it_is_meanwhile() -> None:
    admin = member(organization("annecy", odlocale_territory=EPAGNY), "admin")
    act("organization_patch", admin, id="annecy", extras=territory(ANNECY))
    assert (confirmed("annecy"), waiting()) == (EPAGNY, [("annecy", ANNECY)])


def test_a_siren_that_tells_a_territory_waits_too() -> None:
    admin = member(organization("annecy"), "admin")
    act("organization_patch", admin, id="annecy", extras=[{"key": "siren", "value": SIREN}])
    assert (confirmed("annecy"), waiting()) == (None, [("annecy", ANNECY)])


def test_a_full_update_waits_too() -> None:
    admin = member(organization("annecy"), "admin")
    act("organization_update", admin, id="annecy", name="annecy", extras=territory(ANNECY))
    assert (confirmed("annecy"), waiting()) == (None, [("annecy", ANNECY)])


@pytest.mark.ckan_config("ckan.auth.user_create_organizations", "true")
def test_who_makes_an_organization_does_not_place_it() -> None:
    made = act("organization_create", member(None, ""), name="annecy", extras=territory(ANNECY))
    assert (confirmed("annecy"), waiting(), made["odlocale_claim"] != "") == (
        None,
        [("annecy", ANNECY)],
        True,
    )


@pytest.mark.ckan_config("scheming.organization_schemas", SCHEMA)
@pytest.mark.ckan_config("scheming.presets", PRESETS)
@pytest.mark.parametrize("fields", [{"odlocale_territory": ANNECY}, {"siren": SIREN}])
def test_with_a_schema_it_waits_as_well(fields: dict[str, str]) -> None:
    from ckan.tests.factories import Organization

    admin = member(Organization(name="annecy"), "admin")
    act("organization_patch", admin, id="annecy", **fields)
    assert (confirmed("annecy"), waiting()) == (None, [("annecy", ANNECY)])


@pytest.mark.ckan_config("scheming.organization_schemas", SCHEMA)
@pytest.mark.ckan_config("scheming.presets", PRESETS)
def test_with_a_schema_the_claim_is_confirmed() -> None:
    from ckan.tests.factories import Organization

    admin = member(Organization(name="annecy"), "admin")
    made = act("organization_patch", admin, id="annecy", odlocale_territory=ANNECY)["odlocale_claim"]
    act("odlocale_claim_confirm", sysadmin(), id=made)
    assert (confirmed("annecy"), waiting()) == (ANNECY, [])


@pytest.mark.parametrize(
    "later",
    [{"title": "Ville"}, {"extras": [{"key": "siren", "value": SIREN}]}, {"extras": territory(ANNECY)}],
)
def test_saving_other_fields_keeps_the_one_claim(later: dict[str, Any]) -> None:
    made, admin = claim()
    saved = act("organization_patch", admin, id="annecy", **later)
    assert ("odlocale_claim" in saved, waiting(), states()) == (False, [("annecy", ANNECY)], ["claimed"])
    assert made


def test_a_newer_claim_replaces_an_older_one() -> None:
    _, admin = claim(value=EPAGNY)
    act("organization_patch", admin, id="annecy", extras=territory(ANNECY))
    assert (waiting(), states()) == ([("annecy", ANNECY)], ["replaced", "claimed"])


def test_what_is_emptied_by_its_own_administrator_stays() -> None:
    admin = member(organization("annecy", odlocale_territory=ANNECY), "admin")
    act("organization_patch", admin, id="annecy", extras=[{"key": "motto", "value": "Cap"}])
    assert confirmed("annecy") == ANNECY


@pytest.mark.parametrize(
    "context", [{"ignore_auth": True}, {}], ids=["a call that ignores rights", "a system administrator"]
)
def test_who_may_write_territories_writes_them(context: dict[str, Any]) -> None:
    import ckan.plugins.toolkit as tk

    organization("annecy")
    data = {"id": "annecy", "extras": territory(ANNECY)}
    tk.get_action("organization_patch")({"user": sysadmin(), **context}, data)
    assert (confirmed("annecy"), states()) == (ANNECY, ["written"])


def test_who_writes_what_was_claimed_has_confirmed_it() -> None:
    claim()
    act("organization_patch", sysadmin(), id="annecy", extras=territory(ANNECY))
    assert (confirmed("annecy"), sorted(states())) == (ANNECY, ["confirmed", "written"])


def test_an_administrator_of_the_organization_above_needs_nobody() -> None:
    above = member(organization("grand-annecy", odlocale_territory=EPCI), "admin")
    made = organization("annecy")
    act_as_member = {"id": made["id"], "username": above, "role": "admin"}
    act("organization_member_create", sysadmin(), **act_as_member)
    act("organization_patch", above, id="annecy", extras=territory(ANNECY))
    assert confirmed("annecy") == ANNECY


def test_nobody_is_their_own_supervisor() -> None:
    admin = member(organization("departement", odlocale_territory=DEP), "admin")
    act("organization_patch", admin, id="departement", extras=territory(ANNECY))
    assert (confirmed("departement"), waiting(), waiting(admin)) == (DEP, [("departement", ANNECY)], [])


# Who decides.

ROLES = {
    "anonymous": lambda: None,
    "a stranger": lambda: member(None, ""),
    "an editor": lambda: member({"id": "annecy"}, "editor"),
    "its administrator": lambda: member({"id": "annecy"}, "admin"),
    "another organization's administrator": lambda: member(
        organization("epagny", odlocale_territory=EPAGNY), "admin"
    ),
    "an editor above": lambda: member({"id": "grand-annecy"}, "editor"),
    "an administrator above": lambda: member({"id": "grand-annecy"}, "admin"),
    "an administrator further above": lambda: member(
        organization("departement", odlocale_territory=DEP), "admin"
    ),
    "a system administrator": sysadmin,
}
DECIDE = {"an administrator above", "a system administrator"}
WITHDRAW = {"its administrator", "a system administrator"}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    ("action", "allowed"),
    [
        ("odlocale_claim_confirm", DECIDE),
        ("odlocale_claim_refuse", DECIDE),
        ("odlocale_claim_withdraw", WITHDRAW),
        ("odlocale_claim_list", set(ROLES) - {"anonymous"}),
    ],
)
def test_who_may_do_what_with_a_claim(action: str, allowed: set[str], role: str) -> None:
    import ckan.plugins.toolkit as tk

    organization("grand-annecy", odlocale_territory=EPCI)
    made, _ = claim()
    user = ROLES[role]()
    try:
        act(action, user, id=made)
        done = True
    except tk.NotAuthorized:
        done = False
    assert done is (role in allowed)


@pytest.mark.parametrize("role", set(ROLES) - {"anonymous"})
def test_a_list_has_what_the_caller_decides(role: str) -> None:
    organization("grand-annecy", odlocale_territory=EPCI)
    claim()
    assert waiting(ROLES[role]()) == ([("annecy", ANNECY)] if role in DECIDE else [])


def test_the_nearest_organization_above_decides_when_there_is_none_nearer() -> None:
    region = member(organization("region", odlocale_territory=REG), "admin")
    made, _ = claim()
    assert act("odlocale_claim_confirm", region, id=made)["territory"] == ANNECY


def test_a_claim_tells_who_decides() -> None:
    organization("grand-annecy", title="Grand Annecy", odlocale_territory=EPCI)
    claim()
    listed = act("odlocale_claim_list", sysadmin())["results"][0]
    assert (listed["supervisor"], listed["supervisor_title"], listed["territory_name"]) == (
        "grand-annecy",
        "Grand Annecy",
        "Annecy",
    )


def test_claims_are_listed_in_pages() -> None:
    for name, value in (("one", ANNECY), ("two", EPAGNY), ("three", EPCI)):
        claim(name, value)
    page = act("odlocale_claim_list", sysadmin(), limit=1, offset=1)
    assert (page["count"], [one["organization"] for one in page["results"]]) == (3, ["two"])


def test_a_list_takes_as_many_queries_for_one_claim_as_for_three() -> None:
    from tests.territory.queries import counted

    user = sysadmin()
    claim("one", ANNECY)
    with counted() as few:
        act("odlocale_claim_list", user)
    claim("two", EPAGNY)
    claim("three", EPCI)
    with counted() as many:
        act("odlocale_claim_list", user)
    assert len(many) == len(few)


# What is decided.


def test_what_is_confirmed_counts_and_is_told() -> None:
    made, _ = claim()
    done = act("odlocale_claim_confirm", sysadmin(), id=made)
    assert (done["state"], confirmed("annecy"), states()) == ("confirmed", ANNECY, ["confirmed"])


def test_a_refusal_leaves_what_was_there_and_says_why() -> None:
    from ckanext.odlocale.territory.attachment import claims

    made, admin = claim()
    act("odlocale_claim_refuse", sysadmin(), id=made, reason=" This is the tourist office. ")
    latest = claims.latest(organization_id("annecy"))
    assert latest is not None
    assert (confirmed("annecy"), latest["state"], latest["reason"], waiting(admin)) == (
        None,
        "refused",
        "This is the tourist office.",
        [],
    )


def organization_id(name: str) -> str:
    from ckan import model

    return model.Group.by_name(name).id


def test_a_refused_siren_is_not_asked_for_again_by_each_save() -> None:
    admin = member(organization("annecy"), "admin")
    siren = [{"key": "siren", "value": SIREN}]
    made = act("organization_patch", admin, id="annecy", extras=siren)["odlocale_claim"]
    act("odlocale_claim_refuse", sysadmin(), id=made)
    act("organization_patch", admin, id="annecy", title="Ville", extras=siren)
    assert states() == ["refused"]


def test_a_withdrawn_claim_waits_no_more() -> None:
    made, admin = claim()
    act("odlocale_claim_withdraw", admin, id=made)
    assert (waiting(), states()) == ([], ["withdrawn"])


def test_two_organizations_of_one_territory_are_both_named_when_the_second_is_confirmed() -> None:
    organization("ville", odlocale_territory=ANNECY)
    made, _ = claim()
    assert "annecy, ville" in act("odlocale_claim_confirm", sysadmin(), id=made)["warnings"][0]


# What happens meanwhile.


@pytest.mark.parametrize("first", ["confirm", "refuse", "withdraw"])
@pytest.mark.parametrize("second", ["confirm", "refuse", "withdraw"])
def test_what_was_decided_is_not_decided_again(first: str, second: str) -> None:
    import ckan.plugins.toolkit as tk

    made, _ = claim()
    act(f"odlocale_claim_{first}", sysadmin(), id=made)
    before = states()
    with pytest.raises(tk.ValidationError) as refused:
        act(f"odlocale_claim_{second}", sysadmin(), id=made)
    assert ("This request was" in refused.value.error_dict["id"][0], states()) == (True, before)


def test_a_claim_that_was_replaced_is_told_so() -> None:
    import ckan.plugins.toolkit as tk

    made, admin = claim(value=EPAGNY)
    act("organization_patch", admin, id="annecy", extras=territory(ANNECY))
    with pytest.raises(tk.ValidationError, match="asks for another territory by now"):
        act("odlocale_claim_confirm", sysadmin(), id=made)


def test_of_two_confirmations_at_once_one_is_told_that_it_came_late() -> None:
    import ckan.plugins.toolkit as tk
    from ckan import model

    made, _ = claim()
    user, results = sysadmin(), []

    def confirm() -> None:
        try:
            results.append(act("odlocale_claim_confirm", user, id=made)["state"])
        except tk.ValidationError:
            results.append("late")
        finally:
            model.Session.remove()

    threads = [threading.Thread(target=confirm) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["confirmed", "late"]


def test_the_claim_of_a_deleted_organization_is_not_shown_nor_decided() -> None:
    import ckan.plugins.toolkit as tk
    from ckan.tests.helpers import call_action

    made, _ = claim()
    call_action("organization_delete", {"user": sysadmin()}, id="annecy")
    with pytest.raises(tk.ObjectNotFound, match="was deleted"):
        act("odlocale_claim_confirm", sysadmin(), id=made)
    assert waiting() == []


def test_a_territory_that_merged_meanwhile_gives_its_successor() -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    made, _ = claim("epagny", EPAGNY)
    gone = Territory(EPAGNY, "Epagny Metz-Tessy", kind="commune-deleguee", successor=ANNECY, former=True)
    import_vintage(replace(france(gone), year=2027))
    act("odlocale_claim_confirm", sysadmin(), id=made)
    assert confirmed("epagny") == ANNECY


def test_a_territory_that_is_gone_cannot_be_confirmed() -> None:
    import ckan.plugins.toolkit as tk
    import sqlalchemy as sa
    from ckan import model

    from ckanext.odlocale.territory.model import territory_table

    made, _ = claim()
    model.Session.execute(sa.delete(territory_table).where(territory_table.c.id.in_([ANNECY, "com-74093"])))
    model.Session.commit()
    with pytest.raises(tk.ValidationError, match="is not on this portal any more"):
        act("odlocale_claim_confirm", sysadmin(), id=made)
    assert states() == ["claimed"]


def test_another_supervisor_decides_from_the_day_it_is_there() -> None:
    import ckan.plugins.toolkit as tk

    departement = member(organization("departement", odlocale_territory=DEP), "admin")
    made, _ = claim()
    nearer = member(organization("grand-annecy", odlocale_territory=EPCI), "admin")
    with pytest.raises(tk.NotAuthorized):
        act("odlocale_claim_confirm", departement, id=made)
    assert act("odlocale_claim_confirm", nearer, id=made)["state"] == "confirmed"


def test_a_confirmation_that_the_schema_refuses_leaves_the_claim() -> None:
    import ckan.plugins.toolkit as tk
    from ckan.tests.helpers import call_action

    made, _ = claim()
    other = [{"key": "siren", "value": "227400017"}]
    call_action("organization_patch", {"user": member({"id": "annecy"}, "admin")}, id="annecy", extras=other)
    first = act("odlocale_claim_list", sysadmin())["results"][0]["id"]
    assert first
    with pytest.raises(tk.ValidationError):
        act("odlocale_claim_confirm", sysadmin(), id=made)
    assert confirmed("annecy") in (None, DEP)


@pytest.mark.parametrize("action", ["confirm", "refuse", "withdraw"])
@pytest.mark.parametrize("wrong", ["nothing", "", "'; DROP TABLE", "x" * 10_000, "é\u0000"])
def test_a_claim_that_is_not_there_is_told_so(action: str, wrong: str) -> None:
    import ckan.plugins.toolkit as tk

    with pytest.raises((tk.ObjectNotFound, tk.ValidationError)):
        act(f"odlocale_claim_{action}", sysadmin(), id=wrong)


def test_a_reason_has_a_limit() -> None:
    import ckan.plugins.toolkit as tk

    made, _ = claim()
    with pytest.raises(tk.ValidationError, match="at most 1000"):
        act("odlocale_claim_refuse", sysadmin(), id=made, reason="x" * 1001)
