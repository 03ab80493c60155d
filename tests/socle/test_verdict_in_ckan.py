"""Files of resources are judged by the standard chosen for them, and the verdict is kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckan.common import config
from ckan.tests import factories, helpers

from ckanext.odlocale.socle import checking
from ckanext.odlocale.socle.verdicts import store
from tests.background import run_jobs
from tests.socle.made import as_csv, decision
from tests.socle.portal import (
    DELIBERATIONS,
    OTHER,
    RIGHT,
    WRONG,
    change,
    publish,
    shown,
    upload,
    verdict,
    waiting,
)
from tests.territory.queries import counted

pytestmark = pytest.mark.ckan


@pytest.fixture(autouse=True)
def _folder_of_uploads(clean_site: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(config, "ckan.storage_path", str(tmp_path))


def judged(content: str | bytes, name: str = "deliberations.csv", **fields: Any) -> dict[str, Any]:
    resource = publish(content, name, **{"socle_schema": DELIBERATIONS, **fields})
    run_jobs()
    return resource


def test_a_file_with_a_standard_is_sent_to_be_judged() -> None:
    resource = publish(RIGHT, socle_schema=DELIBERATIONS)
    assert waiting() == [resource["id"]]


def test_it_is_said_unchecked_meanwhile() -> None:
    assert shown(publish(RIGHT, socle_schema=DELIBERATIONS))["socle_verdict"] == "unchecked"


@pytest.mark.parametrize(
    ("content", "outcome"),
    [
        (RIGHT, "valid"),
        (WRONG, "invalid"),
        ("", "error"),
        ("<!doctype html><p>404", "error"),
        (b"\x00\x01\x02" * 99, "error"),
    ],
    ids=["right", "wrong", "empty", "web page", "binary"],
)
def test_the_verdict_is_on_the_resource(content: str | bytes, outcome: str) -> None:
    assert shown(judged(content))["socle_verdict"] == outcome


def test_a_save_asks_as_much_of_our_tables_whatever_number_of_files_the_dataset_has() -> None:
    resource = judged(RIGHT)
    alone = asked_of_ours(resource)
    for number in range(3):
        publish(RIGHT, f"{number}.csv", dataset={"id": resource["package_id"]}, socle_schema=DELIBERATIONS)
    assert len(asked_of_ours(resource)) == len(alone)


def asked_of_ours(resource: dict[str, Any]) -> list[str]:
    """What a save of a resource asks of tables that CKAN alone has not."""
    with counted() as statements:
        change(resource, description=f"as it is {len(waiting())}")
    return [one for one in statements if "odlocale_" in one]


def test_every_error_is_counted() -> None:
    assert verdict(judged(WRONG))["error_counts"] == {"type-error": 1, "siret": 1}


def test_only_the_first_errors_of_a_rule_are_kept() -> None:
    rows = [decision(DELIB_ID=str(number), DELIB_DATE="x") for number in range(150)]
    assert len(verdict(judged(as_csv(rows)))["errors"]) == 100


def test_hostile_texts_are_kept_harmless() -> None:
    found = verdict(judged(as_csv([decision(DELIB_DATE="hier\x00 soir")])))
    assert found["errors"][0]["value"] == "hier␀ soir"


def test_the_version_that_the_file_follows_is_said() -> None:
    assert shown(judged(RIGHT))["socle_version"] == "2.1.5"


def test_a_standard_may_be_named_by_its_alias() -> None:
    assert publish(RIGHT, socle_schema="deliberations")["socle_schema"] == DELIBERATIONS


def test_a_version_may_be_demanded() -> None:
    resource = publish(RIGHT, socle_schema="etalab/schema-bal@1.4")
    assert resource["socle_schema"] == "etalab/schema-bal@1.4.0"


def test_choosing_fills_the_schema_of_ckanext_validation() -> None:
    resource = publish(RIGHT, socle_schema=DELIBERATIONS)
    assert resource["schema"] == "http://test.ckan.net/socle/scdl/deliberations/2.1.5/schema.json"


def test_an_unknown_standard_is_refused_in_words() -> None:
    with pytest.raises(tk.ValidationError) as refused:
        publish(RIGHT, socle_schema="scdl/nuages")
    assert refused.value.error_dict["socle_schema"] == [
        "There is no standard “scdl/nuages”. The page /socle lists them."
    ]


def test_nobody_can_write_a_verdict() -> None:
    resource = judged(WRONG)
    dataset = helpers.call_action("package_show", id=resource["package_id"])
    dataset["resources"][0]["socle_verdict"] = "valid"
    helpers.call_action("package_update", {"user": factories.Sysadmin()["name"]}, **dataset)
    assert shown(resource)["socle_verdict"] == "invalid"


def test_a_verdict_without_a_standard_cannot_be_written() -> None:
    resource = publish(OTHER, "communes.csv", socle_verdict="valid")
    assert "socle_verdict" not in shown(resource)


def test_writing_the_verdict_does_not_change_the_dataset() -> None:
    resource = publish(RIGHT, socle_schema=DELIBERATIONS)
    before = helpers.call_action("package_show", id=resource["package_id"])["metadata_modified"]
    run_jobs()
    assert helpers.call_action("package_show", id=resource["package_id"])["metadata_modified"] == before


def test_a_change_of_description_asks_for_no_verdict() -> None:
    change(judged(RIGHT), description="Séances de 2026")
    assert waiting() == []


def test_a_new_file_asks_for_one() -> None:
    resource = judged(WRONG)
    change(resource, upload=upload(RIGHT, "corrigees.csv"))
    run_jobs()
    assert shown(resource)["socle_verdict"] == "valid"


def test_the_former_verdict_stays_until_then() -> None:
    resource = judged(WRONG)
    change(resource, upload=upload(RIGHT))
    assert (verdict(resource)["verdict"], verdict(resource)["waiting"]) == ("invalid", True)


def test_the_same_file_is_not_judged_again() -> None:
    resource = judged(WRONG)
    before = store.of_resource(resource["id"])
    change(resource, upload=upload(WRONG))
    run_jobs()
    after = store.of_resource(resource["id"])
    assert before is not None
    assert after is not None
    assert (after["judged"], after["waiting"]) == (before["judged"], None)


def test_it_is_when_that_is_wanted() -> None:
    resource = judged(WRONG)
    before = store.of_resource(resource["id"])
    checking.check(resource["id"], force=True)
    after = store.of_resource(resource["id"])
    assert before is not None
    assert after is not None
    assert after["judged"] > before["judged"]


def test_another_standard_asks_for_another_verdict() -> None:
    resource = judged(RIGHT)
    change(resource, socle_schema="scdl/subventions")
    run_jobs()
    assert (shown(resource)["socle_verdict"], verdict(resource)["schema"]) == ("invalid", "scdl/subventions")


def test_without_its_standard_a_file_has_no_verdict() -> None:
    resource = judged(RIGHT)
    change(resource, socle_schema="")
    assert "socle_verdict" not in shown(resource)


def test_the_address_of_the_standard_goes_with_it() -> None:
    assert not change(judged(RIGHT), socle_schema="").get("schema")


def test_a_file_that_nobody_chose_a_standard_for_is_recognised() -> None:
    resource = judged(RIGHT, socle_schema="")
    assert shown(resource)["socle_proposal"] == DELIBERATIONS


def test_what_is_recognised_is_no_verdict() -> None:
    assert "socle_verdict" not in shown(judged(RIGHT, socle_schema=""))


def test_a_file_of_no_standard_proposes_none() -> None:
    assert "socle_proposal" not in shown(judged(OTHER, "communes.csv", socle_schema=""))


def test_a_picture_is_not_looked_into() -> None:
    publish(b"\x89PNG", "photo.png")
    assert waiting() == []


def test_a_link_is_not_opened() -> None:
    dataset = factories.Dataset(owner_org=factories.Organization()["id"])
    resource = factories.Resource(
        package_id=dataset["id"], url="http://127.0.0.1:9/a.csv", format="CSV", socle_schema=DELIBERATIONS
    )
    assert (waiting(), shown(resource)["socle_verdict"]) == ([], "unchecked")


def test_a_lost_file_is_an_error(tmp_path: Path) -> None:
    resource = publish(RIGHT, socle_schema=DELIBERATIONS)
    for path in (tmp_path / "resources").rglob("*"):
        if path.is_file():
            path.unlink()
    run_jobs()
    assert verdict(resource)["reason"] == "The portal cannot find the file. Upload it again."


def test_the_verdict_goes_with_the_resource() -> None:
    resource = judged(RIGHT)
    helpers.call_action("dataset_purge", {"user": factories.Sysadmin()["name"]}, id=resource["package_id"])
    model.Session.commit()
    assert store.of_resource(resource["id"]) is None


# One judge: ckanext-validation says what we say.


def test_ckanext_validation_does_not_judge_it_too() -> None:
    publish(RIGHT, socle_schema=DELIBERATIONS)
    from ckan.lib import jobs

    assert len(jobs.get_queue().jobs) == 1


@pytest.mark.parametrize(
    ("content", "status"),
    [(RIGHT, "success"), (WRONG, "failure"), ("", "error")],
    ids=["right", "wrong", "empty"],
)
def test_its_status_is_our_verdict(content: str, status: str) -> None:
    resource = judged(content)
    theirs = helpers.call_action("resource_validation_show", resource_id=resource["id"])
    assert (shown(resource)["validation_status"], theirs["status"]) == (status, status)


def test_its_report_has_our_errors() -> None:
    report = json.loads(
        helpers.call_action("resource_validation_show", resource_id=judged(WRONG)["id"])["report"]
    )
    assert [error["type"] for error in report["tasks"][0]["errors"]] == ["type-error", "siret"]


@pytest.mark.parametrize("content", [RIGHT, WRONG, ""], ids=["right", "wrong", "empty"])
def test_its_report_is_one_that_frictionless_reads(content: str) -> None:
    from frictionless import Report

    told = helpers.call_action("resource_validation_show", resource_id=judged(content)["id"])["report"]
    assert Report.from_descriptor(json.loads(told)).valid is (content == RIGHT)


def test_its_action_runs_our_judge() -> None:
    resource = judged(WRONG)
    helpers.call_action("resource_validation_run", resource_id=resource["id"])
    assert waiting() == [resource["id"]]


def test_a_file_without_a_standard_is_its_business() -> None:
    resource = judged(OTHER, "communes.csv", socle_schema="")
    assert shown(resource)["validation_status"] == "success"


# Judged while it is saved.


@pytest.mark.ckan_config("ckanext.odlocale.socle.checking", "at-once")
def test_an_invalid_file_may_be_kept_with_its_verdict_at_once() -> None:
    assert shown(publish(WRONG, socle_schema=DELIBERATIONS))["socle_verdict"] == "invalid"


@pytest.mark.ckan_config("ckanext.odlocale.socle.checking", "refuse")
def test_an_invalid_file_may_be_refused() -> None:
    with pytest.raises(tk.ValidationError) as refused:
        publish(WRONG, socle_schema=DELIBERATIONS)
    assert len(refused.value.error_dict["upload"]) == 2


@pytest.mark.ckan_config("ckanext.odlocale.socle.checking", "refuse")
def test_a_refused_file_leaves_no_resource() -> None:
    dataset = factories.Dataset(owner_org=factories.Organization()["id"])
    with pytest.raises(tk.ValidationError):
        publish(WRONG, dataset=dataset, socle_schema=DELIBERATIONS)
    assert helpers.call_action("package_show", id=dataset["id"])["resources"] == []


@pytest.mark.ckan_config("ckanext.odlocale.socle.checking", "refuse")
def test_a_refused_update_leaves_the_file_and_its_verdict() -> None:
    resource = publish(RIGHT, socle_schema=DELIBERATIONS)
    before = shown(resource)
    with pytest.raises(tk.ValidationError):
        change(resource, upload=upload(WRONG))
    assert shown(resource) == before


@pytest.mark.ckan_config("ckanext.odlocale.socle.checking", "refuse")
def test_a_valid_file_is_saved_with_its_verdict() -> None:
    assert shown(publish(RIGHT, socle_schema=DELIBERATIONS))["socle_verdict"] == "valid"


@pytest.mark.ckan_config("ckanext.odlocale.socle.checking", "refuse")
def test_a_file_without_a_standard_is_not_refused() -> None:
    assert shown(publish(OTHER, "communes.csv"))["format"] == "CSV"


@pytest.mark.ckan_config("ckanext.validation.run_on_create_sync", "true")
def test_where_ckanext_validation_refuses_so_do_we() -> None:
    with pytest.raises(tk.ValidationError):
        publish(WRONG, socle_schema=DELIBERATIONS)


# Who may.


@pytest.mark.parametrize(("action", "who", "private", "allowed"), [
    ("odlocale_socle_verdict_show", "nobody", False, True),
    ("odlocale_socle_verdict_show", "nobody", True, False),
    ("odlocale_socle_verdict_show", "stranger", True, False),
    ("odlocale_socle_verdict_show", "member", True, True),
    ("odlocale_socle_check", "nobody", False, False),
    ("odlocale_socle_check", "stranger", False, False),
    ("odlocale_socle_check", "member", False, False),
    ("odlocale_socle_check", "editor", False, True),
])  # fmt: skip
def test_who_may_do_what(action: str, who: str, private: bool, allowed: bool) -> None:
    people = {name: factories.User() for name in ("stranger", "member", "editor")}
    members = [{"name": people[name]["name"], "capacity": name} for name in ("member", "editor")]
    owner = factories.Organization(users=members)
    resource = judged(RIGHT, dataset=factories.Dataset(owner_org=owner["id"], private=private))
    context: Any = {"user": people[who]["name"] if who in people else "", "model": model}
    try:
        answer = tk.check_access(action, context, {"id": resource["id"]})
    except tk.NotAuthorized:
        answer = False
    assert answer is allowed


@pytest.mark.parametrize("action", ["odlocale_socle_verdict_show", "odlocale_socle_check"])
@pytest.mark.parametrize("given", [{}, {"id": ""}, {"id": ["a"]}])
def test_bad_input_is_refused_in_words(action: str, given: dict[str, Any]) -> None:
    with pytest.raises((tk.ValidationError, tk.ObjectNotFound)):
        helpers.call_action(action, **given)


def test_a_link_cannot_be_judged() -> None:
    dataset = factories.Dataset(owner_org=factories.Organization()["id"])
    resource = factories.Resource(package_id=dataset["id"], url="http://example.com/a.csv", format="CSV")
    with pytest.raises(tk.ValidationError, match="upload it here"):
        helpers.call_action("odlocale_socle_check", id=resource["id"])


# Found in the search.


def facets(*fields: str) -> dict[str, Any]:
    found = helpers.call_action("package_search", **{"facet.field": json.dumps(list(fields)), "rows": 0})
    return {field: {one["display_name"]: one["count"] for one in items["items"]}
            for field, items in found["search_facets"].items()}  # fmt: skip


def test_datasets_are_found_by_standard_and_verdict() -> None:
    judged(WRONG)
    assert facets("vocab_odlocale_socle", "vocab_odlocale_verdict") == {
        "vocab_odlocale_socle": {"Decisions of the assembly": 1},
        "vocab_odlocale_verdict": {"Invalid": 1},
    }


def test_the_verdict_follows_in_the_search() -> None:
    resource = judged(WRONG)
    change(resource, upload=upload(RIGHT))
    run_jobs()
    assert facets("vocab_odlocale_verdict") == {"vocab_odlocale_verdict": {"Valid": 1}}


def test_what_is_only_recognised_is_not_found_by_it() -> None:
    judged(RIGHT, socle_schema="")
    assert facets("vocab_odlocale_socle") == {"vocab_odlocale_socle": {}}


def test_a_search_shows_the_verdict_of_each_resource() -> None:
    judged(RIGHT)
    found = helpers.call_action("package_search")["results"]
    assert found[0]["resources"][0]["socle_verdict"] == "valid"
