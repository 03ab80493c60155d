"""What failed in the last harvests reaches the desk of who helps, authority by authority."""

from __future__ import annotations

from typing import Any

import pytest

from tests.harvest import portals
from tests.harvest.portals import DEP, SILLINGY, harvest, of, remote_dataset
from tests.harvest.servers import Answer
from tests.territory.queries import counted

pytestmark = pytest.mark.ckan


def failed() -> dict[str, int]:
    """As the desk asks for it."""
    from ckanext.odlocale.animator.shared import harvest_errors

    return dict(harvest_errors.counted())


def untitled(dataset: dict[str, Any]) -> dict[str, Any]:
    """The same dataset, which nobody can import."""
    return {**dataset, "title": "", "name": ""}


@pytest.fixture
def datasets() -> list[dict[str, Any]]:
    return [remote_dataset(title, organization=of("Commune de Sillingy")) for title in "ABC"]


@pytest.fixture
def made(portal, server, datasets) -> Any:
    """A source of the département, harvested once without an error."""
    server.serves_ckan(*datasets)
    made = portals.source(server.url, "odlocale_ckan", portal)
    harvest(made)
    return made


def test_a_harvest_without_an_error_is_told_to_nobody(made) -> None:
    assert failed() == {}


def test_a_dataset_that_is_here_is_told_to_its_producer_and_one_that_is_not_to_the_source(
    made, server, datasets
) -> None:
    first, second, third = datasets
    server.serves_ckan(untitled(first), untitled(second), third, untitled(remote_dataset("New")))
    harvest(made)
    assert failed() == {SILLINGY: 2, DEP: 1}


def test_a_source_that_cannot_be_read_is_told_to_its_authority(made, server) -> None:
    server.on("/api/3/action/package_search", Answer(b"{}", status=500))
    harvest(made)
    assert failed() == {DEP: 1}


def test_only_the_last_run_counts(made, server, datasets) -> None:
    server.serves_ckan(*map(untitled, datasets))
    harvest(made)
    server.serves_ckan(*datasets)
    harvest(made)
    assert failed() == {}


def test_a_source_that_was_deleted_troubles_nobody(made, server, datasets) -> None:
    from ckan import model

    server.serves_ckan(*map(untitled, datasets))
    harvest(made)
    model.Session.query(model.Package).filter_by(id=made.id).update({"state": "deleted"})
    model.Session.commit()
    assert failed() == {}


def test_one_query_is_asked_however_many_sources_there_are(portal, server) -> None:
    asked = []
    for number in range(3):
        portals.source(f"{server.url}/{number}", "odlocale_ckan", portal, f"source-{number}")
        with counted() as queries:
            failed()
        asked.append(len(queries))
    assert asked == [1, 1, 1]
