"""What changed between two vintages."""

from __future__ import annotations

from dataclasses import replace

from ckanext.odlocale.cog.diff import Merged, Moved, PopulationChanged, Renamed
from ckanext.odlocale.cog.shared import Territory, TerritoryId, Vintage, carried_over, diff

FR, REG, DEP = TerritoryId("fr"), TerritoryId("reg-84"), TerritoryId("dep-74")
FIRST, SECOND = TerritoryId("epci-200000172"), TerritoryId("epci-200011773")
ONE, TWO, THREE = TerritoryId("com-74001"), TerritoryId("com-74002"), TerritoryId("com-74003")

OLD = (
    Territory(FR, "France"),
    Territory(REG, "Région", parents=(FR,)),
    Territory(DEP, "Département", parents=(REG,)),
    Territory(FIRST, "CC Un", kind="CC"),
    Territory(SECOND, "CC Deux", kind="CC"),
    Territory(ONE, "Un", population=10, parents=(FIRST, DEP)),
    Territory(TWO, "Deux", population=20, parents=(SECOND, DEP)),
    Territory(THREE, "Trois", population=30, parents=(SECOND, DEP)),
)


def vintage(year: int, *changed: Territory, without: tuple[TerritoryId, ...] = ()) -> Vintage:
    territories = {one.id: one for one in (*OLD, *changed) if one.id not in without}
    return Vintage(year, territories)


def known(territory_id: TerritoryId) -> Territory:
    return next(one for one in OLD if one.id == territory_id)


def test_the_same_vintage_has_no_change() -> None:
    assert sum(diff(vintage(2025), vintage(2026)).counts().values()) == 0


def test_an_empty_portal_gets_everything() -> None:
    assert len(diff(Vintage(0, {}), vintage(2026)).added) == len(OLD)


def test_a_new_name_is_told() -> None:
    new = vintage(2026, replace(known(ONE), name="Première"))
    assert diff(vintage(2025), new).renamed == [Renamed(ONE, "Un", "Première")]


def test_a_commune_that_changes_epci_has_moved() -> None:
    new = vintage(2026, replace(known(ONE), parents=(SECOND, DEP)))
    assert diff(vintage(2025), new).moved == [Moved(ONE, (FIRST, DEP), (SECOND, DEP))]


def test_another_population_is_told() -> None:
    new = vintage(2026, replace(known(ONE), population=11))
    assert diff(vintage(2025), new).population_changed == [PopulationChanged(ONE, 10, 11)]


def test_another_siren_is_another_change() -> None:
    new = vintage(2026, replace(known(ONE), siren="217400423"))
    assert diff(vintage(2025), new).other == [ONE]


def test_a_commune_that_became_delegated_has_merged() -> None:
    new = vintage(2026, Territory(ONE, "Un", kind="commune-deleguee", successor=TWO, former=True))
    assert diff(vintage(2025), new).merged == [Merged(ONE, TWO)]


def test_a_commune_that_vanished_without_a_word_is_removed() -> None:
    assert diff(vintage(2025), vintage(2026, without=(ONE,))).removed == [ONE]


def test_a_re_established_commune_is_added() -> None:
    old = vintage(2025, Territory(ONE, "Un", kind="commune-deleguee", successor=TWO, former=True))
    assert diff(old, vintage(2026)).added == [ONE]


def test_a_vanished_epci_is_succeeded_by_the_one_that_has_all_its_communes() -> None:
    new = vintage(2026, replace(known(ONE), parents=(SECOND, DEP)), without=(FIRST,))
    assert diff(vintage(2025), new).merged == [Merged(FIRST, SECOND)]


def test_an_epci_whose_communes_were_shared_out_has_no_successor() -> None:
    new = vintage(
        2026,
        replace(known(TWO), parents=(FIRST, DEP)),
        replace(known(THREE), parents=(DEP,)),
        without=(SECOND,),
    )
    assert diff(vintage(2025), new).removed == [SECOND]


def test_what_vanished_is_carried_over_as_former() -> None:
    carried = carried_over(vintage(2025), vintage(2026, without=(ONE,)))
    assert carried == {ONE: replace(known(ONE), former=True, parents=())}


def test_an_old_successor_that_merged_too_is_followed() -> None:
    gone = TerritoryId("com-74004")
    old = vintage(2025, Territory(gone, "", kind="ancienne-commune", successor=ONE, former=True))
    new = vintage(2026, Territory(ONE, "Un", kind="commune-deleguee", successor=TWO, former=True))
    assert carried_over(old, new)[gone].successor == TWO


def test_successors_that_lead_in_a_circle_lead_nowhere() -> None:
    first, second = TerritoryId("com-74004"), TerritoryId("com-74005")
    old = vintage(
        2025,
        Territory(first, "", successor=second, former=True),
        Territory(second, "", successor=first, former=True),
    )
    assert carried_over(old, vintage(2026))[first].successor is None
