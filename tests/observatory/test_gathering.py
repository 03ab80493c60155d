"""From what the tables say to what is known of each authority."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ckanext.odlocale.cog.shared import Level, TerritoryId
from ckanext.odlocale.observatory.facts import Way
from ckanext.odlocale.observatory.gathering import Gathered, continued, places
from tests.observatory.country import place

DAY = date(2026, 11, 24)
EARLY, LATE = date(2020, 1, 1), date(2024, 1, 1)


@dataclass(frozen=True)
class Stands:
    id: TerritoryId
    kind: str = "commune"
    siren: str | None = None
    population: int | None = 10
    containers: tuple[TerritoryId, ...] = ()


def stands(name: str, *above: str, siren: str | None = None) -> Stands:
    return Stands(TerritoryId(name), siren=siren, containers=tuple(map(TerritoryId, above)))


PARIS = (stands("com-75056", "dep-75", siren="217500016"), stands("dep-75", siren="217500016"))


def test_an_authority_of_two_territories_is_open_in_both_and_counts_once() -> None:
    found = places(PARIS, Gathered(DAY, opened={"dep-75": {Way.OWN: EARLY}}))
    assert [(one.id, one.is_open, one.counted) for one in found] == [
        ("com-75056", True, True),
        ("dep-75", True, False),
    ]


def test_what_nobody_runs_is_no_collectivite() -> None:
    found = places([stands("fr"), stands("dep-975"), stands("com-97501")], Gathered(DAY))
    assert [one.id for one in found if one.counted] == ["com-97501"]


def test_an_opening_known_twice_has_its_first_day_and_both_ways() -> None:
    found = places([stands("com-01001")], Gathered(DAY, {"com-01001": EARLY}, {"com-01001": {Way.OWN: LATE}}))
    assert (found[0].opened, found[0].since, found[0].way) == (
        {Way.OWN: LATE, Way.ELSEWHERE: EARLY},
        EARLY,
        Way.OWN,
    )


def test_the_nearest_that_is_open_covers() -> None:
    around = [stands("com-01001", "epci-200000001", "dep-01", "reg-84", "fr"), stands("reg-84", siren="1")]
    around += [stands("dep-01", siren="2"), stands("epci-200000001", siren="3")]
    opened = {name: {Way.OWN: EARLY} for name in ("reg-84", "dep-01")}
    assert places(around, Gathered(DAY, opened=opened))[0].covering is Level.DEP


def test_a_first_day_stays_when_the_first_dataset_is_deleted() -> None:
    before = {"com-01001": place("com-01001", "commune", 10, opened={Way.OWN: EARLY})}
    today = [place("com-01001", "commune", 10, opened={Way.OWN: LATE})]
    assert continued(today, before)[0].since == EARLY


def test_what_closed_does_not_stay_open() -> None:
    before = {"com-01001": place("com-01001", "commune", 10, opened={Way.OWN: EARLY})}
    assert continued([place("com-01001", "commune", 10)], before)[0].is_open is False
