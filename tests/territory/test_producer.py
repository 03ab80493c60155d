"""An editor names only territories of their organization as a dataset's producer."""

from __future__ import annotations

from typing import Any

import pytest

from tests.territory.people import act, member, sysadmin
from tests.territory.places import ANNECY, DEP, EPAGNY, EPCI, REG, SEYSSEL, STRADDLING, france
from tests.territory.portal import dataset, organization

pytestmark = pytest.mark.ckan

FIELDS = ("odlocale_territory", "rolled_up_from")


@pytest.fixture(autouse=True)
def portal() -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    import_vintage(france())


def extra(key: str, value: str) -> list[dict[str, str]]:
    return [{"key": key, "value": value}]


def created(user: str, owner: dict[str, Any], key: str, value: str) -> bool:
    import ckan.plugins.toolkit as tk

    try:
        act("package_create", user, name="one", owner_org=owner["id"], extras=extra(key, value))
    except tk.ValidationError:
        return False
    return True


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize(
    ("of", "named", "allowed"),
    [
        (EPCI, EPCI, True),
        (EPCI, ANNECY, True),
        (EPCI, "com-74093", True),
        (EPCI, DEP, False),
        (EPCI, SEYSSEL, False),
        (ANNECY, EPAGNY, False),
        (DEP, STRADDLING, False),
        (REG, STRADDLING, True),
        (None, ANNECY, False),
    ],
)
def test_an_editor_names_what_is_inside(field: str, of: str | None, named: str, allowed: bool) -> None:
    owner = organization("owner", **({"odlocale_territory": of} if of else {}))
    assert created(member(owner, "editor"), owner, field, named) is allowed


def test_a_territory_that_waits_for_confirmation_counts_for_nothing() -> None:
    owner = organization("owner")
    admin = member(owner, "admin")
    act("organization_patch", admin, id="owner", extras=extra("odlocale_territory", ANNECY))
    assert created(admin, owner, "odlocale_territory", ANNECY) is False


def test_what_is_refused_is_not_saved() -> None:
    from ckan import model

    owner = organization("owner", odlocale_territory=ANNECY)
    created(member(owner, "editor"), owner, "odlocale_territory", DEP)
    assert model.Package.get("one") is None


def test_system_administrators_and_harvesters_name_any() -> None:
    import ckan.plugins.toolkit as tk

    owner = organization("owner", odlocale_territory=ANNECY)
    assert created(sysadmin(), owner, "odlocale_territory", DEP)
    context: Any = {"user": member(owner, "editor"), "ignore_auth": True}
    data = {"name": "two", "owner_org": owner["id"], "extras": extra("odlocale_territory", DEP)}
    assert tk.get_action("package_create")(context, data)["name"] == "two"


def test_a_harvested_dataset_is_edited_without_touching_its_producer() -> None:
    owner = organization("owner", odlocale_territory=ANNECY)
    dataset("one", owner, odlocale_territory=SEYSSEL, rolled_up_from=SEYSSEL)
    assert act("package_patch", member(owner, "editor"), id="one", title="Budget")["title"] == "Budget"


def test_a_resource_is_added_to_a_harvested_dataset() -> None:
    owner = organization("owner", odlocale_territory=ANNECY)
    made = dataset("one", owner, odlocale_territory=SEYSSEL)
    user = member(owner, "editor")
    assert act("resource_create", user, package_id=made["id"], url="http://a.example/b.csv")["id"]


def test_another_foreign_territory_is_refused_with_what_to_do() -> None:
    import ckan.plugins.toolkit as tk

    owner = organization("owner", odlocale_territory=ANNECY)
    dataset("one", owner, odlocale_territory=SEYSSEL)
    with pytest.raises(tk.ValidationError) as refused:
        act("package_patch", member(owner, "editor"), id="one", extras=extra("odlocale_territory", DEP))
    assert refused.value.error_dict == {
        "odlocale_territory": [
            "The organization is the authority of com-74010: its datasets name this territory, or one inside "
            "it. Leave this empty, or ask an administrator of the portal."
        ]
    }
