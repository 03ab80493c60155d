"""Each indicator, worked out by hand on the small country."""

from __future__ import annotations

import pytest

from ckanext.odlocale.observatory.computing import figures
from ckanext.odlocale.observatory.indicators import INDICATORS
from tests.observatory.country import EPCI, PLACES, STRADDLING

FOUND = figures(PLACES, INDICATORS)
NAMES = [one.name for one in INDICATORS]


def figure(scope: str, indicator: str, part: str = "") -> tuple[int, int]:
    return tuple(FOUND.get((scope, part, indicator), (0, 0)))


BY_HAND = {
    # reg, Grand Annecy, Annecy, Seyssel; the other two départements, one EPCI and four communes are not.
    "open": (4, 11),
    "open_own": (2, 11),
    "open_rolled_up": (1, 11),
    "open_elsewhere": (1, 11),
    # Obliged: reg, two dep, Annecy; presumed: two EPCI, Epagny, com-01004. Open: reg, Grand Annecy, Annecy.
    "open_obliged": (3, 8),
    "open_voluntary": (1, 2),
    "obliged": (4, 11),
    "presumed": (4, 11),
    # 132,117 + 8,478 + 2,321 + 1,008 + 14,233: all, since the région is open.
    "covered": (158_157, 158_157),
    "covered_directly": (134_438, 158_157),
    "covered_by_epci": (8_478, 158_157),
    "covered_above": (15_241, 158_157),
    "rolled_up": (2, 10),
    # 7 licences, 8 formats, 3 descriptions, 1 up to date; of 10 datasets three times, and 2 that say how
    # often.
    "quality": (19, 32),
    "quality_licence": (7, 10),
    "quality_format": (8, 10),
    "quality_description": (3, 10),
    "quality_freshness": (1, 2),
}


@pytest.mark.parametrize("name", NAMES)
def test_an_indicator_of_the_country_is_what_it_is_by_hand(name: str) -> None:
    assert figure("fr", name) == BY_HAND[name]


@pytest.mark.parametrize(
    ("scope", "indicator", "part", "expected"),
    [
        ("dep-74", "open", "", (3, 6)),
        ("dep-74", "open", "com", (2, 4)),
        ("dep-01", "open", "", (0, 3)),
        (EPCI, "open", "", (2, 3)),
        (STRADDLING, "covered", "", (3_329, 3_329)),
        ("fr", "open", "com-0", (1, 2)),
        ("fr", "open", "com-5000", (0, 1)),
        ("fr", "open", "com-100000", (1, 1)),
        ("fr", "open", "small", (1, 4)),
        ("fr", "open", "large", (3, 5)),
        ("fr", "open", "epci", (1, 2)),
    ],
)
def test_a_part_of_the_country_is_what_it_is_by_hand(
    scope: str, indicator: str, part: str, expected: tuple[int, int]
) -> None:
    assert figure(scope, indicator, part) == expected


def test_a_stratum_with_nobody_in_it_is_no_figure() -> None:
    assert [key for key in FOUND if key.part == "com-3500"] == []


def test_a_grouping_of_communes_is_not_told_apart() -> None:
    assert {key.part for key in FOUND if key.scope == EPCI} == {""}


def test_a_grouping_of_communes_alone_is_told_apart() -> None:
    inside = [one for one in PLACES if one.id == EPCI or EPCI in one.containers]
    assert figures(inside, INDICATORS, only=EPCI)[EPCI, "com", "open"] == (1, 2)


def test_a_commune_has_no_figures_of_its_own() -> None:
    assert [key for key in FOUND if key.scope.startswith("com-")] == []


def test_a_commune_of_unknown_population_is_counted_and_is_of_no_stratum() -> None:
    strata = [
        figure("fr", "open", f"com-{least}")[1] for least in (0, 3500, 5000, 10000, 20000, 50000, 100000)
    ]
    assert (sum(strata), figure("fr", "open", "com")[1]) == (5, 6)
