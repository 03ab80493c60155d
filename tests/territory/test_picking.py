"""What pickers offer and understand, and forms that have one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.territory import places
from tests.territory.portal import dataset, organization
from tests.territory.queries import counted

pytestmark = pytest.mark.ckan

SCHEMA = Path(__file__).with_name("dataset_schema.yaml").as_uri()
PRESETS = "ckanext.scheming:presets.json ckanext.odlocale.territory:presets.yaml"


@pytest.fixture(autouse=True)
def small_france() -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    import_vintage(places.france())


@pytest.fixture
def annecy() -> dict[str, Any]:
    return organization("annecy", "Ville d’Annecy", odlocale_territory="com-74010")


@pytest.fixture
def organizations(annecy: dict[str, Any]) -> dict[str, dict[str, Any]]:
    made = (
        annecy,
        organization("haute-savoie", "Département de la Haute-Savoie", odlocale_territory="dep-74"),
        organization("seyssel-74", "Mairie de Seyssel", odlocale_territory="com-74269"),
        organization("seyssel-01", "Mairie de Seyssel", odlocale_territory="com-01407"),
        organization("etudes", "Agence d'Études"),
    )
    return {one["name"]: one for one in made}


@pytest.fixture
def editor(annecy: dict[str, Any]) -> dict[str, Any]:
    from ckan.tests.factories import User

    return with_role(User(), annecy, "editor")


def with_role(user: dict[str, Any], where: dict[str, Any], role: str) -> dict[str, Any]:
    from ckan.tests.helpers import call_action

    call_action("organization_member_create", id=where["id"], username=user["name"], role=role)
    return user


def opened(app: Any, address: str, user: dict[str, Any] | None = None) -> str:
    """A page as this person sees it, or else a sysadmin."""
    from ckan.tests.factories import APIToken, Sysadmin

    token = APIToken(user=(user or Sysadmin())["name"])["token"]
    return app.get(address, headers={"Authorization": token}).body


def completed(q: str, user: dict[str, Any] | None = None) -> list[str]:
    import ckan.plugins.toolkit as tk

    context: Any = {"user": user["name"]} if user else {"ignore_auth": True, "user": ""}
    return [one["name"] for one in tk.get_action("odlocale_organization_autocomplete")(context, {"q": q})]


def saved(user: dict[str, Any], organization: str) -> str:
    """The organization of a dataset that a form says so."""
    import ckan.plugins.toolkit as tk
    from ckan.tests.helpers import call_action

    context: Any = {"user": user["name"], "save": True}
    tk.get_action("package_create")(context, {"name": "arbres", "owner_org": organization})
    return call_action("package_show", id="arbres")["organization"]["name"]


@pytest.mark.parametrize(
    ("q", "names"),
    [
        ("annecy", ["annecy"]),
        ("ETUD", ["etudes"]),
        ("haute savoie", ["haute-savoie"]),
        ("com-74010", ["annecy"]),
        ("74010", ["annecy"]),
        ("seyssel", ["seyssel-01", "seyssel-74"]),
        ("%", ["annecy", "etudes", "haute-savoie", "seyssel-01", "seyssel-74"]),
        ("nowhere", []),
        ("x" * 1_000, []),
    ],
)
@pytest.mark.usefixtures("organizations")
def test_organizations_are_found_by_title_and_by_territory(q: str, names: list[str]) -> None:
    assert completed(q) == names


@pytest.mark.usefixtures("organizations")
def test_an_editor_finds_their_own_organizations(editor: dict[str, Any]) -> None:
    assert completed("", editor) == ["annecy"]


def test_a_member_who_may_not_publish_finds_nothing(annecy: dict[str, Any]) -> None:
    from ckan.tests.factories import User

    assert completed("", with_role(User(), annecy, "member")) == []


def test_a_sysadmin_finds_every_organization(organizations: dict[str, Any]) -> None:
    from ckan.tests.factories import Sysadmin

    assert len(completed("", Sysadmin())) == len(organizations)


def test_roles_cascade_as_in_ckan(organizations: dict[str, dict[str, Any]]) -> None:
    from ckan.tests.factories import User
    from ckan.tests.helpers import call_action

    for child, parent in (
        ("annecy", "haute-savoie"),
        ("seyssel-74", "annecy"),
        ("haute-savoie", "seyssel-74"),
    ):
        link = {"id": organizations[child]["id"], "object": organizations[parent]["id"]}
        call_action("member_create", object_type="group", capacity="public", **link)
    admin = with_role(User(), organizations["haute-savoie"], "admin")
    assert completed("", admin) == ["haute-savoie", "seyssel-74", "annecy"]


def test_somebody_who_is_not_logged_in_is_refused() -> None:
    import ckan.plugins.toolkit as tk

    with pytest.raises(tk.NotAuthorized):
        tk.get_action("odlocale_organization_autocomplete")({"user": ""}, {"q": "a"})


@pytest.mark.usefixtures("organizations")
def test_an_organization_is_told_apart_by_its_territory(app: Any) -> None:
    import ckan.plugins.toolkit as tk

    context: Any = {"ignore_auth": True, "user": ""}
    with app.flask_app.test_request_context("/fr/"):
        found = tk.get_action("odlocale_organization_autocomplete")(context, {"q": "haute"})
    assert [one["note"] for one in found] == ["Haute-Savoie (Département)"]


@pytest.mark.parametrize("number", [1, 3, 30])
def test_completing_is_one_query_beside_those_about_the_user(editor: dict[str, Any], number: int) -> None:
    for one in range(number):
        with_role(editor, organization(f"agence-{one}"), "editor")
    completed("agence", editor)
    with counted() as statements:
        completed("agence", editor)
    assert len([one for one in statements if 'FROM "group"' in one]) == 1


@pytest.mark.parametrize("written", ["annecy", "Ville d’Annecy", "ville d'annecy", "com-74010", "74010"])
def test_a_form_may_say_an_organization_by_what_people_know(editor: dict[str, Any], written: str) -> None:
    assert saved(editor, written) == "annecy"


def test_a_form_may_say_an_organization_by_its_id(editor: dict[str, Any], annecy: dict[str, Any]) -> None:
    assert saved(editor, annecy["id"]) == "annecy"


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        (
            "Mairie de Seyssel",
            "“Mairie de Seyssel” may mean several organizations. Write the last word in brackets of the "
            "right one: Mairie de Seyssel (Seyssel (Commune), seyssel-01); "
            "Mairie de Seyssel (Seyssel (Commune), seyssel-74).",
        ),
        (
            "Nowhere",
            "There is no organization “Nowhere” in which you may publish. Check the spelling, or ask its "
            "administrator to add you.",
        ),
    ],
)
@pytest.mark.usefixtures("organizations")
def test_an_unclear_organization_is_an_error_of_the_field(written: str, sentence: str) -> None:
    import ckan.plugins.toolkit as tk
    from ckan.tests.factories import Sysadmin

    with pytest.raises(tk.ValidationError) as error:
        saved(Sysadmin(), written)
    assert error.value.error_dict == {"owner_org": [sentence]}


@pytest.mark.usefixtures("organizations")
def test_an_editor_cannot_publish_elsewhere_by_writing_its_name(editor: dict[str, Any]) -> None:
    import ckan.plugins.toolkit as tk

    with pytest.raises(tk.NotAuthorized):
        saved(editor, "etudes")


@pytest.mark.usefixtures("organizations")
def test_what_a_program_sends_is_not_guessed_at() -> None:
    import ckan.plugins.toolkit as tk
    from ckan.tests.factories import Sysadmin

    context: Any = {"user": Sysadmin()["name"]}
    with pytest.raises(tk.ValidationError):
        tk.get_action("package_create")(context, {"name": "arbres", "owner_org": "Ville d’Annecy"})


def territory_of(written: str) -> str:
    """The territory of an organization that is saved with this."""
    from ckanext.odlocale.territory.organization import identity

    return str(identity(written, None).territory)


@pytest.mark.parametrize(
    ("written", "territory"),
    [
        ("Epagny Metz-Tessy", "com-74112"),
        ("epagny metz tessy", "com-74112"),
        ("Haute-Savoie", "dep-74"),
        ("Cran-Gevrier", "com-74010"),
        ("CA du Grand Annecy", "epci-200066793"),
        ("Mairie d'Annecy", "com-74010"),
        ("74010", "com-74010"),
    ],
)
def test_a_territory_may_be_written_by_its_name(written: str, territory: str) -> None:
    assert territory_of(written) == territory


@pytest.fixture
def many_organizations() -> None:
    """As many organizations as no list can show, behind CKAN's back."""
    from ckan import model

    for number in range(300):
        model.Session.add(
            model.Group(
                name=f"org-{number}", title=f"Org {number}", type="organization", is_organization=True
            )
        )
    model.Session.commit()


