"""What hangs where in the tree of territories."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from ckanext.odlocale.cog.shared import Level, TerritoryId, TerritoryIdError
from ckanext.odlocale.territory.tree.places import (
    ROOT,
    Place,
    hanging,
    is_elsewhere,
    numbers_by_level,
    place_of,
    scope_of,
    way_to,
)

FR, REG, AIN, SAVOIE = (TerritoryId(one) for one in ("fr", "reg-84", "dep-01", "dep-74"))
WHOLE, STRADDLING = TerritoryId("epci-200066793"), TerritoryId("epci-200070852")
METROPOLE, EPT, OTHER_EPT = (TerritoryId(one) for one in ("epci-200054781", "ept-200057867", "ept-200057990"))
COMMUNE, SEYSSEL = TerritoryId("com-74010"), TerritoryId("com-74269")


@dataclass(frozen=True)
class Found:
    id: TerritoryId
    straddles: bool = False
    containers: frozenset[str] = frozenset()


def found(one: str, *containers: str, straddles: bool = False) -> Found:
    return Found(TerritoryId(one), straddles, frozenset(containers))


def ids(some: list[Found]) -> list[str]:
    return [one.id for one in some]


@pytest.mark.parametrize("text", ["fr", "dep-74", "epci-200070852~dep-74"])
def test_an_address_is_read_as_it_was_written(text: str) -> None:
    assert str(Place.parse(text)) == text


@pytest.mark.parametrize(
    "text", ["", "74", "epci-200070852~", "epci-200070852~reg-84", "~dep-74", "dep-74~dep-01~fr", "x" * 10000]
)
def test_anything_else_is_no_place(text: str) -> None:
    with pytest.raises(TerritoryIdError):
        Place.parse(text)


def test_a_departement_has_its_whole_epci_and_its_communes_of_none() -> None:
    inside = [found(WHOLE, SAVOIE, REG, FR), found("com-22016", SAVOIE, REG, FR)]
    assert hanging(inside) == inside


def test_a_commune_of_a_straddling_epci_hangs_below_its_part_only() -> None:
    inside = [found(STRADDLING, REG, FR, straddles=True), found(SEYSSEL, STRADDLING, SAVOIE, REG, FR)]
    assert ids(hanging(inside)) == [STRADDLING]


def test_an_ept_hangs_below_its_metropole_and_not_beside_it() -> None:
    inside = [
        found(METROPOLE, "reg-11", FR, straddles=True),
        found(EPT, METROPOLE, "dep-93", "reg-11", FR),
        found(OTHER_EPT, METROPOLE, "reg-11", FR, straddles=True),
    ]
    assert ids(hanging(inside)) == [METROPOLE]


def test_a_whole_that_straddles_has_its_parts_and_what_straddles_with_it() -> None:
    inside = [
        found("dep-92", "reg-11", FR, straddles=True),
        found("dep-93", "reg-11", FR, straddles=True),
        found(EPT, METROPOLE, "dep-93", "reg-11", FR),
        found(OTHER_EPT, METROPOLE, "reg-11", FR),
    ]
    assert ids(hanging(inside)) == ["dep-92", "dep-93", OTHER_EPT]


def test_what_is_directly_inside_has_a_place_of_its_own() -> None:
    assert place_of(Place(SAVOIE), found(WHOLE)) == Place(WHOLE)


def test_what_is_partly_in_a_departement_has_a_part_there() -> None:
    assert place_of(Place(SAVOIE), found(STRADDLING, straddles=True)) == Place(STRADDLING, SAVOIE)


def test_an_ept_partly_in_a_departement_has_a_part_below_the_part_of_its_metropole() -> None:
    above = Place(METROPOLE, TerritoryId("dep-92"))
    assert place_of(above, found(OTHER_EPT, straddles=True)) == Place(OTHER_EPT, TerritoryId("dep-92"))


def test_below_the_whole_a_part_only_points_at_its_place() -> None:
    above = Place(STRADDLING)
    place = place_of(above, found(SAVOIE, straddles=True))
    assert (place, is_elsewhere(above, place)) == (Place(STRADDLING, SAVOIE), True)


def test_in_its_departement_a_part_is_in_its_place() -> None:
    assert is_elsewhere(Place(SAVOIE), Place(STRADDLING, SAVOIE)) is False


STRADDLES = {
    STRADDLING: ["dep-01", "dep-74"],
    METROPOLE: ["dep-92", "dep-93"],
    OTHER_EPT: ["dep-92", "dep-95"],
}


@pytest.mark.parametrize(
    ("place", "lineage", "expected"),
    [
        ("fr", "fr", []),
        ("reg-84", "reg-84 fr", ["reg-84"]),
        ("dep-74", "fr dep-74 reg-84", ["reg-84", "dep-74"]),
        ("com-74010", f"{COMMUNE} {WHOLE} dep-74 reg-84 fr", ["reg-84", "dep-74", WHOLE, COMMUNE]),
        (
            "com-74269",
            f"{SEYSSEL} {STRADDLING} dep-74 reg-84 fr",
            ["reg-84", "dep-74", f"{STRADDLING}~dep-74", SEYSSEL],
        ),
        (STRADDLING, f"{STRADDLING} reg-84 fr", ["reg-84", STRADDLING]),
        (
            f"{STRADDLING}~dep-01",
            f"{STRADDLING} reg-84 fr dep-01",
            ["reg-84", "dep-01", f"{STRADDLING}~dep-01"],
        ),
        (EPT, f"{EPT} {METROPOLE} dep-93 reg-11 fr", ["reg-11", "dep-93", f"{METROPOLE}~dep-93", EPT]),
        (OTHER_EPT, f"{OTHER_EPT} {METROPOLE} reg-11 fr", ["reg-11", METROPOLE, OTHER_EPT]),
        ("com-22016", "com-22016 dep-22 reg-53 fr", ["reg-53", "dep-22", "com-22016"]),
    ],
)
def test_a_way_leads_through_what_is_open(place: str, lineage: str, expected: list[str]) -> None:
    known = [TerritoryId(one) for one in lineage.split()]
    assert [str(one) for one in way_to(Place.parse(place), known, STRADDLES)] == expected


@pytest.mark.parametrize(
    ("way", "expected"),
    [
        ("", ()),
        ("reg-84", ()),
        ("reg-84 dep-74", ("dep-74",)),
        (f"reg-84 dep-74 {STRADDLING}~dep-74", ("dep-74",)),
        (f"reg-84 {STRADDLING}", (STRADDLING,)),
        (f"reg-11 {METROPOLE} {OTHER_EPT}", (OTHER_EPT,)),
    ],
)
def test_datasets_are_counted_where_a_part_counts_its_own_only(way: str, expected: tuple[str, ...]) -> None:
    assert scope_of([Place.parse(one) for one in way.split()]) == expected


def test_the_tree_starts_with_the_country() -> None:
    assert str(ROOT) == "fr"


def test_numbers_are_added_up_from_the_largest_level() -> None:
    assert list(numbers_by_level([(Level.COM, 2), (Level.EPCI, 1), (Level.COM, 3)]).items()) == [
        ("epci", 1),
        ("com", 5),
    ]
