"""Which datasets are reindexed, and when."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ckanext.odlocale.cog.shared import Territory
from tests.territory.places import ANNECY, DEP, EPAGNY, STRADDLING, france
from tests.territory.portal import dataset, organization

pytestmark = pytest.mark.ckan


@pytest.fixture(autouse=True)
def portal() -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    import_vintage(france())


@pytest.fixture
def indexed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Ids of the datasets that get indexed from here on."""
    from ckanext.odlocale.territory.search import TerritoryIndex

    ids: list[str] = []
    original = TerritoryIndex.index

    def heard(index: Any, document: dict[str, Any]) -> dict[str, Any]:
        ids.append(document["id"])
        return original(index, document)

    monkeypatch.setattr(TerritoryIndex, "index", heard)
    return ids


def jobs() -> list[str]:
    """Names of the functions that wait in the background queue."""
    from ckan.lib import jobs as background

    return [job.func_name.rpartition(".")[2] for job in background.get_queue().jobs]


def work() -> None:
    """Run what waits in the background queue, as a worker does."""
    from ckan.lib import jobs as background

    queue = background.get_queue()
    while queue.jobs:
        job = queue.jobs[0]
        queue.remove(job)
        job.func(*job.args)


def update(one: dict[str, Any], **values: Any) -> None:
    from ckan.tests.factories import Sysadmin
    from ckan.tests.helpers import call_action

    call_action("organization_patch", {"user": Sysadmin()["name"]}, id=one["id"], **values)


def territory(value: str) -> list[dict[str, str]]:
    return [{"key": "odlocale_territory", "value": value}]


def producers() -> dict[str, list[str]]:
    """The producer's territory in the index, by name of dataset."""
    from ckan.lib.search.common import make_connection

    documents = make_connection().search("*:*", fl="name,vocab_odlocale_territory").docs
    return {one["name"]: one.get("vocab_odlocale_territory", []) for one in documents}


def test_an_organization_that_gets_another_territory_takes_its_datasets_along() -> None:
    annecy = organization("annecy", odlocale_territory=ANNECY)
    dataset("one", annecy)
    update(annecy, extras=territory(EPAGNY))
    work()
    assert producers() == {"one": [EPAGNY]}


def test_only_the_datasets_without_a_producer_of_their_own_are_reindexed(indexed: list[str]) -> None:
    annecy = organization("annecy", odlocale_territory=ANNECY)
    followed = dataset("one", annecy)
    dataset("two", annecy, odlocale_territory=ANNECY)
    dataset("three", organization("departement", odlocale_territory=DEP))
    indexed.clear()
    update(annecy, extras=territory(EPAGNY))
    work()
    assert indexed == [followed["id"]]


def test_a_dataset_that_names_its_producer_stays_there(indexed: list[str]) -> None:
    departement = organization("departement", odlocale_territory=DEP)
    dataset("one", departement, odlocale_territory=EPAGNY)
    indexed.clear()
    update(departement, extras=territory(ANNECY))
    work()
    assert (indexed, producers()) == ([], {"one": [EPAGNY]})


def test_an_organization_saved_with_the_same_territory_reindexes_nothing(indexed: list[str]) -> None:
    annecy = organization("annecy", odlocale_territory=ANNECY)
    dataset("one", annecy)
    indexed.clear()
    update(annecy, title="Ville d'Annecy")
    work()
    assert indexed == []


def test_an_organization_without_datasets_enqueues_nothing() -> None:
    update(organization("annecy", odlocale_territory=ANNECY), extras=territory(EPAGNY))
    assert jobs() == []


def test_changing_forth_and_back_before_the_job_runs_leaves_the_index_right() -> None:
    annecy = organization("annecy", odlocale_territory=ANNECY)
    dataset("one", annecy)
    update(annecy, extras=territory(EPAGNY))
    update(annecy, extras=territory(ANNECY))
    work()
    assert producers() == {"one": [ANNECY]}


def test_a_job_that_runs_twice_does_no_harm() -> None:
    from ckanext.odlocale.territory.reindex import reindex_datasets

    one = dataset("one", organization("annecy", odlocale_territory=ANNECY))
    assert [reindex_datasets([one["id"]]), reindex_datasets([one["id"]])] == [1, 1]


def test_a_dataset_that_is_gone_is_passed_over() -> None:
    from ckanext.odlocale.territory.reindex import reindex_datasets

    one = dataset("one", organization("annecy", odlocale_territory=ANNECY))
    assert reindex_datasets(["gone", one["id"]]) == 1


def test_many_datasets_are_shared_out_in_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    from ckanext.odlocale.territory import reindex

    monkeypatch.setattr(reindex, "JOB_SIZE", 2)
    annecy = organization("annecy", odlocale_territory=ANNECY)
    for name in ("one", "two", "three"):
        dataset(name, annecy)
    assert (reindex.reindex_territories([ANNECY]), jobs()) == (3, ["reindex_datasets", "reindex_datasets"])


def test_territories_without_datasets_enqueue_nothing() -> None:
    from ckanext.odlocale.territory.reindex import reindex_territories

    assert (reindex_territories([ANNECY]), jobs()) == (0, [])


def test_datasets_of_a_merged_commune_are_found_by_its_successor() -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    dataset("one", organization("departement", odlocale_territory=DEP), odlocale_territory=EPAGNY)
    gone = Territory(EPAGNY, "Epagny Metz-Tessy", kind="commune-deleguee", successor=ANNECY, former=True)
    import_vintage(replace(france(gone), year=2027))
    work()
    assert producers() == {"one": [ANNECY]}


def test_datasets_of_a_commune_that_changed_epci_get_its_new_ancestors() -> None:
    from ckan.lib.search.common import make_connection

    from ckanext.odlocale.territory.vintages.importer import import_vintage

    dataset("one", organization("epagny", odlocale_territory=EPAGNY))
    moved = Territory(EPAGNY, "Epagny Metz-Tessy", kind="commune", parents=(STRADDLING, DEP))
    import_vintage(france(moved))
    work()
    found = make_connection().search("*:*", fl="vocab_odlocale_territories").docs[0]
    assert set(found["vocab_odlocale_territories"]) == {EPAGNY, STRADDLING, DEP, "reg-84", "fr"}


def test_an_organization_is_saved_even_when_the_queue_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    import ckan.plugins.toolkit as tk
    from redis.exceptions import ConnectionError as RedisIsDown

    from ckanext.odlocale.territory.shared import territory_of

    def down(*_: Any, **__: Any) -> None:
        raise RedisIsDown

    annecy = organization("annecy", odlocale_territory=ANNECY)
    dataset("one", annecy)
    monkeypatch.setattr(tk, "enqueue_job", down)
    update(annecy, extras=territory(EPAGNY))
    assert territory_of(annecy["id"]) == EPAGNY