@pytest.mark.parametrize("address", ["/dataset/new", "/harvest/new"])
@pytest.mark.usefixtures("many_organizations", "annecy")
def test_a_form_lists_no_organization(app: Any, address: str) -> None:
    page = opened(app, address)
    assert [page.count("Org 1"), page.count('name="owner_org"')] == [0, 1]


@pytest.mark.parametrize("address", ["/dataset/new", "/harvest/new"])
def test_a_form_asks_no_more_with_more_organizations(
    app: Any, request: pytest.FixtureRequest, annecy: dict[str, Any], address: str
) -> None:
    organization("second")
    opened(app, address)
    numbers = []
    for _ in range(2):
        with counted() as statements:
            opened(app, address)
        numbers.append(len(statements))
        request.getfixturevalue("many_organizations")
    assert numbers[0] == numbers[1]


def field(page: str, name: str) -> str:
    found = re.search(rf'<input[^>]* name="{name}" value="([^"]*)"', page)
    return found[1] if found else ""


def test_a_form_has_the_only_organization_already(app: Any, editor: dict[str, Any]) -> None:
    assert field(opened(app, "/dataset/new", editor), "owner_org") == "annecy"


@pytest.mark.usefixtures("organizations")
def test_a_form_that_is_asked_for_an_organization_has_it(app: Any, organizations: dict[str, Any]) -> None:
    page = opened(app, f"/dataset/new?group={organizations['etudes']['id']}")
    assert field(page, "owner_org") == "etudes"


