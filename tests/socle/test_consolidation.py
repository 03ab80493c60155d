"""The consolidation in CKAN: what gets in, when it is made again, who may have it made, what counts."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckan.common import config
from ckan.tests import factories, helpers

from ckanext.odlocale.socle import checking
from ckanext.odlocale.socle.consolidation import building, publishing, store, versions
from ckanext.odlocale.socle.consolidation.building import Result, asked, build, due
from tests.background import run_jobs
from tests.socle.consolidation.made import OF_ANNECY, OF_EPAGNY
from tests.socle.made import as_csv, decision
from tests.socle.portal import DELIBERATIONS, change, publish, upload
from tests.territory.people import act, member, sysadmin
from tests.territory.places import ANNECY, DEP, EPAGNY, EPCI, REG
from tests.territory.portal import organization
from tests.territory.queries import counted

pytestmark = [
    pytest.mark.ckan,
    pytest.mark.keeps("odlocale_territory", "odlocale_territory_closure", "odlocale_overlap"),
]

SETTING = "ckanext.odlocale.socle.consolidation.organization"
RIGHT = as_csv([decision(COLL_SIRET=OF_ANNECY), decision(COLL_SIRET=OF_ANNECY, DELIB_ID="2")])
WRONG = as_csv([decision(COLL_SIRET=OF_ANNECY, DELIB_DATE="hier"), decision(COLL_SIRET=OF_ANNECY)])
PAIR = (str(EPCI), DELIBERATIONS)


@pytest.fixture(autouse=True)
def _portal(imported: None, uploads: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(config, SETTING, "portail")
    organization("portail", "Le portail")


@pytest.fixture
def annecy() -> dict[str, Any]:
    return organization("annecy", "Ville d’Annecy", odlocale_territory=ANNECY)


def published(owner: dict[str, Any], content: str, **dataset: Any) -> dict[str, Any]:
    made = factories.Dataset(owner_org=owner["id"], license_id="odc-odbl", **dataset)
    resource = publish(content, dataset=made, socle_schema=DELIBERATIONS)
    checking.check(resource["id"])
    return resource


def replaced(resource: dict[str, Any], content: str) -> None:
    change(resource, upload=upload(content))
    checking.check(resource["id"])


def dataset(territory: str = EPCI) -> dict[str, Any]:
    found = store.dataset_of((str(territory), DELIBERATIONS))
    return helpers.call_action("package_show", id=found)


def rows(territory: str = EPCI, part: str = "rows.csv") -> list[dict[str, str]]:
    one = next(one for one in dataset(territory)["resources"] if one["odlocale_consolidated"] == part)
    folder = Path(config["ckan.storage_path"]) / "resources" / one["id"][:3] / one["id"][3:6]
    text = (folder / one["id"][6:]).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def ids(territory: str = EPCI) -> list[str]:
    return [one["DELIB_ID"] for one in rows(territory)]


def test_the_valid_rows_of_everything_below_are_in_one_dataset(annecy: dict[str, Any]) -> None:
    published(annecy, RIGHT)
    other = organization("epagny", odlocale_territory=EPAGNY)
    published(other, as_csv([decision(COLL_SIRET=OF_EPAGNY, DELIB_ID="9")]))
    build(*PAIR)
    assert [(one["DELIB_ID"], one["source_territoire"]) for one in rows()] == sorted(
        [("2026-041", ANNECY), ("2", ANNECY), ("9", EPAGNY)], key=lambda one: ids().index(one[0])
    )


def test_it_belongs_to_the_organization_of_the_setting_and_is_public(annecy: dict[str, Any]) -> None:
    published(annecy, RIGHT)
    build(*PAIR)
    found = dataset()
    assert (found["organization"]["name"], found["private"], found["state"], found["license_id"]) == (
        "portail",
        False,
        "active",
        "odc-odbl",
    )


def test_every_level_above_has_one(annecy: dict[str, Any]) -> None:
    published(annecy, RIGHT)
    assert [pair[0] for pair in due(asked())] == [DEP, EPCI, REG]


def test_the_last_valid_version_is_kept_when_a_new_one_fails(annecy: dict[str, Any]) -> None:
    resource = published(annecy, RIGHT)
    build(*PAIR)
    replaced(resource, WRONG)
    build(*PAIR)
    assert (ids(), [one["regle"] for one in rows(part="rejects.csv")]) == (["2026-041", "2"], ["type-error"])


def test_it_is_kept_even_when_nothing_was_consolidated_meanwhile(annecy: dict[str, Any]) -> None:
    replaced(published(annecy, RIGHT), "<!doctype html><p>404")
    build(*PAIR)
    assert ids() == ["2026-041", "2"]


def test_the_next_valid_version_takes_its_place(annecy: dict[str, Any]) -> None:
    resource = published(annecy, RIGHT)
    replaced(resource, WRONG)
    replaced(resource, as_csv([decision(DELIB_ID="3")]))
    build(*PAIR)
    assert ids() == ["3"]


def test_a_kept_version_takes_no_more_place_than_the_file(annecy: dict[str, Any], tmp_path: Path) -> None:
    published(annecy, RIGHT)
    kept = list((tmp_path / "odlocale" / "valid").iterdir())
    assert [path.stat().st_nlink for path in kept] == [2]


def test_a_file_that_another_replaced_while_it_was_judged_is_not_kept(
    annecy: dict[str, Any], tmp_path: Path
) -> None:
    resource, other = published(annecy, RIGHT), tmp_path / "other.csv"
    row = checking.check(resource["id"])
    other.write_text(WRONG)
    versions.keep(resource["id"], other, {**(row or {}), "hash": "0" * 64})
    kept = list((tmp_path / "odlocale" / "valid").iterdir())
    assert [path.read_text() for path in kept] == [RIGHT]


def test_where_nothing_is_consolidated_no_version_is_kept(
    annecy: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(config, SETTING, "")
    published(annecy, RIGHT)
    assert not (tmp_path / "odlocale").exists()


def test_versions_that_nothing_names_are_removed(
    annecy: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(versions, "SETTLED", -1)
    resource = published(annecy, RIGHT)
    replaced(resource, as_csv([decision(DELIB_ID="3")]))
    assert (versions.tidy(), len(list((tmp_path / "odlocale" / "valid").iterdir()))) == (1, 1)


@pytest.mark.parametrize("hidden", ["private", "deleted", "deleted file", "no standard"])
def test_what_is_not_public_does_not_get_in(annecy: dict[str, Any], hidden: str) -> None:
    resource = published(annecy, RIGHT, private=hidden == "private")
    boss = {"user": sysadmin()}
    if hidden == "deleted":
        helpers.call_action("package_delete", boss, id=resource["package_id"])
    if hidden == "deleted file":
        helpers.call_action("resource_delete", boss, id=resource["id"])
    if hidden == "no standard":
        change(resource, socle_schema="")
    assert due(asked()) == []


def test_what_becomes_private_while_it_is_read_does_not_get_in(
    annecy: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    resource = published(annecy, RIGHT)
    original = building.write

    def write(folder: Path, order: Any) -> Any:
        made = original(folder, order)
        patch = {"id": resource["package_id"], "private": True}
        helpers.call_action("package_patch", {"user": sysadmin()}, **patch)
        return made

    monkeypatch.setattr(building, "write", write)
    assert (build(*PAIR).result, store.dataset_of(PAIR)) == (Result.WITHDRAWN, None)


def test_what_became_private_leaves(annecy: dict[str, Any]) -> None:
    resource = published(annecy, RIGHT)
    build(*PAIR)
    name = dataset()["name"]
    helpers.call_action("package_patch", {"user": sysadmin()}, id=resource["package_id"], private=True)
    assert build(*PAIR).result is Result.WITHDRAWN
    assert model.Package.get(name).state == "deleted"


def test_nothing_is_made_again_when_nothing_changed(annecy: dict[str, Any]) -> None:
    published(annecy, RIGHT)
    build(*PAIR)
    before = dataset()["metadata_modified"]
    assert (build(*PAIR).result, dataset()["metadata_modified"]) == (Result.UNCHANGED, before)


def test_the_same_file_again_changes_nothing(annecy: dict[str, Any]) -> None:
    resource = published(annecy, RIGHT)
    build(*PAIR)
    replaced(resource, RIGHT)
    assert PAIR not in due(asked())


def test_only_what_a_changed_file_is_in_is_made_again(annecy: dict[str, Any]) -> None:
    published(annecy, RIGHT)
    list(building.build_all(asked()))
    other = organization("ain", odlocale_territory="dep-01")
    published(other, as_csv([decision(DELIB_ID="9")]))
    assert [pair[0] for pair in due(asked())] == ["dep-01", REG]


def test_it_keeps_its_address_and_those_of_its_files(annecy: dict[str, Any]) -> None:
    resource = published(annecy, RIGHT)
    build(*PAIR)
    before = [one["url"] for one in dataset()["resources"]]
    replaced(resource, as_csv([decision(DELIB_ID="3")]))
    build(*PAIR)
    assert [one["url"] for one in dataset()["resources"]] == before


@pytest.mark.parametrize("killed", ["package_create", "package_patch", "finish"])
def test_killed_anywhere_it_is_made_whole_by_the_next_run(
    annecy: dict[str, Any], killed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(annecy, RIGHT)
    with monkeypatch.context() as patched:
        _kill(patched, killed)
        with pytest.raises(SystemExit):
            build(*PAIR)
    model.Session.remove()
    assert build(*PAIR).result is Result.MADE
    assert (ids(), dataset()["state"], len(dataset()["resources"])) == (["2026-041", "2"], "active", 3)


def _kill(patched: pytest.MonkeyPatch, where: str) -> None:
    def die(*_: Any) -> None:
        raise SystemExit

    if where == "finish":
        patched.setattr(store, "finish", die)
        return
    original = tk.get_action

    def get_action(name: str) -> Any:
        return die if name == where else original(name)

    patched.setattr(publishing.tk, "get_action", get_action)


def test_half_made_it_is_seen_by_nobody(annecy: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    published(annecy, RIGHT)
    with monkeypatch.context() as patched:
        _kill(patched, "package_patch")
        with pytest.raises(SystemExit):
            build(*PAIR)
    found = helpers.call_action("package_search", q="consolidated")
    assert (found["count"], act("odlocale_socle_consolidation_list", None)["count"]) == (0, 0)


def test_without_a_right_row_there_is_no_dataset(annecy: dict[str, Any]) -> None:
    published(annecy, as_csv([decision(DELIB_DATE="hier")]))
    assert build(*PAIR).result is Result.EMPTY
    assert due(asked(territory=EPCI)) == []


def test_the_dataset_itself_is_never_counted_nor_consolidated(annecy: dict[str, Any]) -> None:
    published(annecy, RIGHT)
    build(*PAIR)
    portal = helpers.call_action("organization_show", id="portail")
    extras = [{"key": "odlocale_territory", "value": EPCI}]
    boss = {"user": sysadmin()}
    helpers.call_action("organization_patch", boss, id=portal["id"], extras=extras)
    for one in dataset()["resources"]:
        helpers.call_action("resource_patch", boss, id=one["id"], socle_schema=DELIBERATIONS)
    found = act("odlocale_socle_coverage", None, id=EPCI, schema=DELIBERATIONS)["results"][0]
    assert (found["sets"][0]["state"], due(asked(territory=EPCI))) == ("absent", [])


def test_its_files_are_not_judged(annecy: dict[str, Any]) -> None:
    from ckan.lib import jobs

    published(annecy, RIGHT)
    jobs.get_queue().empty()
    build(*PAIR)
    assert jobs.get_queue().jobs == []


@pytest.mark.parametrize("how", ["resource_create", "resource_patch", "package_patch"])
def test_who_says_that_a_file_was_consolidated_has_it_judged_like_any_other(
    annecy: dict[str, Any], how: str
) -> None:
    chosen = {"socle_schema": DELIBERATIONS, "odlocale_consolidated": "rows.csv"}
    resource = publish(WRONG, dataset=factories.Dataset(owner_org=annecy["id"]), **chosen)
    if how == "resource_patch":
        act(how, sysadmin(), id=resource["id"], **chosen)
    elif how == "package_patch":
        act(how, sysadmin(), id=resource["package_id"], resources=[{**resource, **chosen}])
    checking.check(resource["id"])
    (one,) = helpers.call_action("package_show", id=resource["package_id"])["resources"]
    assert ("odlocale_consolidated" in one, one["socle_verdict"]) == (False, "invalid")


def test_nor_does_an_editor_of_a_consolidated_dataset_make_one_of_another_file(
    annecy: dict[str, Any],
) -> None:
    published(annecy, RIGHT)
    build(*PAIR)
    made = dataset()
    other = publish(WRONG, dataset=made, socle_schema=DELIBERATIONS)
    written = [{**other, "odlocale_consolidated": "rows.csv"}, *made["resources"]]
    act("package_patch", sysadmin(), id=made["id"], resources=written)
    checking.check(other["id"])
    one, *ours = dataset()["resources"]
    parts = [each["odlocale_consolidated"] for each in ours]
    assert ("odlocale_consolidated" in one, one["socle_verdict"]) == (False, "invalid")
    assert parts == ["rows.csv", "rejects.csv", "sources.csv"]


def test_a_consolidated_file_stays_one_when_somebody_edits_it(annecy: dict[str, Any]) -> None:
    published(annecy, RIGHT)
    build(*PAIR)
    one = dataset()["resources"][0]
    act("resource_patch", sysadmin(), id=one["id"], name="Autre nom")
    again = dataset()["resources"][0]
    assert (again["name"], again["odlocale_consolidated"]) == ("Autre nom", one["odlocale_consolidated"])


def test_the_number_of_queries_does_not_grow_with_the_files(annecy: dict[str, Any]) -> None:
    published(annecy, RIGHT)
    with counted() as one:
        due(asked())
    for number in range(3):
        published(annecy, as_csv([decision(DELIB_ID=str(number))]))
    with counted() as four:
        due(asked())
    assert (len(one), len(four)) == (3, 3)


def test_two_do_not_make_the_same_at_once(annecy: dict[str, Any]) -> None:
    import sqlalchemy as sa

    with store.alone(PAIR), model.ensure_engine().connect() as other:
        key = sa.func.hashtextextended(" ".join(("odlocale consolidation", *PAIR)), 0)
        assert other.execute(sa.select(sa.func.pg_try_advisory_lock(key))).scalar() is False


# Who has it made, and how.


@pytest.mark.parametrize(
    ("capacity", "may"),
    [("nobody", False), ("stranger", False), ("member", False), ("editor", True), ("admin", True)],
)
def test_who_publishes_for_its_organization_has_it_made(capacity: str, may: bool) -> None:
    owner = helpers.call_action("organization_show", id="portail")
    user = None if capacity == "nobody" else member(None if capacity == "stranger" else owner, capacity)
    if may:
        assert act("odlocale_socle_consolidate", user)["schema"] is None
        return
    with pytest.raises(tk.NotAuthorized):
        act("odlocale_socle_consolidate", user)


def test_the_action_has_it_made_in_the_background(annecy: dict[str, Any]) -> None:
    published(annecy, RIGHT)
    act("odlocale_socle_consolidate", sysadmin(), schema="deliberations", territory=EPCI)
    run_jobs()
    assert ids() == ["2026-041", "2"]


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"schema": "nuages"}, "schema"),
        ({"schema": "139bercy/format-commande-publique"}, "schema"),
        ({"territory": "Annecy"}, "territory"),
        ({"territory": ANNECY}, "territory"),
    ],
)
def test_a_wrong_field_is_named(told: dict[str, str], field: str) -> None:
    with pytest.raises(tk.ValidationError) as refused:
        act("odlocale_socle_consolidate", sysadmin(), **told)
    assert list(refused.value.error_dict) == [field]


def test_a_portal_without_the_setting_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(config, SETTING, "")
    with pytest.raises(tk.ValidationError, match=SETTING):
        act("odlocale_socle_consolidate", sysadmin())


def test_what_is_published_is_listed_for_everybody(annecy: dict[str, Any]) -> None:
    published(annecy, WRONG)
    build(*PAIR)
    found = act("odlocale_socle_consolidation_list", None, territory=EPCI)["results"]
    assert [(one["schema"], one["rows"], one["rejected"], one["sources"]) for one in found] == [
        (DELIBERATIONS, 1, 1, 1)
    ]


def test_the_command_makes_what_changed(annecy: dict[str, Any], cli: Any) -> None:
    from ckan.cli.cli import ckan

    published(annecy, RIGHT)
    done = cli.invoke(ckan, ["odlocale", "socle", "consolidate", "--territory", EPCI, "--json"])
    assert json.loads(done.stdout) == [
        {
            "territory": EPCI,
            "schema": DELIBERATIONS,
            "result": "made",
            "rows": 2,
            "rejected": 0,
            "sources": 1,
        }
    ]


def test_the_command_tells_what_the_portal_refuses(
    annecy: dict[str, Any], cli: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ckan.cli.cli import ckan

    published(annecy, RIGHT)
    monkeypatch.setitem(config, SETTING, "nobody-here")
    done = cli.invoke(ckan, ["odlocale", "socle", "consolidate", "--territory", EPCI, "--json"])
    assert (done.exit_code, "refused" in json.loads(done.stdout)[0]) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["--schema", "nuages"], 2), (["--territory", "epci-999999999"], 1), (["--territory", ANNECY], 2)],
)
def test_the_command_says_what_is_wrong(cli: Any, arguments: list[str], code: int) -> None:
    from ckan.cli.cli import ckan

    assert cli.invoke(ckan, ["odlocale", "socle", "consolidate", *arguments]).exit_code == code


@pytest.mark.parametrize("page", [f"/territoire/{EPCI}", "/socle/scdl/deliberations"])
def test_pages_lead_to_it(app: Any, annecy: dict[str, Any], page: str) -> None:
    published(annecy, RIGHT)
    build(*PAIR)
    assert f'href="/dataset/{dataset()["name"]}"' in app.get(page).body
