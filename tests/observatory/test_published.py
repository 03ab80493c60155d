"""The figures as datasets of the portal itself."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.observatory.portal import DAY, counted, filled, taken

pytestmark = pytest.mark.ckan

INDICATORS = "odlocale-observatoire-indicateurs"


@pytest.fixture(autouse=True)
def _publisher(clean_site: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from ckan.common import config

    monkeypatch.setitem(config, "ckan.storage_path", str(tmp_path))
    monkeypatch.setitem(config, "ckanext.odlocale.observatory.publisher", "region")


def published() -> Any:
    from ckanext.odlocale.observatory.published import writing

    return writing.publish(DAY)


def shown(name: str) -> dict[str, Any]:
    from ckan.tests.helpers import call_action

    return call_action("package_show", id=name)


def content(resource: dict[str, Any]) -> bytes:
    from ckan.lib.uploader import get_resource_uploader

    return Path(get_resource_uploader(resource).get_path(resource["id"])).read_bytes()


def rows(dataset: dict[str, Any], number: int = 0) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content(dataset["resources"][number]).decode("utf-8-sig"))))


def test_both_datasets_are_there_with_a_schema_of_each_file() -> None:
    filled()
    taken()
    done = published()
    assert [(one.made, len(one.files)) for one in done] == [(True, 6), (True, 4)]
    assert [one["format"] for one in shown(INDICATORS)["resources"]] == ["CSV", "JSON"] * 3


def test_the_published_figures_are_those_of_the_portal() -> None:
    filled()
    taken()
    published()
    found = {(row["territory"], row["indicator"]): row for row in rows(shown(INDICATORS))}
    one = found["dep-74", "open"]
    assert (int(one["numerator"]), int(one["denominator"])) == counted("open", "dep-74")


def test_the_schema_names_the_columns_of_its_file() -> None:
    filled()
    taken()
    published()
    dataset = shown(INDICATORS)
    fields = json.loads(content(dataset["resources"][1]))["fields"]
    assert [one["name"] for one in fields] == list(rows(dataset)[0])


def test_twice_the_same_day_writes_nothing_again() -> None:
    filled()
    taken()
    published()
    before = [one["last_modified"] for one in shown(INDICATORS)["resources"]]
    assert [(one.made, one.files) for one in published()] == [(False, ()), (False, ())]
    assert [one["last_modified"] for one in shown(INDICATORS)["resources"]] == before


def test_what_the_observatory_publishes_opens_nobody() -> None:
    portal = filled()
    taken()
    before = counted("open_own"), counted("rolled_up"), counted("quality_licence")
    published()
    taken(DAY + timedelta(days=1))
    assert (counted("open_own"), counted("rolled_up"), counted("quality_licence")) == before
    assert portal["region"]["id"] == shown(INDICATORS)["owner_org"]


def test_a_run_that_died_is_finished_by_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    from ckan import model

    from ckanext.odlocale.observatory.published import writing

    filled()
    taken()
    kept = writing._file
    monkeypatch.setattr(writing, "_file", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        published()
    model.Session.rollback()
    monkeypatch.setattr(writing, "_file", kept)
    assert [(one.made, len(one.files)) for one in published()] == [(False, 6), (True, 4)]


def test_a_dataset_that_somebody_deleted_does_not_come_back() -> None:
    from ckanext.odlocale.observatory.published.writing import PublishingError
    from tests.territory.people import act, sysadmin

    filled()
    taken()
    published()
    act("package_delete", sysadmin(), id=INDICATORS)
    with pytest.raises(PublishingError, match="was deleted"):
        published()


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("ckanext.odlocale.observatory.publisher", "nobody", "There is no organization"),
        ("ckan.storage_path", "", "ckan.storage_path"),
    ],
)
def test_what_is_missing_is_told(
    monkeypatch: pytest.MonkeyPatch, setting: str, value: str, said: str
) -> None:
    from ckan.common import config

    from ckanext.odlocale.observatory.published.writing import PublishingError

    filled()
    taken()
    monkeypatch.setitem(config, setting, value)
    with pytest.raises(PublishingError, match=said):
        published()