@pytest.mark.usefixtures("organizations")
def test_a_dataset_that_is_edited_keeps_its_organization(app: Any, organizations: dict[str, Any]) -> None:

    dataset("arbres", organizations["seyssel-01"])
    page = opened(app, "/dataset/edit/arbres")
    assert [field(page, "owner_org"), "Mairie de Seyssel" in page] == ["seyssel-01", True]


def test_a_harvest_source_that_is_edited_keeps_its_organization(app: Any, annecy: dict[str, Any]) -> None:
    from ckan.tests.factories import Sysadmin
    from ckan.tests.helpers import call_action

    source = {"url": "http://127.0.0.1/", "source_type": "ckan", "frequency": "MANUAL", "title": "S"}
    context = {"user": Sysadmin()["name"]}
    call_action("harvest_source_create", context, name="source", owner_org=annecy["id"], **source)
    assert field(opened(app, "/harvest/edit/source"), "owner_org") == "annecy"


def test_an_organization_of_a_plain_portal_has_its_territory_once(app: Any, annecy: dict[str, Any]) -> None:
    page = opened(app, f"/organization/edit/{annecy['name']}")
    assert [field(page, "extras__900__value"), page.count('value="odlocale_territory"')] == ["com-74010", 1]


def test_other_custom_fields_of_a_plain_portal_stay(app: Any) -> None:
    organization("annecy", odlocale_territory="com-74010", telephone="0450")
    page = opened(app, "/organization/edit/annecy")
    assert [field(page, "extras__0__key"), field(page, "extras__0__value")] == ["telephone", "0450"]


@pytest.mark.ckan_config("scheming.presets", PRESETS)
@pytest.mark.ckan_config("ckan.plugins", "odlocale_territory odlocale_harvest harvest scheming_datasets")
@pytest.mark.ckan_config("scheming.dataset_schemas", SCHEMA)
class TestWithASchemaOfTheSite:
    def test_its_form_has_the_pickers(self, app: Any, editor: dict[str, Any]) -> None:
        page = opened(app, "/dataset/new", editor)
        assert [field(page, "owner_org"), page.count('data-module="odlocale-picker"')] == ["annecy", 2]

    def test_its_form_asks_who_sees_the_dataset(self, app: Any, editor: dict[str, Any]) -> None:
        assert opened(app, "/dataset/new", editor).count('id="field-private"') == 1

    def test_a_producer_may_be_named(self, editor: dict[str, Any]) -> None:
        import ckan.plugins.toolkit as tk
        from ckan.tests.helpers import call_action

        data = {
            "name": "arbres",
            "title": "Arbres",
            "owner_org": "annecy",
            "odlocale_territory": "Haute-Savoie",
        }
        tk.get_action("package_create")({"user": editor["name"], "ignore_auth": True, "save": True}, data)
        assert call_action("package_show", id="arbres")["odlocale_territory"] == "dep-74"

    def test_a_former_code_stays(self, editor: dict[str, Any]) -> None:
        import ckan.plugins.toolkit as tk
        from ckan.tests.helpers import call_action

        data = {"name": "arbres", "title": "Arbres", "owner_org": "annecy", "odlocale_territory": "com-74093"}
        tk.get_action("package_create")({"user": editor["name"], "ignore_auth": True, "save": True}, data)
        assert call_action("package_show", id="arbres")["odlocale_territory"] == "com-74093"
