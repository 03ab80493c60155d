"""The figures as datasets of a portal that has a schema of datasets."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from pathlib import Path
from typing import Any

import pytest
from ckan.common import config
from ckan.tests.factories import Organization
from ckan.tests.helpers import call_action

from ckanext.odlocale.observatory.published import writing
from tests.observatory.portal import DAY, france, taken
from tests.socle import scheming

READY = scheming.SETTINGS["scheming.dataset_schemas"]
STRICT = Path(scheming.__file__).with_name("strict_schema.yaml").as_uri()


def with_schema(schemas: str) -> Callable[[Any], Any]:
    """Has a test run on a portal with these dataset schemas."""
    plugins = pytest.mark.ckan_config("ckan.plugins", f"{scheming.PLUGINS} odlocale_observatory")
    marks = [*scheming.marks_for(schemas), plugins]
    return lambda test: reduce(lambda marked, mark: mark(marked), marks, test)


@pytest.fixture(autouse=True)
def _publisher(clean_site: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(config, "ckan.storage_path", str(tmp_path))
    monkeypatch.setitem(config, writing.config.PUBLISHER, "region")
    france()
    Organization(name="region")
    taken()


@with_schema(READY)
def test_the_frequency_is_in_its_field_and_nothing_changes_the_second_time() -> None:
    writing.publish(DAY)
    assert call_action("package_show", id="odlocale-observatoire-indicateurs")["frequency"] == writing.DAILY
    assert [(one.made, one.files) for one in writing.publish(DAY)] == [(False, ()), (False, ())]


@with_schema(STRICT)
def test_a_schema_that_asks_for_more_is_told_and_nothing_is_left() -> None:
    with pytest.raises(writing.PublishingError, match="Shelf: Missing value"):
        writing.publish(DAY)
    assert call_action("package_search", include_private=True)["count"] == 0
