"""What the territory facet offers."""

from __future__ import annotations

import pytest

from ckanext.odlocale.cog.shared import TerritoryId
from ckanext.odlocale.territory.drilldown import (
    Value,
    choices,
    chosen_place,
    fields_below,
    limited,
    limited_address,
    place_below,
    territories_of,
)
from ckanext.odlocale.territory.tree.places import Place

EPCI, EPT = "epci-200070852", "ept-200057867"


def value(one: str, *containers: str) -> Value:
    return Value(TerritoryId(one), 1, containers)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ([], ["vocab_odlocale_reg"]),
        (["fr"], ["vocab_odlocale_reg"]),
        (["reg-84"], ["vocab_odlocale_dep", "vocab_odlocale_epci"]),
        (["dep-74"], ["vocab_odlocale_epci", "vocab_odlocale_com"]),
        ([EPCI], ["vocab_odlocale_ept", "vocab_odlocale_com"]),
        ([EPT], ["vocab_odlocale_com"]),
        (["com-74010"], []),
        (["reg-84", EPCI, "dep-74"], ["vocab_odlocale_ept", "vocab_odlocale_com"]),
    ],
)
def test_the_next_level_is_offered(asked: list[str], expected: list[str]) -> None:
    assert fields_below(chosen_place([TerritoryId(one) for one in asked])) == expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ([], None),
        (["dep-74"], "dep-74"),
        (["reg-84", "dep-74"], "dep-74"),
        ([EPCI, "dep-74"], f"{EPCI}~dep-74"),
        (["com-74010", "dep-74"], "com-74010"),
    ],
)
def test_the_smallest_territory_asked_for_is_the_chosen_one(asked: list[str], expected: str | None) -> None:
    chosen = chosen_place([TerritoryId(one) for one in asked])
    assert (str(chosen) if chosen else None) == expected


def test_what_is_inside_another_value_is_not_offered_beside_it() -> None:
    values = [value("com-74010", "epci-200066793"), value("com-22016", "dep-22"), value("epci-200066793")]
    assert [one.id for one in choices(values)] == ["epci-200066793", "com-22016"]


@pytest.mark.parametrize(
    ("way", "chosen", "expected"),
    [
        ("", value("reg-84"), "reg-84"),
        ("reg-84", value(EPCI, "reg-84"), EPCI),
        ("reg-84 dep-74", value("epci-200066793", "dep-74", "reg-84"), "epci-200066793"),
        ("reg-84 dep-74", value(EPCI, "reg-84"), f"{EPCI}~dep-74"),
        (f"reg-84 dep-74 {EPCI}~dep-74", value("com-74269", "dep-74", EPCI), "com-74269"),
    ],
)
def test_what_straddles_a_departement_is_chosen_in_part(way: str, chosen: Value, expected: str) -> None:
    assert str(place_below([Place.parse(one) for one in way.split()], chosen)) == expected


def test_a_part_is_asked_for_as_departement_and_whole() -> None:
    assert territories_of(Place.parse(f"{EPCI}~dep-74")) == ["dep-74", EPCI]


def test_another_choice_takes_the_place_of_the_last_and_leads_to_the_first_page() -> None:
    parameters = [("q", "eau"), ("territoire", "reg-84"), ("tags", "a"), ("tags", "b"), ("page", "3")]
    assert limited(parameters, ["dep-74"]) == [
        ("q", "eau"),
        ("tags", "a"),
        ("tags", "b"),
        ("territoire", "dep-74"),
    ]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/dataset/", "/dataset/?territoire=dep-74"),
        ("/dataset/?q=eau+%26&territoire=fr&page=2", "/dataset/?q=eau+%26&territoire=dep-74"),
        ("/organization/annecy", "/organization/annecy?territoire=dep-74"),
        ("https://elsewhere.example/dataset", None),
        ("//elsewhere.example/dataset", None),
        ("/\\elsewhere.example", None),
        ("/\t/elsewhere.example", None),
        ("javascript:alert(1)", None),
        ("dataset", None),
        ("", None),
    ],
)
def test_only_a_page_of_this_site_is_gone_back_to(address: str, expected: str | None) -> None:
    assert limited_address(address, TerritoryId("dep-74")) == expected
