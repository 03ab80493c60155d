"""What changed between two vintages."""

from __future__ import annotations

from dataclasses import replace

from ckanext.odlocale.cog.diff import Merged, Moved, PopulationChanged, Recoded, Removed, Renamed, Split
from ckanext.odlocale.cog.shared import Territory, TerritoryId, Vintage, diff

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
    assert diff(vintage(2025), new).moved == [Moved(ONE, (FIRST,), (SECOND,))]


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
    assert diff(vintage(2025), vintage(2026, without=(ONE,))).removed == [Removed(ONE, ())]


def test_a_commune_that_changed_departement_has_moved_above() -> None:
    other = Territory(TerritoryId("dep-73"), "Autre", parents=(REG,))
    new = vintage(2026, other, replace(known(ONE), parents=(FIRST, other.id)))
    changes = diff(vintage(2025), new)
    assert (changes.moved, changes.moved_above) == ([], [Moved(ONE, (DEP,), (other.id,))])


def test_a_re_established_commune_is_split_from_the_one_it_was_part_of() -> None:
    old = vintage(2025, Territory(ONE, "Un", kind="commune-deleguee", successor=TWO, former=True))
    changes = diff(old, vintage(2026))
    assert (changes.split, changes.added) == ([Split(ONE, TWO)], [])


def test_a_commune_whose_seat_moved_is_recoded() -> None:
    old = vintage(2025, Territory(ONE, "Un", kind="commune-deleguee", successor=TWO, former=True))
    seat = replace(known(ONE), name="Deux")
    gone = Territory(TWO, "Deux", kind="commune-deleguee", successor=ONE, former=True)
    changes = diff(old, vintage(2026, seat, gone))
    assert (changes.recoded, changes.merged, changes.split, changes.added) == (
        [Recoded(TWO, ONE)],
        [],
        [],
        [],
    )


def test_an_epci_cut_in_two_is_split_and_its_heirs_are_told() -> None:
    third = Territory(TerritoryId("epci-200070852"), "CC Trois")
    fourth = Territory(TerritoryId("epci-200066793"), "CC Quatre")
    new = vintage(
        2026,
        third,
        fourth,
        replace(known(TWO), parents=(third.id, DEP)),
        replace(known(THREE), parents=(fourth.id, DEP)),
        without=(SECOND,),
    )
    changes = diff(vintage(2025), new)
    assert changes.split == [Split(fourth.id, SECOND), Split(third.id, SECOND)]
    assert changes.removed == [Removed(SECOND, (fourth.id, third.id))]


def test_an_epci_made_of_two_is_added() -> None:
    both = Territory(TerritoryId("epci-200070852"), "CC Toutes")
    communes = (replace(known(one), parents=(both.id, DEP)) for one in (ONE, TWO, THREE))
    changes = diff(vintage(2025), vintage(2026, both, *communes, without=(FIRST, SECOND)))
    assert (changes.added, changes.split) == ([both.id], [])
    assert changes.merged == [Merged(FIRST, both.id), Merged(SECOND, both.id)]


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
    assert diff(vintage(2025), new).removed == [Removed(SECOND, (FIRST,))]
