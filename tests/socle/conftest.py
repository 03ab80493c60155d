"""What tests of the socle begin with."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def imported(migrated_database: None) -> None:
    """The territories of `tests.territory.places`, kept by modules marked with `keeps`."""
    from ckanext.odlocale.territory.vintages.importer import import_vintage
    from tests.territory.places import france

    import_vintage(france())


@pytest.fixture
def uploads(clean_site: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The folder of uploaded files, empty."""
    from ckan.common import config

    monkeypatch.setitem(config, "ckan.storage_path", str(tmp_path))
    return tmp_path
