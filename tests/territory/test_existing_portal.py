"""Installed into a portal with its own schema, theme, 3,000 organizations and, on CKAN 2.11, hierarchy."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.background import run_jobs
from tests.territory import places
from tests.territory.existing import portal, theme
from tests.territory.queries import counted_searches

PRESETS = "ckanext.scheming:presets.json ckanext.odlocale.territory:presets.yaml"

pytestmark = pytest.mark.ckan


def configured(plugins: str, schema: str = portal.OWN_SCHEMA) -> list[pytest.MarkDecorator]:
    """The marks of a test on this portal."""
    settings = {
        "ckan.plugins": plugins,
        "scheming.organization_schemas": schema,
        "scheming.presets": PRESETS,
    }
    return [pytest.mark.ckan_config(name, value) for name, value in settings.items()]


ORDERS = pytest.mark.parametrize(
    "order",
    [
        pytest.param("ours first", marks=configured(portal.OURS_FIRST)),
        pytest.param("ours last", marks=configured(portal.OURS_LAST)),
    ],
)
SCHEMAS = pytest.mark.parametrize(
    "schema",
    [
        pytest.param("own", marks=configured(portal.OURS_LAST)),
        pytest.param("composed", marks=configured(portal.OURS_LAST, portal.COMPOSED_SCHEMA)),
    ],
)
ONE = pytest.mark.parametrize("plugins", [pytest.param("ours last", marks=configured(portal.OURS_LAST))])
ALL = pytest.mark.parametrize("_portal", [portal.ORGANIZATIONS], indirect=True)


@pytest.fixture(autouse=True, scope="module")
def _theme_installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("theme")
    theme.install(folder)
    sys.path.append(str(folder))
    yield
    sys.path.remove(str(folder))


@pytest.fixture(autouse=True)
def _portal(request: pytest.FixtureRequest) -> None:
    portal.build(getattr(request, "param", portal.FEW))


@pytest.fixture
def small_france() -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    import_vintage(places.france())


@pytest.fixture
def sysadmin() -> dict[str, str]:
    from ckan.tests.factories import SysadminWithToken

    made = SysadminWithToken()
    return {"name": made["name"], "Authorization": made["token"]}


def call(action: str, **fields: Any) -> Any:
    from ckan.tests.helpers import call_action

    return call_action(action, {"user": site_user()}, **fields)


def site_user() -> str:
    import ckan.plugins.toolkit as tk

    return tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]


def shown(name: str) -> dict[str, Any]:
    return call("organization_show", id=name)


def field(organization: dict[str, Any], key: str) -> str | None:
    extras = {extra["key"]: extra["value"] for extra in organization.get("extras") or ()}
    return organization.get(key) or extras.get(key)


def classes_in(page: Any, prefix: str) -> set[str]:
    return set(re.findall(rf'class="(?:[\w -]* )?({prefix}[\w-]*)', page.body))


@ORDERS
def test_their_templates_are_shown_with_ours(app: Any, order: str, small_france: None) -> None:
    call("odlocale_territory_attach", id=portal.COMMUNE, territory="com-74010")
    page = app.get(f"/organization/{portal.COMMUNE}")
    assert {"theme-logo", "theme-link", "theme-organization", "theme-heading", "theme-line"} <= classes_in(
        page, "theme-"
    )
    assert 'href="/territoire/com-74010"' in page.body
    assert 'href="/territoires"' in page.body


@ORDERS
def test_their_search_page_is_shown(app: Any, order: str) -> None:
    assert {"theme-logo", "theme-link", "theme-search", "theme-item"} == classes_in(
        app.get("/dataset/"), "theme-"
    )


@ORDERS
def test_a_dataset_is_listed_on_a_territorys_page_as_their_theme_lists_it(
    app: Any, order: str, small_france: None
) -> None:
    call("odlocale_territory_attach", id=portal.COMMUNE, territory="com-74010")
    run_jobs()
    assert "theme-item" in app.get("/territoire/dep-74").body


@SCHEMAS
def test_their_fields_are_kept_when_an_organization_is_attached(schema: str, small_france: None) -> None:
    before = shown(portal.COMMUNE)
    call("odlocale_territory_attach", id=portal.COMMUNE, territory="com-74010")
    after = shown(portal.COMMUNE)
    assert {key: after[key] for key in ("title", "description", "department", "phone", "groups")} == {
        key: before[key] for key in ("title", "description", "department", "phone", "groups")
    }
    assert field(after, "odlocale_territory") == "com-74010"


@SCHEMAS
@ALL
def test_attaching_one_writes_to_no_other_and_to_no_member(schema: str, small_france: None) -> None:
    before = portal.stored(without=(portal.COMMUNE,))
    members = portal.stored()["member"]
    call("odlocale_territory_attach", id=portal.COMMUNE, territory="com-74010")
    assert portal.stored(without=(portal.COMMUNE,)) == before
    assert portal.stored()["member"] == members


@ONE
@ALL
def test_an_import_of_all_france_writes_nothing_of_theirs(plugins: str) -> None:
    from ckanext.odlocale.cog.shared import read_packaged
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    before = portal.stored()
    import_vintage(read_packaged())
    assert portal.stored() == before


@SCHEMAS
def test_their_form_saves_their_fields_and_keeps_the_territory(
    app: Any, schema: str, small_france: None, sysadmin: dict[str, str]
) -> None:
    call("odlocale_territory_attach", id=portal.COMMUNE, territory="com-74010")
    address = f"/organization/edit/{portal.COMMUNE}"
    form = values_of(app.get(address, headers={"Authorization": sysadmin["Authorization"]}))
    answer = app.post(
        address,
        data={**form, "phone": "04 50 99 99 99", "save": ""},
        headers={"Authorization": sysadmin["Authorization"]},
    )
    assert answer.status_code == 200
    saved = shown(portal.COMMUNE)
    assert (saved["phone"], saved["department"]) == ("04 50 99 99 99", "Service 1")
    assert field(saved, "odlocale_territory") == "com-74010"


def values_of(page: Any) -> dict[str, str]:
    from bs4 import BeautifulSoup

    form = BeautifulSoup(page.body, "html.parser").select_one("form:has(input[name=title])")
    assert form
    values = {
        one["name"]: one.get("value", "") or one.text
        for one in form.select("input[name], textarea[name]")
        if one.get("type") not in {"file", "checkbox", "submit", "radio"}
    }
    for one in form.select("select[name]"):
        chosen = one.select_one("option[selected]")
        values[one["name"]] = chosen["value"] if chosen else ""
    return values


INSTALLED = pytest.mark.parametrize(
    "plugins",
    [
        pytest.param(portal.OURS_FIRST, marks=configured(portal.WITHOUT_US), id="ours first"),
        pytest.param(portal.OURS_LAST, marks=configured(portal.WITHOUT_US), id="ours last"),
    ],
)


@pytest.fixture
def restarted(make_app: Any, ckan_config: Any) -> Callable[[str], Any]:
    """The portal, started anew with other plugins."""

    def restart(plugins: str) -> Any:
        ckan_config["ckan.plugins"] = plugins
        return make_app()

    return restart


def pages(app: Any, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What readers see of their organizations, and what Solr is asked for it."""
    found: dict[str, Any] = {}
    for address in (
        f"/organization/{portal.DEPARTEMENT}",
        f"/organization/{portal.DEPARTEMENT}?include_children=True",
        f"/dataset/budget-{portal.COMMUNE}",
        "/dataset/?q=budget",
        f"/dataset/?organization={portal.COMMUNE}",
    ):
        with counted_searches(monkeypatch) as searches:
            body = app.get(address).body
        found[address] = {
            "datasets": re.findall(r'theme-item"><a href="/dataset/([\w-]+)"', body),
            "organizations": re.findall(r'href="/organization/([\w-]+)"', body),
            "include children": "include_children" in body,
            "asked": [(one["q"], one["fq"]) for one in searches],
        }
    return found


