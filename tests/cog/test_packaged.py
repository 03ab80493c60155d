"""The 2026 vintage that comes with the package."""

from __future__ import annotations

from collections import Counter

import pytest

from ckanext.odlocale.cog.shared import (
    Level,
    TerritoryId,
    Vintage,
    VintageError,
    ancestors_in,
    closure,
    overlaps,
    packaged_years,
    read_any,
    read_packaged,
    siren_of,
)


@pytest.fixture(scope="module")
def france() -> Vintage:
    return read_packaged(2026)


@pytest.fixture(scope="module")
def ancestors(france: Vintage) -> dict[TerritoryId, list[TerritoryId]]:
    return ancestors_in(closure(france))


def test_it_has_all_territories_in_force(france: Vintage) -> None:
    counts = Counter(one.id.level for one in france.current())
    assert counts == {
        Level.FR: 1,
        Level.REG: 26,
        Level.DEP: 109,
        Level.EPCI: 1255,
        Level.EPT: 11,
        Level.COM: 34_969,
    }


def test_it_has_the_former_communes_that_are_not_current(france: Vintage) -> None:
    counts = Counter(one.kind for one in france.territories.values() if one.former)
    assert counts == {
        "commune-deleguee": 1521,
        "commune-associee": 471,
        "arrondissement-municipal": 45,
        "ancienne-commune": 2265,
        "CC": 3,
        "CA": 1,
    }


def test_communes_that_merged_since_2021_have_their_name_and_siren(france: Vintage) -> None:
    merged = france.territories[TerritoryId("com-93059")]
    assert (merged.name, merged.siren, merged.successor) == (
        "Pierrefitte-sur-Seine",
        "219300597",
        "com-93066",
    )


@pytest.mark.parametrize(
    ("former", "name", "successor"),
    [("com-01003", "Amareins", "com-01165"), ("com-14577", "Saint-Gabriel-Brécy", "com-14200")],
)
def test_communes_that_merged_long_ago_have_their_last_name(
    france: Vintage, former: str, name: str, successor: str
) -> None:
    found = france.territories[TerritoryId(former)]
    assert (found.name, found.successor) == (name, successor)


def test_few_old_codes_have_no_name(france: Vintage) -> None:
    assert len([one for one in france.territories.values() if not one.name]) == 17


def test_an_epci_cut_in_two_in_2022_leads_to_both(france: Vintage) -> None:
    cut = france.territories[TerritoryId("epci-200067221")]
    assert (cut.successor, cut.heirs) == (None, ("epci-200096683", "epci-200096675"))


@pytest.mark.parametrize(
    ("old", "today"),
    [
        ("com-74093", "com-74010"),
        ("com-75101", "com-75056"),
        ("com-55273", "com-55386"),
        ("com-69381", "com-69123"),
    ],
)
def test_old_codes_lead_to_today(france: Vintage, old: str, today: str) -> None:
    assert france.territories[TerritoryId(old)].successor == today


@pytest.mark.parametrize(
    ("territory_id", "expected"),
    [
        ("com-74042", ["epci-200000172", "dep-74", "reg-84", "fr"]),
        ("com-93066", ["ept-200057867", "epci-200054781", "dep-93", "reg-11", "fr"]),
        ("com-29155", ["dep-29", "reg-53", "fr"]),
        ("epci-200054781", ["reg-11", "fr"]),
        ("com-98735", ["dep-987", "reg-987", "fr"]),
    ],
)
def test_ancestors_are_nearest_first(
    ancestors: dict[TerritoryId, list[TerritoryId]], territory_id: str, expected: list[str]
) -> None:
    assert ancestors[TerritoryId(territory_id)] == expected


@pytest.mark.parametrize(("level", "count"), [(Level.DEP, 89), (Level.REG, 26)])
def test_epci_straddle_departements_and_regions(france: Vintage, level: Level, count: int) -> None:
    rows = (row for row in overlaps(france) if row.territory.level is Level.EPCI)
    assert len({row.territory for row in rows if row.other.level is level}) == count


def test_four_communes_with_a_siren_have_no_epci(france: Vintage) -> None:
    alone = [
        one.id for one in france.current() if one.kind == "commune" and one.siren and len(one.parents) == 1
    ]
    assert sorted(alone) == ["com-22016", "com-29083", "com-29155", "com-85113"]


def test_every_siren_is_valid(france: Vintage) -> None:
    assert [
        one.id for one in france.territories.values() if one.siren and siren_of(one.siren) != one.siren
    ] == []


@pytest.mark.parametrize(
    ("territory_id", "siren"),
    [("com-74042", "217400423"), ("dep-74", "227400017"), ("reg-84", "200053767"), ("dep-67", "200094332")],
)
def test_authorities_have_their_siren(france: Vintage, territory_id: str, siren: str) -> None:
    assert france.territories[TerritoryId(territory_id)].siren == siren


def test_a_year_that_does_not_come_with_it_is_refused() -> None:
    with pytest.raises(VintageError, match=r"vintage 1999 is not packaged \(only 2026\)"):
        read_packaged(1999)


def test_the_packaged_years_are_known() -> None:
    assert packaged_years() == [2026]


def test_a_path_that_leads_nowhere_is_refused() -> None:
    with pytest.raises(VintageError, match="there is no such file"):
        read_any("/nowhere")
