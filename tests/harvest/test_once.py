"""One dataset once, through the real stages: the same dataset by several routes is one record."""

from __future__ import annotations

from typing import Any

import pytest

from ckanext.odlocale.harvest import routes_known
from tests.harvest import portals
from tests.harvest.portals import (
    DEP,
    LOVAGNY,
    REG,
    SILLINGY,
    TURTLE_PREFIXES,
    datasets,
    harvest,
    of,
    organization,
    remote_dataset,
)
from tests.harvest.servers import Remote, remote

pytestmark = pytest.mark.ckan

COMMUNE = of("Commune de Sillingy")
FILE = [{"url": "https://sillingy.fr/budget.csv", "name": "b"}]


@pytest.fixture
def far(portal) -> Any:
    """The server of a second portal, above."""
    with remote() as site:
        yield site


def commune(server: Remote) -> Any:
    """The source that is the commune's own portal."""
    return portals.source(
        server.url, "odlocale_ckan", organization("sillingy", SILLINGY), "near", force_all=True
    )


def region(server: Remote) -> Any:
    """The source that is the région's portal."""
    return portals.source(server.url, "odlocale_ckan", organization("region", REG), "far", force_all=True)


def only() -> dict[str, Any]:
    """The one dataset there is."""
    [found] = datasets().values()
    return found


def elsewhere(dataset: dict[str, Any]) -> list[str]:
    return [one["source"] for one in routes_known.also_found(dataset["id"])]


def test_the_same_identifier_by_two_routes_is_one_record_of_the_nearest(server, far) -> None:
    dataset = remote_dataset("Budget", organization=COMMUNE)
    server.serves_ckan(dataset)
    far.serves_ckan(dataset)
    harvest(region(far))
    first = only()["id"]
    report = harvest(commune(server))
    found = only()
    assert (found["id"], found["origin_catalogue"], elsewhere(found)) == (first, server.url, ["far"])
    assert report.errors == []


def test_a_farther_route_that_comes_later_is_only_known(server, far) -> None:
    dataset = remote_dataset("Budget", organization=COMMUNE)
    server.serves_ckan(dataset)
    far.serves_ckan({**dataset, "notes": "from above"})
    harvest(commune(server))
    report = harvest(region(far))
    found = only()
    assert (found["origin_catalogue"], found["notes"], elsewhere(found)) == (server.url, "", ["far"])
    assert (report.counts, report.errors) == ({"not modified": 1}, [])


SAME = {
    "page": (
        {"url": "https://sillingy.fr/donnees/budget"},
        {"url": "http://www.sillingy.fr/donnees/budget/"},
    ),
    "files": ({"resources": FILE}, {"resources": FILE}),
}


@pytest.mark.parametrize(("here", "there"), SAME.values(), ids=SAME)
def test_the_same_page_or_files_of_one_producer_are_one_record(server, far, here, there) -> None:
    server.serves_ckan(remote_dataset("Budget", organization=COMMUNE, **here))
    far.serves_ckan(remote_dataset("Le budget", organization=COMMUNE, **there))
    harvest(commune(server))
    harvest(region(far))
    assert (list(datasets()), elsewhere(only())) == (["Budget"], ["far"])


def test_the_same_file_of_two_producers_is_two_records(server, far) -> None:
    server.serves_ckan(remote_dataset("Budget", organization=COMMUNE, resources=FILE))
    far.serves_ckan(remote_dataset("Autre", organization=of("Commune de Lovagny"), resources=FILE))
    harvest(commune(server))
    harvest(region(far))
    assert sorted(datasets()) == ["Autre", "Budget"]


def test_one_page_for_all_datasets_of_a_portal_merges_nothing(server, far) -> None:
    page = {"url": "https://sillingy.fr/donnees", "organization": COMMUNE}
    server.serves_ckan(remote_dataset("A", **page), remote_dataset("B", **page))
    far.serves_ckan(remote_dataset("C", **page))
    harvest(commune(server))
    harvest(region(far))
    assert sorted(datasets()) == ["A", "B", "C"]


def test_a_record_of_a_ckan_is_known_in_a_dcat_catalogue_by_its_page(server, far) -> None:
    server.serves_ckan(remote_dataset("Budget", organization=COMMUNE))
    harvest(commune(server))
    described = f"""{TURTLE_PREFIXES}
        <http://x.org/1> a dcat:Dataset ; dct:title "Le budget" ;
        dcat:landingPage <{server.url}/dataset/budget> ."""
    far.serves(described)
    harvest(portals.source(f"{far.url}/catalogue", "odlocale_dcat", organization("region", REG), "far"))
    assert (list(datasets()), elsewhere(only())) == (["Budget"], ["far"])


def test_a_dcat_record_nearer_to_its_producer_takes_the_dataset_over(server, far) -> None:
    page = f"{server.url}/donnees/budget"
    far.serves_ckan(remote_dataset("Le budget", organization=COMMUNE, url=page))
    harvest(region(far))
    first = only()["id"]
    server.serves(
        f"""{TURTLE_PREFIXES}
        <http://x.org/1> a dcat:Dataset ; dct:title "Budget" ; dcat:landingPage <{page}> ;
        dct:publisher [ a foaf:Organization ; foaf:name "Commune de Sillingy" ] ."""
    )
    made = organization("sillingy", SILLINGY)
    harvest(portals.source(f"{server.url}/catalogue", "odlocale_dcat", made, "near"))
    found = only()
    assert (found["id"], found["title"], elsewhere(found)) == (first, "Budget", ["far"])


