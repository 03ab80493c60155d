"""Journey: the COG is imported → an organization attached → a commune merged → the pages follow."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.queues import work_off_jobs
from tests.territory import places
from tests.territory.portal import dataset, organization

pytestmark = pytest.mark.ckan


@pytest.fixture
def command() -> Any:
    """`ckan odlocale territory …`, as a person types it."""
    import ckan.cli.cli as ckan_cli
    from click.testing import CliRunner

    from ckanext.odlocale.command import odlocale

    assert ckan_cli
    return lambda *arguments: CliRunner().invoke(odlocale, ["territory", *arguments], catch_exceptions=False)


def listed(page: Any) -> list[str]:
    return sorted(set(re.findall(r'href="/dataset/([a-z-]+)"', page.body)))


def test_from_the_packaged_vintage_to_the_page_of_a_commune(app: Any, command: Any) -> None:
    imported = command("import")
    assert (imported.exit_code, "Vintage 2026 is in place" in imported.output) == (0, True)
    owner = organization("bonneville")
    dataset("budget", owner)
    assert command("attach", "bonneville", "com-74042").exit_code == 0
    assert work_off_jobs() == 1
    for territory in ("com-74042", "dep-74", "reg-84", "fr"):
        assert listed(app.get(f"/territoire/{territory}")) == ["budget"]
    assert "Bonneville" in app.get("/territoires?q=bonnev").body
    assert command("check").exit_code == 0


def test_a_merged_commune_takes_its_datasets_along(app: Any, tmp_path: Path) -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    import_vintage(places.france())
    dataset("arbres", organization("epagny", odlocale_territory="com-74112"))
    merged = replace(
        next(one for one in places.TERRITORIES if one.id == places.EPAGNY),
        successor=places.ANNECY,
        former=True,
        parents=(),
        siren=None,
    )
    import_vintage(places.france(merged))
    assert work_off_jobs() == 1
    assert listed(app.get("/territoire/com-74010")) == ["arbres"]
    assert app.get("/territoire/com-74112", follow_redirects=False).status_code == 301


def test_only_the_datasets_of_a_moved_commune_are_reindexed(app: Any) -> None:
    from ckanext.odlocale.territory.reindex import datasets_of_territories
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    import_vintage(places.france())
    annecy = organization("annecy", odlocale_territory="com-74010")
    dataset("budget", annecy)
    moved = dataset("sentiers", organization("seyssel", odlocale_territory="com-74269"))
    elsewhere = replace(
        next(one for one in places.TERRITORIES if one.id == places.SEYSSEL), parents=(places.EPCI, places.DEP)
    )
    applied = import_vintage(places.france(elsewhere))
    assert datasets_of_territories(applied.moved) == [moved["id"]]
    assert listed(app.get("/territoire/epci-200066793")) == ["budget"]
    assert work_off_jobs() == 1
    assert listed(app.get("/territoire/epci-200066793")) == ["budget", "sentiers"]
