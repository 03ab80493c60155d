"""Kits in a portal: made, found, used, loaded, shown where they help, harvested."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from ckan.common import config
from ckan.tests import factories, helpers

from tests.animator.desk.portal import animator
from tests.background import run_jobs
from tests.commands import runner
from tests.socle.portal import WRONG, publish
from tests.territory import places
from tests.territory.people import act, member, sysadmin, token

pytestmark = pytest.mark.ckan

HOSTILE = """<b>"Kit" & d'aide</b> <script>alert(1)</script>"""


@pytest.fixture(autouse=True)
def _folder_of_uploads(clean_site: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(config, "ckan.storage_path", str(tmp_path))


@pytest.fixture
def owner() -> dict[str, Any]:
    return factories.Organization(name="syndicat", title="Syndicat")


def kit(owner: dict[str, Any], name: str, **fields: Any) -> dict[str, Any]:
    user = sysadmin()
    told = {"kit_kind": "technique", "title": name, **fields}
    return act("package_create", user, type="kit", name=name, owner_org=owner["id"], **told)


def test_a_kit_keeps_its_fields_as_lists(owner: dict[str, Any]) -> None:
    kit(owner, "kit-k", kit_schemas="scdl/budget, scdl/deliberations", kit_rules=["siret"], kit_order="7")
    found = helpers.call_action("package_show", id="kit-k")
    kept = {
        key: found[key] for key in ("kit_schemas", "kit_rules", "kit_levels", "kit_order", "kit_language")
    }
    assert kept == {
        "kit_schemas": ["scdl/deliberations", "scdl/budget"],
        "kit_rules": ["siret"],
        "kit_levels": [],
        "kit_order": "7",
        "kit_language": "fr",
    }


def test_a_patch_keeps_what_it_does_not_name(owner: dict[str, Any]) -> None:
    made = kit(owner, "kit-k", kit_rules=["siret"], kit_stage="trained")
    act("package_patch", sysadmin(), id=made["id"], title="Autre")
    found = helpers.call_action("package_show", id="kit-k")
    assert (found["title"], found["kit_rules"], found["kit_stage"]) == ("Autre", ["siret"], "trained")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"kit_kind": "magique"}, "kit_kind"),
        ({"kit_kind": ""}, "kit_kind"),
        ({"kit_schemas": ["scdl/nuages"]}, "kit_schemas"),
        ({"kit_rules": "siret, nuage"}, "kit_rules"),
        ({"kit_levels": "ville"}, "kit_levels"),
        ({"kit_strata": "1-2"}, "kit_strata"),
        ({"kit_stage": "fini"}, "kit_stage"),
        ({"kit_order": "-1"}, "kit_order"),
        ({"kit_order": "dix"}, "kit_order"),
        ({"kit_language": "xx"}, "kit_language"),
    ],
)
def test_what_no_kit_can_say_is_refused(owner: dict[str, Any], fields: dict[str, Any], field: str) -> None:
    import ckan.plugins.toolkit as tk

    with pytest.raises(tk.ValidationError) as refused:
        kit(owner, "kit-k", **fields)
    assert list(refused.value.error_dict) == [field]


def test_datasets_have_no_fields_of_kits() -> None:
    made = factories.Dataset(owner_org=factories.Organization()["id"])
    assert "kit_kind" not in made


def test_kits_are_listed_in_their_reading_order(app: Any, owner: dict[str, Any]) -> None:
    kit(owner, "dernier", kit_stage="autonomous", kit_order="1", title="Dernier")
    kit(owner, "premier", kit_stage="contacted", kit_order="20", title="Premier")
    kit(owner, "avant-lui", kit_stage="contacted", kit_order="3", title="Avant lui")
    body = app.get("/kits").body
    places_of = [body.index(f'href="/kit/{name}"') for name in ("avant-lui", "premier", "dernier")]
    assert places_of == sorted(places_of)


def test_a_facet_leaves_the_kits_about_it(app: Any, owner: dict[str, Any]) -> None:
    kit(owner, "siret", kit_rules=["siret"])
    kit(owner, "autre")
    body = app.get("/kits?vocab_odlocale_kit_rules=siret").body
    assert ("/kit/siret" in body, "/kit/autre" in body) == (True, False)


