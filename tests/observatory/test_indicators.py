"""Each indicator, worked out by hand on the small country."""

from __future__ import annotations

import pytest

from ckanext.odlocale.observatory.computing import figures
from ckanext.odlocale.observatory.registry import ours
from ckanext.odlocale.observatory.standards import standards
from tests.observatory.country import EPCI, PLACES, STRADDLING, place

INDICATORS = ours()
OF_STANDARDS = {one.name for one in standards().values()}
FOUND = figures(PLACES, INDICATORS)


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
    # 7 licences, 8 formats, 3 descriptions, 1 up to date, 2 without a dead link; of 10 datasets three times,
    # 2 that say how often, and 3 with links.
    "quality": (21, 35),
    "quality_licence": (7, 10),
    "quality_format": (8, 10),
    "quality_description": (3, 10),
    "quality_freshness": (1, 2),
    "quality_links": (2, 3),
    # Of the four of the Grand Annecy; those of Annecy are not watched.
    "visited": (1, 4),
    # The région, Epagny and Seyssel today; the mandate of the Grand Annecy is over.
    "accompanied": (3, 11),
    # The région alone opened within a year, a month after its mandate began.
    "accompanied_new": (1, 1),
    # Of the four that ever had a mandate: Seyssel before; the région, the Grand Annecy since; Epagny never.
    "opened_before": (1, 4),
    "opened_since": (2, 4),
    # The Ain, the straddling EPCI and the two communes of the Ain; the région has an animator.
    "white_zone": (4, 11),
    "sources_in_error": (1, 4),
    # Five standards are expected from 3,500 inhabitants on, prénoms of communes only, and one from 40,000 on:
    # five of the région, of each département and of the Grand Annecy, four of the other EPCI, five of Annecy
    # (six, less the one that is sans objet), of Epagny and of com-01004. Annecy publishes two of them.
    "socle_published": (2, 39),
    "socle_announced": (1, 39),
    # Three files of Annecy, one valid and one old; one of com-01407, valid.
    "socle_conform": (2, 4),
    "socle_old": (1, 4),
    # 22 standards are about communes, 20 about EPCI, 14 about départements, 13 about régions.
    "socle_sans_objet": (1, 6 * 22 + 2 * 20 + 2 * 14 + 13),
    # Those that must, or are presumed to.
    "socle_deliberations": (1, 8),
    "socle_equipements": (0, 7),
    # Every commune and EPCI may be concerned.
    "socle_schema_bal": (2, 8),
    "socle_schema_hautes_remunerations": (0, 5),
}


@pytest.mark.parametrize("name", BY_HAND)
def test_an_indicator_of_the_country_is_what_it_is_by_hand(name: str) -> None:
    assert figure("fr", name) == BY_HAND[name]


def test_every_indicator_is_worked_out_by_hand_but_for_those_of_single_standards() -> None:
    assert [one.name for one in INDICATORS if one.name not in {*BY_HAND, *OF_STANDARDS}] == []


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
        ("animator-departement", "open", "", (1, 2)),
        ("animator-departement", "open", "com-5000", (0, 1)),
        ("animator-syndicat", "open", "", (1, 1)),
        ("dep-01", "white_zone", "", (3, 3)),
        ("dep-74", "accompanied", "com", (2, 4)),
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


def test_a_commune_without_inhabitants_is_counted_and_covers_nobody() -> None:
    empty = place("com-55039", "commune", 0, "dep-55 reg-44 fr", covering=None)
    found = figures([empty], INDICATORS)
    assert found["fr", "com-0", "open"] == (0, 1)
    assert ("fr", "", "covered") not in found
