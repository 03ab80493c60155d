"""What becomes of territories over the years."""

from __future__ import annotations

from dataclasses import replace

from ckanext.odlocale.cog.shared import Territory, TerritoryId, Vintage, continued
from tests.cog.test_diff import DEP, FIRST, ONE, SECOND, THREE, TWO, known, vintage

FOUR = TerritoryId("com-74004")


def merged(into: TerritoryId) -> Territory:
    return Territory(ONE, "Un", kind="commune-deleguee", successor=into, former=True)


def held(old: Vintage, new: Vintage, territory: TerritoryId) -> Territory:
    return continued(old, new).territories[territory]


def test_what_vanished_is_kept_as_former() -> None:
    found = held(vintage(2025), vintage(2026, without=(ONE,)), ONE)
    assert found == replace(known(ONE), former=True, parents=())


def test_what_the_new_vintage_has_stays_as_it_says() -> None:
    new = vintage(2026, replace(known(ONE), name="Première"))
    assert continued(vintage(2025), new) == new


def test_an_old_successor_that_merged_too_is_followed() -> None:
    old = vintage(2025, Territory(FOUR, "", kind="ancienne-commune", successor=ONE, former=True))
    assert held(old, vintage(2026, merged(TWO)), FOUR).successor == TWO


def test_successors_that_lead_in_a_circle_lead_nowhere() -> None:
    other = TerritoryId("com-74005")
    old = vintage(
        2025,
        Territory(FOUR, "", successor=other, former=True),
        Territory(other, "", successor=FOUR, former=True),
    )
    assert held(old, vintage(2026), FOUR).successor is None


def test_a_merged_commune_keeps_its_siren() -> None:
    old = vintage(2025, replace(known(ONE), siren="217400423"))
    assert held(old, vintage(2026, merged(TWO)), ONE).siren == "217400423"


def test_an_old_code_without_name_keeps_the_name_it_had() -> None:
    nameless = Territory(ONE, "", kind="ancienne-commune", successor=TWO, former=True)
    assert held(vintage(2025), vintage(2026, nameless), ONE).name == "Un"


def test_what_the_new_vintage_says_of_a_former_commune_is_right() -> None:
    old = vintage(2025, replace(known(ONE), siren="217400423"))
    new = vintage(2026, replace(merged(TWO), name="Une", siren="217400431"))
    assert (held(old, new, ONE).name, held(old, new, ONE).siren) == ("Une", "217400431")


def shared_out() -> Vintage:
    """The second EPCI is gone; its communes are in the first, and in a third one."""
    third = Territory(TerritoryId("epci-200070852"), "CC Trois")
    communes = (replace(known(TWO), parents=(FIRST, DEP)), replace(known(THREE), parents=(third.id, DEP)))
    return vintage(2026, third, *communes, without=(SECOND,))


def test_an_epci_that_was_shared_out_has_heirs() -> None:
    found = held(vintage(2025), shared_out(), SECOND)
    assert (found.successor, found.heirs) == (None, (FIRST, "epci-200070852"))


def test_the_heir_with_most_communes_comes_first() -> None:
    old = vintage(2025, Territory(FOUR, "Quatre", parents=(SECOND, DEP)))
    third = Territory(TerritoryId("epci-200070852"), "CC Trois")
    communes = [Territory(one, "Village", parents=(third.id, DEP)) for one in (THREE, FOUR)]
    new = vintage(2026, third, replace(known(TWO), parents=(FIRST, DEP)), *communes, without=(SECOND,))
    assert held(old, new, SECOND).heirs == (third.id, FIRST)


def test_heirs_that_merged_too_are_followed() -> None:
    once = continued(vintage(2025), shared_out())
    fourth = Territory(TerritoryId("epci-200066793"), "CC Quatre")
    new = vintage(
        2027,
        fourth,
        replace(known(TWO), parents=(FIRST, DEP)),
        replace(known(THREE), parents=(fourth.id, DEP)),
        without=(SECOND,),
    )
    assert held(once, new, SECOND).heirs == (FIRST, fourth.id)


def test_heirs_that_are_one_again_are_the_successor() -> None:
    once = continued(vintage(2025), shared_out())
    communes = [replace(known(one), parents=(FIRST, DEP)) for one in (TWO, THREE)]
    found = held(once, vintage(2027, *communes, without=(SECOND,)), SECOND)
    assert (found.successor, found.heirs) == (FIRST, ())
