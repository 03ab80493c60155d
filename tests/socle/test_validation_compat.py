"""ckanext-validation, the real package, on this CKAN: it starts, and both of its modes work."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
import pytest
import sqlalchemy as sa
from ckan import model
from ckan.common import config
from ckan.exceptions import CkanConfigurationException
from ckan.lib import jobs as background
from ckan.lib import uploader
from ckan.tests import factories, helpers
from werkzeug.datastructures import FileStorage

from ckanext.odlocale.socle import validation_compat
from tests.background import run_jobs

pytestmark = pytest.mark.ckan

SCHEMA = {"fields": [{"name": "insee", "type": "string"}, {"name": "habitants", "type": "integer"}]}
VALID = "insee,habitants\n74042,12829\n"
INVALID = "insee,habitants\n74042,beaucoup\n"

SYNCHRONOUS = (
    pytest.mark.ckan_config("ckanext.validation.run_on_create_sync", "true"),
    pytest.mark.ckan_config("ckanext.validation.run_on_update_sync", "true"),
)


@pytest.fixture(autouse=True)
def _folder_of_uploads(clean_site: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(config, "ckan.storage_path", str(tmp_path))


@pytest.fixture
def storage(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    from ckan.lib import files

    for key, value in {"type": "ckan:fs", "path": str(tmp_path)}.items():
        monkeypatch.setitem(config, f"ckan.files.storage.resources.{key}", value)
    files.storages.collect()
    yield
    files.storages.reset()


@pytest.fixture
def harvested() -> dict[str, Any]:
    """A dataset that a harvester brought."""
    from ckanext.harvest.model import HarvestJob, HarvestObject, HarvestSource

    organization = factories.Organization()
    dataset = factories.Dataset(owner_org=organization["id"])
    source = HarvestSource(url="http://example.com", type="ckan")
    source.save()
    job = HarvestJob(source=source)
    job.save()
    HarvestObject(job=job, package_id=dataset["id"], current=True).save()
    return dataset


def synchronous(test: Any) -> Any:
    for mark in SYNCHRONOUS:
        test = mark(test)
    return test


def file(text: str, name: str = "communes.csv") -> FileStorage:
    return FileStorage(io.BytesIO(text.encode()), name, "upload")


def upload(text: str, **more: Any) -> dict[str, Any]:
    user = factories.Sysadmin()
    dataset = more.pop("dataset", None) or factories.Dataset(owner_org=factories.Organization()["id"])
    fields = {
        "package_id": dataset["id"],
        "format": "CSV",
        "schema": json.dumps(SCHEMA),
        "upload": file(text),
    }
    return helpers.call_action("resource_create", {"user": user["name"]}, **(fields | more))


def update(resource: dict[str, Any], **changes: Any) -> dict[str, Any]:
    user = factories.Sysadmin()
    return helpers.call_action("resource_update", {"user": user["name"]}, **(resource | changes))


def jobs() -> list[str]:
    """The resources that wait for ckanext-validation; others wait to be recognised by us."""
    waiting = background.get_queue().jobs
    return [job.args[0]["id"] for job in waiting if job.func_name.endswith("run_validation_job")]


def verdict(resource: dict[str, Any]) -> dict[str, Any]:
    return helpers.call_action("resource_validation_show", resource_id=resource["id"])


def shown(resource: dict[str, Any]) -> dict[str, Any]:
    return helpers.call_action("resource_show", id=resource["id"])


def test_the_migration_makes_the_table() -> None:
    assert sa.inspect(model.ensure_engine()).has_table("validation")


def test_its_plugin_is_loaded() -> None:
    assert p.plugin_loaded("validation")


def test_it_sees_its_table() -> None:
    from ckanext.validation.model import tables_exist

    assert tables_exist() is True


def test_its_own_command_may_make_the_table_again() -> None:
    from ckanext.validation.model import create_tables

    create_tables()


def test_it_must_be_listed_after_ours() -> None:
    with pytest.raises(CkanConfigurationException, match="write odlocale_socle before validation"):
        validation_compat.start("validation odlocale_socle")


def test_nothing_is_repaired_where_it_is_not_enabled() -> None:
    validation_compat.start("odlocale_socle")


def test_what_works_is_left_alone() -> None:
    assert validation_compat._or_else(lambda: "theirs", lambda: "ours")() == "theirs"


def test_what_cannot_work_is_replaced() -> None:
    assert validation_compat._or_else(lambda: SimpleNamespace().exists(), lambda: "ours")() == "ours"


def test_other_names_of_the_uploader_are_the_real_ones() -> None:
    from ckan.lib import uploader

    assert validation_compat.UploaderView(extra=1).ResourceUpload is uploader.ResourceUpload


def test_an_uploaded_file_is_sent_to_be_validated() -> None:
    resource = upload(VALID)
    assert jobs() == [resource["id"]]


def test_only_the_new_file_of_a_dataset_is_sent() -> None:
    dataset = factories.Dataset(owner_org=factories.Organization()["id"])
    upload(VALID, dataset=dataset)
    run_jobs()
    second = upload(VALID, dataset=dataset)
    assert jobs() == [second["id"]]


def test_a_valid_file_succeeds() -> None:
    resource = upload(VALID)
    run_jobs()
    assert verdict(resource)["status"] == "success"


def test_an_invalid_file_fails() -> None:
    resource = upload(INVALID)
    run_jobs()
    assert verdict(resource)["status"] == "failure"


def test_the_report_names_the_error() -> None:
    resource = upload(INVALID)
    run_jobs()
    report = json.loads(verdict(resource)["report"])
    assert [error["type"] for error in report["tasks"][0]["errors"]] == ["type-error"]


def test_the_report_hides_where_the_file_lies() -> None:
    resource = upload(VALID)
    run_jobs()
    assert json.loads(verdict(resource)["report"])["tasks"][0]["place"] == resource["url"]


def test_the_verdict_is_written_on_the_resource() -> None:
    resource = upload(INVALID)
    run_jobs()
    assert shown(resource)["validation_status"] == "failure"


def test_writing_the_verdict_asks_for_no_other() -> None:
    upload(VALID)
    run_jobs()
    assert jobs() == []


def test_a_corrected_file_is_judged_again() -> None:
    resource = upload(INVALID)
    run_jobs()
    update(shown(resource), schema=json.dumps(SCHEMA), upload=file(VALID))
    run_jobs()
    assert verdict(resource)["status"] == "success"


def test_a_link_of_a_new_dataset_is_sent() -> None:
    dataset = factories.Dataset(
        owner_org=factories.Organization()["id"],
        resources=[{"url": "http://example.com/a.csv", "format": "CSV"}],
    )
    assert jobs() == [dataset["resources"][0]["id"]]


def test_a_schema_may_be_a_file() -> None:
    resource = upload(VALID, schema=None, schema_upload=file(json.dumps(SCHEMA), "schema.json"))
    run_jobs()
    assert verdict(resource)["status"] == "success"


def test_a_file_of_a_private_dataset_is_judged(app: Any) -> None:
    dataset = factories.Dataset(owner_org=factories.Organization()["id"], private=True)
    form = {
        "package_id": dataset["id"],
        "format": "CSV",
        "upload": (io.BytesIO(VALID.encode()), "communes.csv"),
    }
    headers = {"Authorization": factories.SysadminWithToken()["token"]}
    resource = app.post("/api/action/resource_create", data=form, headers=headers).json["result"]
    run_jobs()
    assert verdict(resource)["status"] == "success"


def test_a_private_dataset_of_a_script_is_saved_all_the_same() -> None:
    dataset = factories.Dataset(owner_org=factories.Organization()["id"], private=True)
    assert upload(VALID, dataset=dataset)["format"] == "CSV"


def test_links_of_a_harvested_dataset_are_not_opened(harvested: dict[str, Any]) -> None:
    link = {"url": "http://127.0.0.1:9/a.csv", "format": "CSV"}
    user = factories.Sysadmin()
    helpers.call_action("package_patch", {"user": user["name"]}, id=harvested["id"], resources=[link])
    assert jobs() == []


def test_uploads_of_a_harvested_dataset_are_judged(harvested: dict[str, Any]) -> None:
    resource = upload(VALID, dataset=harvested)
    assert jobs() == [resource["id"]]


@synchronous
def test_an_invalid_file_is_refused_at_once() -> None:
    with pytest.raises(tk.ValidationError) as refused:
        upload(INVALID)
    assert refused.value.error_dict["validation"][0]["valid"] is False


@synchronous
def test_a_refused_file_leaves_no_resource() -> None:
    dataset = factories.Dataset(owner_org=factories.Organization()["id"])
    with pytest.raises(tk.ValidationError):
        upload(INVALID, dataset=dataset)
    assert helpers.call_action("package_show", id=dataset["id"])["resources"] == []


@synchronous
def test_a_valid_file_has_its_verdict_at_once() -> None:
    assert upload(VALID)["validation_status"] == "success"


@synchronous
def test_a_refused_update_leaves_the_file_published_before() -> None:
    resource = upload(VALID)
    before = shown(resource)
    with pytest.raises(tk.ValidationError):
        update(before, upload=file(INVALID, "pire.csv"))
    assert shown(resource) == before


@synchronous
def test_the_form_shows_why_a_file_is_refused(app: Any) -> None:
    dataset = factories.Dataset(owner_org=factories.Organization()["id"])
    form = {"save": "go-metadata", "format": "CSV", "url": "communes.csv", "name": "Communes", "id": ""}
    form |= {"schema": json.dumps(SCHEMA), "upload": (io.BytesIO(INVALID.encode()), "communes.csv")}
    headers = {"Authorization": factories.SysadminWithToken()["token"]}
    page = app.post(f"/dataset/{dataset['name']}/resource/new", data=form, headers=headers)
    assert "1 problem in the file, which was not saved. Type error in the cell" in page.body


@synchronous
def test_a_refusal_does_not_tell_our_folders() -> None:
    with pytest.raises(tk.ValidationError) as refused:
        upload(INVALID)
    assert refused.value.error_dict["validation"][0]["tasks"][0]["place"] == "communes.csv"


@synchronous
def test_no_job_is_needed() -> None:
    upload(VALID)
    assert jobs() == []


@synchronous
def test_a_broken_schema_is_refused_in_words() -> None:
    with pytest.raises(tk.ValidationError) as refused:
        upload(VALID, schema='{"fields": ')
    assert list(refused.value.error_dict) == ["schema"]


@synchronous
def test_another_format_is_saved_unjudged() -> None:
    assert "validation_status" not in upload("...", format="PDF", upload=file("...", "plan.pdf"))


# CKAN before 2.12 has no storages to keep files in.
if hasattr(uploader, "FKResourceUpload"):

    @pytest.mark.parametrize(("text", "status"), [(VALID, "success"), (INVALID, "failure")])
    def test_a_file_in_a_storage_is_judged(text: str, status: str, storage: None) -> None:
        resource = upload(text)
        run_jobs()
        assert verdict(resource)["status"] == status

    def test_the_copy_of_a_stored_file_goes(storage: None) -> None:
        resource = upload(VALID)
        copies = set(Path(tempfile.gettempdir()).glob("odlocale-*"))
        run_jobs()
        assert verdict(resource)["status"] == "success"
        assert set(Path(tempfile.gettempdir()).glob("odlocale-*")) == copies
