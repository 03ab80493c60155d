"""A mandate that does not let anybody publish lets nobody publish: each way in which it may not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.animator.world import World, allowed
from tests.territory.people import act, token
from tests.territory.places import EPAGNY, OLD_ANNECY

pytestmark = [pytest.mark.ckan, pytest.mark.usefixtures("june")]

FILE = {"url": "http://example.org/a.csv", "name": "A"}


def end(world: World) -> None:
    act("odlocale_mandate_end", world.root, id=world.delegated())


def revoke(world: World) -> None:
    act("odlocale_mandate_revoke", world.root, id=world.delegated())


def given(**right: Any) -> Callable[[World], Any]:
    return lambda world: world.delegated(**right)


def another_member(world: World) -> None:
    world.delegated(members=[world.people["animator_admin"]])


def another_animator(world: World) -> None:
    act("odlocale_mandate_delegate", world.root, id=world.signed(animator="syndicat"))


def of_a_merged_commune(world: World) -> None:
    """As a mandate is left when its commune merges into another."""
    import sqlalchemy as sa
    from ckan import model

    from ckanext.odlocale.animator.model import mandate_table

    mandate = world.delegated()
    change = sa.update(mandate_table).where(mandate_table.c.id == mandate)
    model.Session.execute(change.values(territory=OLD_ANNECY))
    model.Session.commit()


def animator_gone(world: World) -> None:
    world.delegated()
    act("odlocale_animator_delete", world.root, id="departement")


def organization_gone(world: World) -> None:
    world.delegated()
    act("organization_delete", world.root, id="departement")


def left_the_animator(world: World) -> None:
    world.delegated()
    act("organization_member_delete", world.root, id="departement", username=world.people["animator_editor"])


CASES: dict[str, Callable[[World], Any]] = {
    "none": lambda world: None,
    "asked": lambda world: world.asked(),
    "refused": lambda world: act("odlocale_mandate_refuse", world.root, id=world.asked()),
    "withdrawn": lambda world: act("odlocale_mandate_withdraw", world.root, id=world.asked()),
    "signed without the right": lambda world: world.signed(),
    "ended": end,
    "revoked": revoke,
    "the right is over": given(until="2126-06-14"),
    "the right has not begun": given(since="2126-06-16"),
    "another member": another_member,
    "another animator": another_animator,
    "another standard": given(schemas=["scdl/deliberations"]),
    "a merged commune": of_a_merged_commune,
    "the animator is none any more": animator_gone,
    "the animator's organization is deleted": organization_gone,
    "has left the animator": left_the_animator,
}


@pytest.mark.parametrize("case", CASES)
def test_nobody_publishes_by_it(case: str) -> None:
    world = World()
    CASES[case](world)
    editor, hidden = world.people["animator_editor"], world.dataset(private=True)
    found = act("package_search", editor, q="name:budget", include_private=True)["count"]
    assert {
        "create": allowed("package_create", editor, name="novel", owner_org="annecy", resources=[FILE]),
        "change": allowed("package_patch", editor, id=hidden["id"], notes="Changed"),
        "read": allowed("package_show", editor, id=hidden["id"]),
        "find": bool(found),
    } == {"create": False, "change": False, "read": False, "find": False}


@pytest.mark.parametrize(
    ("day", "expected"), [("2125-12-31", False), ("2126-12-31", True), ("2127-01-01", False)]
)
def test_the_search_follows_the_calendar(june: Any, day: str, expected: bool) -> None:
    world = World()
    world.delegated()
    world.dataset(private=True)
    editor = world.people["animator_editor"]
    assert act("package_search", editor, q="name:budget", include_private=True)["count"] == 1
    june.move_to(f"{day} 12:00:00")
    found = act("package_search", editor, q="name:budget", include_private=True)["count"]
    assert bool(found) is expected


def test_a_revocation_counts_for_the_next_request_of_a_token(app: Any) -> None:
    world = World()
    mandate, hidden = world.delegated(), world.dataset(private=True)
    headers = token(world.people["animator_editor"])
    address = f"/api/3/action/package_show?id={hidden['id']}"
    before = app.get(address, headers=headers).status_code
    act("odlocale_mandate_revoke", world.people["commune_admin"], id=mandate)
    assert (before, app.get(address, headers=headers).status_code) == (200, 403)


def test_what_is_written_by_a_mandate_is_in_its_journal() -> None:
    world = World()
    mandate, editor = world.delegated(), world.people["animator_editor"]
    act("package_create", editor, name="novel", title="New", owner_org="annecy")
    act("package_delete", editor, id="novel")
    lines = act("odlocale_mandate_journal", world.people["commune_member"], id=mandate)
    assert [(one["action"], one["author"]) for one in lines[:2]] == [
        ("dataset-deleted", editor),
        ("dataset-created", editor),
    ]


def test_what_the_commune_writes_itself_is_not_in_the_journal() -> None:
    world = World()
    mandate = world.delegated()
    act("package_create", world.people["commune_editor"], name="novel", owner_org="annecy")
    actions = [one["action"] for one in act("odlocale_mandate_journal", world.root, id=mandate)]
    assert actions == ["delegated", "signed", "asked"]


def test_a_named_standard_is_published_and_nothing_else() -> None:
    world = World()
    world.delegated(schemas=["scdl/deliberations"])
    editor = world.people["animator_editor"]
    files = {name: [{**FILE, "socle_schema": name}] for name in ("scdl/deliberations", "scdl/subventions")}
    assert {
        name: allowed("package_create", editor, name=name[5:], owner_org="annecy", resources=resources)
        for name, resources in files.items()
    } == {"scdl/deliberations": True, "scdl/subventions": False}


def test_a_file_of_another_standard_is_not_added_to_a_dataset_of_a_named_one() -> None:
    world = World()
    world.delegated(schemas=["scdl/deliberations"])
    dataset = world.dataset(resources=[{**FILE, "socle_schema": "scdl/deliberations"}])
    editor = world.people["animator_editor"]
    assert {
        name: allowed("resource_create", editor, package_id=dataset["id"], socle_schema=name, **FILE)
        for name in ("scdl/deliberations", "scdl/subventions")
    } == {"scdl/deliberations": True, "scdl/subventions": False}


def test_a_commune_without_organization_is_published_for_in_the_animators() -> None:
    world = World()
    editor = world.people["animator_editor"]
    other = world.signed(territory=EPAGNY, animator="syndicat")
    act("odlocale_mandate_delegate", world.root, id=other)
    person = world.people["other_admin"]
    extras = [{"key": "odlocale_territory", "value": EPAGNY}, {"key": "rolled_up_from", "value": EPAGNY}]
    with pytest.raises(Exception, match="odlocale_territory"):
        act(
            "package_create",
            person,
            name="away",
            owner_org="syndicat",
            extras=[{**extras[0], "value": "com-74269"}],
        )
    made = act("package_create", person, name="rolled-up", owner_org="syndicat", extras=extras)
    assert (made["name"], editor != person) == ("rolled-up", True)