def test_a_portal_may_keep_kits_out_of_its_datasets(
    app: Any, owner: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(config, "ckan.search.show_all_types", "false")
    kit(owner, "kit-seul")
    assert "kit-seul" not in app.get("/dataset/").body


def test_a_hostile_title_is_text(app: Any, owner: dict[str, Any]) -> None:
    kit(owner, "kit-k", title=HOSTILE, kit_rules=["siret"])
    assert [HOSTILE in app.get(address).body for address in ("/kits", "/kit/kit-k")] == [False, False]


def test_the_form_of_a_kit_is_there_and_makes_one(
    app: Any, owner: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    # A form of CKAN's own; a token in the header stands for the session here.
    monkeypatch.setitem(app.flask_app.config, "WTF_CSRF_ENABLED", False)
    headers = token(sysadmin())
    assert 'name="kit_rules"' in app.get("/kit/new", headers=headers).body
    form = {"title": "K", "name": "kit-k", "kit_kind": "pedagogique", "kit_levels": ["com", "epci"]}
    form |= {
        "owner_org": owner["id"],
        "_ckan_phase": "dataset_new_1",
        "pkg_name": "",
        "kit_language": "fr",
        "save": "",
    }
    app.post("/kit/new", data=form, headers=headers, follow_redirects=False)
    found = helpers.call_action("package_show", id="kit-k")
    assert (found["kit_kind"], found["kit_levels"]) == ("pedagogique", ["com", "epci"])


def load(*arguments: str) -> Any:
    """Run the command, its two streams apart."""
    from ckanext.odlocale.animator.cli import odlocale

    return runner().invoke(odlocale, ["kits", "load", *arguments])


def test_the_kits_of_the_package_are_loaded_once(owner: dict[str, Any]) -> None:
    numbers = [json.loads(load("--organization", "syndicat", "--json").stdout) for _ in "12"]
    total = numbers[0]["created"]
    nothing = {"created": 0, "updated": 0, "unchanged": 0, "kept": 0, "taken": 0}
    assert total > 20
    assert numbers == [{**nothing, "created": total}, {**nothing, "unchanged": total}]


def test_an_unknown_organization_is_said() -> None:
    done = load("--organization", "personne")
    assert (done.exit_code, "There is no organization" in done.stderr) == (1, True)


def test_the_text_of_a_kit_is_read_and_downloaded(app: Any) -> None:
    read, source = app.get("/kits/fiche/un-fichier-propre"), app.get("/kits/fiche/un-fichier-propre.md")
    assert ("<ol>" in read.body, source.headers["Content-Type"]) == (True, "text/markdown; charset=utf-8")


@pytest.mark.parametrize("address", ["/kits/fiche/nuage", "/kits/fiche/../plugin", "/kit/nuage"])
def test_what_is_not_there_is_said(app: Any, address: str) -> None:
    app.get(address, status=404)


def test_a_failed_verdict_shows_the_kit_about_its_errors(app: Any, owner: dict[str, Any]) -> None:
    kit(owner, "des-dates", kit_rules=["type-error", "constraint-error"], title="Écrire des dates")
    made = publish(WRONG, socle_schema="scdl/deliberations")
    run_jobs()
    page = app.get(f"/dataset/{made['package_id']}/resource/{made['id']}").body
    assert 'href="/kit/des-dates"' in page


def test_a_territory_without_data_shows_how_to_begin(app: Any, owner: dict[str, Any]) -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    import_vintage(places.france())
    kit(owner, "premiers-pas", kit_stage="contacted")
    assert 'href="/kit/premiers-pas"' in app.get(f"/territoire/{places.SEYSSEL}").body


def test_animators_say_what_they_use_and_are_counted(app: Any, owner: dict[str, Any]) -> None:
    kit(owner, "kit-k")
    helper = animator("adico")
    editor = member(helper, "editor")
    counts = [
        act("odlocale_kit_reuse", editor, id="kit-k", organization="adico", used=used)["used_by"]
        for used in (True, True, False, True)
    ]
    assert counts == [1, 1, 0, 1]
    assert "1 animator uses this kit" in app.get("/kit/kit-k").body


@pytest.mark.parametrize(
    ("capacity", "allowed"), [(None, False), ("member", False), ("editor", True), ("admin", True)]
)
def test_only_editors_of_an_animator_say_what_it_uses(
    app: Any, owner: dict[str, Any], capacity: str | None, allowed: bool
) -> None:
    kit(owner, "kit-k")
    helper = animator("adico")
    user = member(helper if capacity else None, capacity or "")
    form = {"organisation": "adico", "utilise": "oui"}
    answer = app.post("/kits/kit-k/utiliser", data=form, headers=token(user), follow_redirects=False)
    assert answer.status_code == (302 if allowed else 403)


def test_an_organization_that_is_no_animator_uses_none(owner: dict[str, Any]) -> None:
    import ckan.plugins.toolkit as tk

    kit(owner, "kit-k")
    with pytest.raises(tk.ObjectNotFound):
        act("odlocale_kit_reuse", sysadmin(), id="kit-k", organization="syndicat")


def test_the_api_lists_kits_by_what_they_help_with(owner: dict[str, Any]) -> None:
    kit(owner, "siret", kit_rules=["siret"])
    kit(owner, "loi", kit_stage="contacted")
    asked = ({}, {"rule": "siret"}, {"stage": "contacted"}, {"rule": '") OR *:*'})
    names = [[one["name"] for one in helpers.call_action("odlocale_kit_list", **one)] for one in asked]
    assert names == [["loi", "siret"], ["siret"], ["loi"], []]


def test_a_private_kit_is_proposed_to_nobody(owner: dict[str, Any]) -> None:
    kit(owner, "kit-k", private=True)
    assert helpers.call_action("odlocale_kit_list") == []
