"""Datasets keep the code under which they were published, beside today's."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ckanext.odlocale.cog.shared import Territory
from tests.journeys.queues import work_off_jobs
from tests.territory.places import ANNECY, DEP, EPAGNY, EPCI, SEYSSEL, STRADDLING, TERRITORIES, france
from tests.territory.portal import dataset, organization

pytestmark = pytest.mark.ckan


@pytest.fixture(autouse=True)
def portal() -> None:
    applied(france())


def applied(vintage: Any) -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    import_vintage(vintage)
    work_off_jobs()


def epagny_merges() -> None:
    gone = Territory(EPAGNY, "Epagny Metz-Tessy", kind="commune-deleguee", successor=ANNECY, former=True)
    applied(replace(france(gone), year=2027))


def epci_is_cut_in_two() -> None:
    """The communes of the EPCI of Annecy go to two new ones, both in the département."""
    halves = [Territory(EPCI.build("epci", siren), "CC Moitié") for siren in ("200011773", "200000172")]
    annecy, epagny = (next(one for one in TERRITORIES if one.id == known) for known in (ANNECY, EPAGNY))
    communes = (
        replace(annecy, parents=(halves[0].id, DEP)),
        replace(epagny, parents=(halves[1].id, DEP)),
    )
    applied(replace(france(*halves, *communes, without=[EPCI]), year=2027))


def found(query: str) -> list[str]:
    from ckan.tests.helpers import call_action

    return sorted(one["name"] for one in call_action("package_search", fq=query)["results"])


def as_sysadmin(action: str, **data: Any) -> None:
    from ckan.tests.factories import Sysadmin
    from ckan.tests.helpers import call_action

    call_action(action, {"user": Sysadmin()["name"]}, **data)


def shown(one: dict[str, Any]) -> tuple[str | None, str | None]:
    from ckan.tests.helpers import call_action

    document = call_action("package_show", id=one["id"])
    return document.get("odlocale_territory_published"), document.get("odlocale_territory_today")


def test_a_dataset_of_a_territory_in_force_says_nothing() -> None:
    assert shown(dataset("arbres", organization("epagny", odlocale_territory=EPAGNY))) == (None, None)


def test_a_dataset_says_under_which_code_it_was_published_and_what_that_is_today() -> None:
    one = dataset("arbres", organization("epagny", odlocale_territory=EPAGNY))
    epagny_merges()
    assert shown(one) == (EPAGNY, ANNECY)


def test_the_producer_that_a_dataset_names_is_the_code_it_was_published_under() -> None:
    one = dataset("arbres", organization("departement", odlocale_territory=DEP), odlocale_territory=EPAGNY)
    epagny_merges()
    assert shown(one) == (EPAGNY, ANNECY)


@pytest.mark.parametrize(
    "query",
    [
        f'territoire:"{EPAGNY}"',
        f'territoire:"{ANNECY}"',
        f'vocab_odlocale_territory_published:"{EPAGNY}"',
    ],
)
def test_a_dataset_of_a_merged_commune_is_found_by_both_codes(query: str) -> None:
    dataset("arbres", organization("epagny", odlocale_territory=EPAGNY))
    epagny_merges()
    assert found(query) == ["arbres"]


def test_an_organization_that_is_attached_to_the_successor_leaves_its_older_datasets_their_code() -> None:
    owner = organization("epagny", odlocale_territory=EPAGNY)
    older = dataset("arbres", owner)
    epagny_merges()
    as_sysadmin("odlocale_territory_attach", id=owner["id"], territory=ANNECY)
    work_off_jobs()
    newer = dataset("budget", owner)
    assert (shown(older), shown(newer)) == ((EPAGNY, ANNECY), (None, None))
    assert found(f'vocab_odlocale_territory_published:"{EPAGNY}"') == ["arbres"]


def test_an_organization_that_was_attached_to_a_wrong_commune_leaves_nothing() -> None:
    owner = organization("seyssel", odlocale_territory=ANNECY)
    one = dataset("arbres", owner)
    as_sysadmin("odlocale_territory_attach", id=owner["id"], territory=SEYSSEL)
    assert shown(one) == (None, None)


def test_what_is_shown_can_be_given_back_to_an_update() -> None:
    from ckan.tests.helpers import call_action

    one = dataset("arbres", organization("epagny", odlocale_territory=EPAGNY))
    epagny_merges()
    document = call_action("package_show", id=one["id"])
    as_sysadmin("package_update", **{**document, "title": "Les arbres"})
    assert shown(one) == (EPAGNY, ANNECY)


def test_the_page_of_a_dataset_tells_both(app: Any) -> None:
    dataset("arbres", organization("epagny", odlocale_territory=EPAGNY))
    epagny_merges()
    sentence = "Published under the code 74112 (Epagny Metz-Tessy), which is part of Annecy today."
    assert sentence in app.get("/dataset/arbres").body


def test_datasets_of_an_epci_cut_in_two_still_count_for_what_contains_both_halves() -> None:
    dataset("plan", organization("agglo", odlocale_territory=EPCI))
    epci_is_cut_in_two()
    assert [found(f'territoire:"{one}"') for one in (EPCI, DEP, "reg-84", STRADDLING)] == [["plan"]] * 3 + [
        []
    ]


def test_the_index_of_both_is_what_the_check_expects() -> None:
    from ckanext.odlocale.territory.integrity import check

    dataset("plan", organization("agglo", odlocale_territory=EPCI))
    dataset("arbres", organization("epagny", odlocale_territory=EPAGNY))
    epci_is_cut_in_two()
    epagny_merges()
    assert [one.message for one in check()] == []


def test_the_lineage_of_an_epci_cut_in_two_is_itself_and_what_contains_both_halves() -> None:
    from ckanext.odlocale.territory.shared import lineage

    epci_is_cut_in_two()
    assert lineage(EPCI) == [EPCI, DEP, "reg-84", "fr"]


def test_the_page_of_an_epci_cut_in_two_stays_and_leads_to_both_halves(app: Any) -> None:
    epci_is_cut_in_two()
    body = app.get(f"/territoire/{EPCI}", follow_redirects=False).body
    assert ["/territoire/epci-200000172" in body, "/territoire/epci-200011773" in body] == [True, True]


def test_the_api_tells_the_heirs_of_an_epci_cut_in_two() -> None:
    from ckan.tests.helpers import call_action

    epci_is_cut_in_two()
    found = call_action("odlocale_territory_show", id=EPCI)
    assert (found["state"], found["successor"], sorted(found["heirs"])) == (
        "former",
        None,
        ["epci-200000172", "epci-200011773"],
    )


def test_the_api_repeats_the_code_that_was_asked_for() -> None:
    from ckan.tests.helpers import call_action

    epagny_merges()
    found = call_action("odlocale_territory_show", id=EPAGNY)
    assert (found["id"], found["asked"]) == (ANNECY, EPAGNY)
