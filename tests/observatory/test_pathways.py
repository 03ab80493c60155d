"""The trajectories of parts, territories and animators."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.observatory.helping import animator, mandate
from tests.observatory.portal import DAY, filled, france, taken
from tests.territory import places
from tests.territory.people import act
from tests.territory.queries import counted as statements_of

pytestmark = pytest.mark.ckan

BEFORE = DAY - timedelta(days=100)
BY = date(2030, 12, 31)


def table(target: int = 7) -> Any:
    """The table of the country: 3 of 9 are open, and 4 of the 7 that must are not."""
    from ckanext.odlocale.observatory import board
    from ckanext.odlocale.observatory.pathways import pathways
    from ckanext.odlocale.observatory.seen import seen
    from ckanext.odlocale.observatory.trajectory import Target, trajectory
    from ckanext.odlocale.territory.shared import resolve

    record, found = resolve("fr"), seen("fr")
    whole = trajectory(board.points("fr"), Target(target, BY), DAY)
    return pathways(whole, found, board.below(record, found))


def told(steps: Any) -> dict[str, Any]:
    return {one.key: one.path and (one.path.now, one.path.target.number, one.path.pace) for one in steps}


def grown() -> None:
    """Nobody is open, then a hundred days later those of the small portal."""
    france()
    taken(BEFORE)
    filled()


def test_every_part_has_its_share_of_what_is_left_and_its_pace() -> None:
    grown()
    taken()
    found, pace = table(), 365.25 / 100
    assert told(found.levels) == {
        "com": (2, 2, pytest.approx(2 * pace)),
        "epci": (0, 2, 0),
        "dep": (0, 2, 0),
        "reg": (1, 1, pytest.approx(pace)),
    }
    assert told(found.below) == {"reg-84": (3, 7, pytest.approx(3 * pace))}
    assert (list(told(found.strata)), found.animators) == (["com-0", "com-5000", "com-100000"], [])


def test_an_animators_pace_is_who_opened_among_those_it_accompanies() -> None:
    grown()
    animator()
    for territory in (places.ANNECY, places.EPAGNY, places.STRADDLING):
        mandate(territory, BEFORE)
    taken()
    (one,) = table().animators
    assert (one.key, one.open, one.path.target.number, one.path.pace) == ("region", (2, 3), 3, 2.0)
    assert one.path.projected == DAY + timedelta(days=183)


def test_a_target_that_is_reached_needs_no_table() -> None:
    grown()
    taken()
    assert table(target=3) is None


def test_in_the_first_month_there_is_no_pace() -> None:
    filled()
    taken()
    assert told(table().below) == {"reg-84": (3, 7, None)}


def test_the_page_shows_the_table_in_french(app: Any) -> None:
    grown()
    taken()
    page = app.get("/fr/observatoire").body
    assert [
        text for text in ("Vers l’objectif, part par part", "jamais", "atteint") if text not in page
    ] == []


@pytest.mark.ckan_config("ckanext.odlocale.observatory.target", 7)
def test_the_table_is_a_list_and_a_file_and_begins_with_the_whole(app: Any) -> None:
    grown()
    taken()
    whole, first = act("odlocale_observatory_trajectory_list", None)[:2]
    assert (whole["kind"], whole["id"], whole["open"], whole["all"], whole["target"]) == (
        "whole",
        "fr",
        3,
        9,
        7,
    )
    assert (first["kind"], first["id"], first["pace"]) == ("level", "com", 7.3)
    assert "level,com,Communes,2,4,2,2030-12-31,7.3" in app.get("/observatoire/fr/trajectoire.csv").body


def test_a_territory_without_a_target_has_no_trajectory() -> None:
    filled()
    taken()
    assert act("odlocale_observatory_trajectory_list", None, territory="dep-74") == []


def test_the_table_costs_as_many_statements_for_one_region_as_for_ten() -> None:
    from ckanext.odlocale.cog.shared import Territory, TerritoryId
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    numbers = []
    for number in (0, 9):
        regions = [
            Territory(TerritoryId(f"reg-0{one}"), f"Région {one}", f"20005376{one}", parents=(places.FR,))
            for one in range(1, number + 1)
        ]
        import_vintage(places.france(*regions))
        taken()
        with statements_of() as statements:
            table()
        numbers.append(len(statements))
    assert numbers[0] == numbers[1]