def test_harvesting_both_again_changes_nothing(server, far) -> None:
    dataset = remote_dataset("Budget", organization=COMMUNE)
    server.serves_ckan(dataset)
    far.serves_ckan(dataset)
    sources = [region(far), commune(server)]
    for source in sources:
        harvest(source)
    before = only()["metadata_modified"]
    counts = [harvest(source).counts for source in sources]
    assert (counts, only()["metadata_modified"]) == ([{"not modified": 1}] * 2, before)


@pytest.mark.ckan_config("ckanext.odlocale.harvest.grace_days", 0)
def test_the_next_route_is_followed_when_the_nearest_ends(server, far) -> None:
    dataset = remote_dataset("Budget", organization=COMMUNE)
    other = remote_dataset("Other", organization=COMMUNE)
    server.serves_ckan(dataset, other)
    far.serves_ckan({**dataset, "notes": "from above"})
    near = commune(server)
    harvest(near)
    harvest(region(far))
    kept = datasets()["Budget"]["id"]
    server.serves_ckan(other)
    harvest(near)
    found = datasets()["Budget"]
    assert (found["id"], found["notes"], elsewhere(found)) == (kept, "from above", [])


def test_another_route_that_ends_is_known_no_more(server, far) -> None:
    dataset = remote_dataset("Budget", organization=COMMUNE)
    server.serves_ckan(dataset)
    far.serves_ckan(dataset, remote_dataset("Other", organization=COMMUNE))
    above = region(far)
    harvest(commune(server))
    harvest(above)
    far.serves_ckan(remote_dataset("Other", organization=COMMUNE))
    harvest(above)
    assert elsewhere(datasets()["Budget"]) == []


def test_the_portal_of_another_commune_takes_nothing_over(server, far) -> None:
    dataset = remote_dataset("Budget", organization=COMMUNE)
    far.serves_ckan(dataset)
    harvest(region(far))
    server.serves_ckan({**dataset, "notes": "mine", "metadata_modified": "2026-02-02T00:00:00"})
    theirs = organization("lovagny", LOVAGNY)
    harvest(portals.source(server.url, "odlocale_ckan", theirs, "lovagny", force_all=True))
    assert (only()["origin_catalogue"], only()["notes"]) == (far.url, "")


def test_two_datasets_that_turn_out_to_be_one_become_one(server, far) -> None:
    server.serves_ckan(remote_dataset("Budget", organization=COMMUNE))
    far.serves_ckan(remote_dataset("Le budget", organization=COMMUNE))
    near, above = commune(server), region(far)
    harvest(near)
    harvest(above)
    far.serves_ckan(remote_dataset("Le budget", organization=COMMUNE, url=f"{server.url}/dataset/budget"))
    harvest(above)
    assert (list(datasets()), elsewhere(only())) == (["Budget"], ["far"])


def test_what_this_portal_published_and_another_gives_back_is_skipped(portal, far) -> None:
    from ckan.tests.factories import Dataset

    ours = Dataset(title="Ours", owner_org=portal)
    page = "http://test.ckan.net/dataset/ours"
    chain = [{"key": "origin_chain", "value": "http://test.ckan.net https://other.fr"}]
    far.serves_ckan(
        {**remote_dataset("Ours again"), "id": ours["id"]},
        remote_dataset("By its page", url=page),
        remote_dataset("By its chain", extras=chain),
    )
    report = harvest(region(far))
    assert (list(datasets()), report.errors, dict(report.counts)) == (["Ours"], [], {"not modified": 3})


def test_the_catalogues_that_a_dataset_went_through_are_kept_and_republished(portal, server) -> None:
    chain = [{"key": "origin_chain", "value": "https://commune.fr https://epci.fr"}]
    server.serves_ckan(remote_dataset("Budget", organization=COMMUNE, extras=chain))
    harvest(region(server))
    assert only()["origin_chain"] == f"https://commune.fr https://epci.fr {server.url}"


def test_the_page_of_a_dataset_says_where_else_it_was_found(app, server, far) -> None:
    dataset = remote_dataset("Budget", organization=COMMUNE)
    server.serves_ckan(dataset)
    far.serves_ckan(dataset)
    harvest(commune(server))
    harvest(region(far))
    page = app.get(f"/dataset/{only()['name']}").body
    assert ("Also found at" in page, f"{far.url}/dataset/budget" in page) == (True, True)


def test_a_preview_says_what_another_route_brings_already(server, far) -> None:
    from ckanext.odlocale.cog.shared import TerritoryId
    from ckanext.odlocale.harvest.preview import preview
    from ckanext.odlocale.harvest.rollup import SourcePolicy

    dataset = remote_dataset("Budget", organization=COMMUNE)
    server.serves_ckan(dataset)
    far.serves_ckan(dataset)
    harvest(commune(server))
    [row] = preview(far.url, "ckan", SourcePolicy(territory=TerritoryId(DEP)))
    assert (row["action"], row["why"]) == (
        "skip",
        "“near” brings it from nearer to its producer, or newer: the same identifier.",
    )


def test_two_consumers_that_import_one_dataset_by_two_routes_at_once_make_one_record(
    app, server, far
) -> None:
    """Each waits for the other: the second one finds the record of the first."""
    from concurrent.futures import ThreadPoolExecutor

    from ckan import model

    dataset = remote_dataset("Budget", organization=COMMUNE)
    server.serves_ckan(dataset)
    far.serves_ckan(dataset)
    sources = [commune(server).id, region(far).id]

    def in_a_thread(source_id: str) -> list[str]:
        from ckanext.harvest.model import HarvestSource

        with app.flask_app.test_request_context():
            try:
                return harvest(HarvestSource.get(source_id)).errors
            finally:
                model.Session.remove()

    model.Session.remove()
    with ThreadPoolExecutor(2) as pool:
        errors = list(pool.map(in_a_thread, sources))
    found = only()
    assert (errors, found["origin_catalogue"], elsewhere(found)) == ([[], []], server.url, ["far"])
