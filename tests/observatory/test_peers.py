"""Whom a territory is compared with."""

from __future__ import annotations

from typing import Any

import pytest

from ckanext.odlocale.cog.shared import Territory, TerritoryId
from tests.observatory.portal import filled, taken
from tests.territory import places

pytestmark = pytest.mark.ckan

ALIKE, SMALL, ELSEWHERE = (TerritoryId(f"epci-20000000{one}") for one in (1, 2, 3))


def compared(territory: str) -> Any:
    from ckanext.odlocale.observatory import board
    from ckanext.odlocale.observatory.peers import peers
    from ckanext.odlocale.observatory.seen import seen
    from ckanext.odlocale.territory.shared import resolve

    record, found = resolve(territory), seen(territory)
    entry = board.itself(record, found.day)
    return peers(record, entry and entry.place, found)


def with_neighbours() -> None:
    """Beside the Grand Annecy an EPCI of its size, a smaller one, and one in the other département."""
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    filled()
    more = [
        Territory(ALIKE, "CA voisine", str(ALIKE.code), 180_000, "CA"),
        Territory(SMALL, "CC petite", str(SMALL.code), 4_000, "CC"),
        Territory(ELSEWHERE, "CA lointaine", str(ELSEWHERE.code), 190_000, "CA"),
    ]
    homes = {ALIKE: (ALIKE, places.DEP), SMALL: (SMALL, places.DEP), ELSEWHERE: (ELSEWHERE, places.OTHER_DEP)}
    villages = [
        Territory(
            TerritoryId(f"com-{parents[1].code}30{one}"), f"Village {one}", population=500, parents=parents
        )
        for one, parents in enumerate(homes.values())
    ]
    import_vintage(places.france(*more, *villages))
    taken()


def test_an_epci_is_compared_with_those_of_its_size_in_its_departement() -> None:
    with_neighbours()
    found = compared(places.EPCI)
    assert ([one.id for one in found.rows], found.rank, found.all) == ([places.EPCI, ALIKE], 1, 2)
    assert found.around.name == "Haute-Savoie"


def test_an_epci_that_is_alone_in_its_departement_is_compared_in_its_region() -> None:
    with_neighbours()
    found = compared(ELSEWHERE)
    assert (found.all, found.rank, found.around.name) == (3, 2, "Auvergne-Rhône-Alpes")


def test_a_departement_is_compared_with_all_of_them_by_its_share() -> None:
    with_neighbours()
    found = compared(places.OTHER_DEP)
    assert ([one.id for one in found.rows], found.rank, found.around) == (["dep-74", "dep-01"], 2, None)


@pytest.mark.parametrize("territory", ["fr", places.REG, places.STRADDLING])
def test_who_is_alone_is_compared_with_nobody(territory: str) -> None:
    with_neighbours()
    assert compared(territory) is None


def test_the_page_of_an_epci_shows_its_rank(app: Any) -> None:
    with_neighbours()
    page = app.get(f"/fr/observatoire/{places.EPCI}").body
    assert "de la même taille, Haute-Savoie : rang 1 sur 2" in page