@INSTALLED
@ALL
def test_their_pages_and_searches_are_as_without_us(
    restarted: Callable[[str], Any], plugins: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = pages(restarted(portal.WITHOUT_US), monkeypatch)
    assert pages(restarted(plugins), monkeypatch) == before


if portal.HAS_HIERARCHY:
    # Not all 3,000: each line of its tree shows an organization.
    @ORDERS
    def test_the_page_of_organizations_is_hierarchys_tree(app: Any, order: str) -> None:
        nodes = re.findall(r'id="node_([\w-]+)"', app.get("/organization/").body)
        assert (nodes[0], len(nodes)) == (portal.REGION, portal.FEW)

    @ORDERS
    @ALL
    def test_a_search_includes_the_children(app: Any, order: str) -> None:
        page = app.get(f"/organization/{portal.DEPARTEMENT}?include_children=True")
        assert re.findall(r'theme-item"><a href="/dataset/([\w-]+)"', page.body) == [
            f"budget-{portal.DEPARTEMENT}",
            f"budget-{portal.COMMUNE}",
        ]

    @ORDERS
    def test_our_parameter_and_their_children_hold_together(app: Any, order: str, small_france: None) -> None:
        call("odlocale_territory_attach", id=portal.COMMUNE, territory="com-74010")
        run_jobs()
        page = app.get(f"/organization/{portal.DEPARTEMENT}?include_children=True&territoire=com-74010")
        assert re.findall(r'theme-item"><a href="/dataset/([\w-]+)"', page.body) == [
            f"budget-{portal.COMMUNE}"
        ]

    @ORDERS
    @ALL
    def test_the_action_group_tree_answers(order: str) -> None:
        from ckan.tests.helpers import call_action

        (top,) = call_action("group_tree", type="organization")
        assert (top["name"], len(top["children"])) == (portal.REGION, portal.DEPARTEMENTS)


@ONE
@ALL
def test_installed_used_migrated_down_and_taken_out_the_portal_is_as_it_was(
    restarted: Callable[[str], Any], plugins: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def seen() -> tuple[Any, ...]:
        pages_seen = pages(restarted(portal.WITHOUT_US), monkeypatch)
        return portal.schema_of_database(), portal.stored(), pages_seen

    migrate("downgrade")
    before = seen()
    app = restarted(portal.OURS_LAST)
    migrate("upgrade")
    used(app)
    migrate("downgrade")
    after = seen()
    restarted(portal.OURS_LAST)
    migrate("upgrade")
    assert after == before


def used(app: Any) -> None:
    """A portal that tries us: everything is imported, one is attached and detached, the tree is looked at."""
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    import_vintage(places.france())
    call("odlocale_territory_attach", id=portal.COMMUNE, territory="com-74010")
    run_jobs()
    app.get("/territoires")
    call("odlocale_territory_detach", id=portal.COMMUNE)
    run_jobs()


def migrate(direction: str) -> None:
    from ckan import model
    from ckan.cli.db import _repo_for_plugin

    model.Session.remove()
    for plugin in ("odlocale_territory", "odlocale_harvest", "odlocale_socle", "odlocale_animator"):
        with _repo_for_plugin(plugin) as repo:
            repo.upgrade_db("head") if direction == "upgrade" else repo.downgrade_db("base")
