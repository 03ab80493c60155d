"""What a territory's page shows, decided without any server."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from ckanext.odlocale.cog.shared import Level, TerritoryId
from ckanext.odlocale.territory.page import (
    Asked,
    Numbers,
    Scope,
    by_name,
    most_published,
    numbers,
    numbers_clause,
    scope_clause,
    scopes_of,
    trail,
)
from ckanext.odlocale.territory.page import asked_of as read

DEP = TerritoryId("dep-74")
REG, FR = TerritoryId("reg-84"), TerritoryId("fr")
COM, EPCI = TerritoryId("com-74010"), TerritoryId("epci-200066793")
FACETS = {"tags", "organization", "vocab_odlocale_level"}


def asked_of(parameters: list[tuple[str, str]], has_below: bool = True) -> Asked:
    return read(parameters, FACETS, scopes_of(has_below, has_above=True))


@dataclass(frozen=True)
class Place:
    id: TerritoryId
    name: str

    @property
    def level(self) -> Level:
        return self.id.level


def test_a_page_shows_everything_below_by_default() -> None:
    assert asked_of([]).scope is Scope.BELOW


def test_a_territory_with_nothing_below_shows_its_own_datasets() -> None:
    asked = asked_of([("portee", "dessous")], has_below=False)
    assert (asked.scopes, asked.scope) == ((Scope.OWN, Scope.ABOVE), Scope.OWN)


def test_nothing_is_above_the_country_so_it_has_no_tab_for_it() -> None:
    assert scopes_of(has_below=True, has_above=False) == (Scope.OWN, Scope.BELOW)


def test_an_unknown_tab_is_the_default_one() -> None:
    assert asked_of([("portee", "'; DROP")]).scope is Scope.BELOW


def test_chosen_facets_are_kept_in_order_and_several_of_one_field_together() -> None:
    asked = asked_of([("tags", "eau"), ("organization", "annecy"), ("tags", "air")])
    assert asked.grouped == {"tags": ["eau", "air"], "organization": ["annecy"]}


def test_parameters_of_nobody_do_not_empty_the_page() -> None:
    assert asked_of([("utm_source", "lettre"), ("q", "eau")]).filters() == []


def test_a_chosen_facet_is_one_clause_with_its_value_as_text() -> None:
    assert asked_of([("tags", 'a" OR *:*')]).filters() == ['tags:("a\\" OR *:*")']


def test_parameters_of_other_extensions_are_handed_on() -> None:
    assert asked_of([("ext_bbox", "1,2,3,4")]).extras == {"ext_bbox": "1,2,3,4"}


def test_the_first_of_a_repeated_parameter_counts() -> None:
    assert asked_of([("q", "un"), ("q", "deux")]).q == "un"


def test_the_search_form_carries_facets_and_tab_along() -> None:
    asked = asked_of([("tags", "eau"), ("portee", "territoire"), ("q", "x")])
    assert asked.hidden == [("tags", "eau"), ("portee", "territoire")]


def test_the_address_of_a_tab_keeps_the_words_and_leaves_the_facets() -> None:
    asked = asked_of([("q", "eau & air"), ("tags", "eau"), ("sort", "title_string asc")])
    assert asked.address("/territoire/fr", Scope.OWN) == (
        "/territoire/fr?q=eau+%26+air&sort=title_string+asc&portee=territoire"
    )


def test_the_default_tab_has_no_parameter() -> None:
    assert asked_of([("portee", "dessus")]).address("/territoire/fr", Scope.BELOW) == "/territoire/fr"


def test_the_datasets_of_a_level_have_an_address() -> None:
    assert asked_of([]).level_address("/t", Level.COM) == "/t?vocab_odlocale_level=com"


@pytest.mark.parametrize(
    ("scope", "clause"),
    [
        (Scope.OWN, 'vocab_odlocale_territory:("dep-74")'),
        (Scope.BELOW, 'vocab_odlocale_territories:("dep-74")'),
        (Scope.ABOVE, 'vocab_odlocale_territory:("reg-84" OR "fr")'),
    ],
)
def test_each_tab_is_one_clause(scope: Scope, clause: str) -> None:
    assert scope_clause(scope, DEP, [REG, FR]) == clause


def test_the_clause_of_what_is_above_the_country_matches_nothing() -> None:
    assert scope_clause(Scope.ABOVE, FR, []) == "-*:*"


def test_numbers_are_counted_over_what_is_below_and_above() -> None:
    assert numbers_clause(DEP, [REG, FR]) == (
        '(vocab_odlocale_territories:("dep-74") OR vocab_odlocale_territory:("reg-84" OR "fr"))'
    )


def test_the_country_has_no_clause_for_above() -> None:
    assert numbers_clause(FR, []) == 'vocab_odlocale_territories:("fr")'


def test_own_lower_and_higher_datasets_are_told_apart_by_level() -> None:
    found = numbers(Level.DEP, {"com": 40, "epci": 7, "dep": 3, "reg": 11, "fr": 1})
    assert found == Numbers(
        own=3,
        below=50,
        above=12,
        by_level=((Level.DEP, 3), (Level.EPCI, 7), (Level.COM, 40)),
        above_by_level={Level.FR: 1, Level.REG: 11},
    )


def test_a_tab_has_its_number() -> None:
    found = Numbers(own=3, below=50, above=12, by_level=())
    assert [found.of(scope) for scope in Scope] == [3, 50, 12]


def test_a_territory_without_datasets_has_none() -> None:
    assert numbers(Level.COM, {}) == Numbers(0, 0, 0, ())


def test_names_are_listed_as_people_read_them() -> None:
    places = [Place(COM, "Évian"), Place(EPCI, "Zonza"), Place(DEP, "evires"), Place(REG, "Étrez")]
    assert [place.name for place in by_name(places)] == ["Étrez", "Évian", "evires", "Zonza"]


def test_a_level_can_be_listed_alone() -> None:
    assert by_name([Place(COM, "A"), Place(DEP, "B")], Level.DEP) == [Place(DEP, "B")]


def test_those_with_most_datasets_come_first_and_those_without_are_left_out() -> None:
    places = [Place(COM, "A"), Place(EPCI, "B"), Place(DEP, "C")]
    assert most_published(places, {EPCI: 2, COM: 5}, 2) == [Place(COM, "A"), Place(EPCI, "B")]


def test_a_breadcrumb_goes_from_the_largest_to_the_nearest() -> None:
    pairs = {(FR, REG), (FR, DEP), (REG, DEP), (FR, EPCI), (REG, EPCI), (DEP, EPCI)}
    assert trail([EPCI, DEP, REG, FR], pairs) == [FR, REG, DEP, EPCI]


def test_a_breadcrumb_goes_through_the_departement_when_the_epci_straddles_two() -> None:
    pairs = {(FR, REG), (FR, DEP), (REG, DEP), (FR, EPCI), (REG, EPCI)}
    assert trail([EPCI, DEP, REG, FR], pairs) == [FR, REG, DEP]


def test_the_country_has_an_empty_breadcrumb() -> None:
    assert trail([], set()) == []


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ([("portee", "dessus"), ("de", "dep-74")], "dep-74"),
        ([("portee", "dessus")], None),
        ([("portee", "dessus"), ("de", "dep-01")], None),
        ([("portee", "territoire"), ("de", "dep-74")], None),
    ],
)
def test_one_of_the_territories_above_may_be_asked_for(
    parameters: list[tuple[str, str]], expected: str | None
) -> None:
    above = [TerritoryId("dep-74"), TerritoryId("reg-84")]
    assert read(parameters, (), (Scope.OWN, Scope.ABOVE), above).source == expected


def test_the_tab_above_lists_one_or_all() -> None:
    above = [TerritoryId("dep-74"), TerritoryId("reg-84")]
    asked = read([("portee", "dessus"), ("de", "dep-74")], (), (Scope.OWN, Scope.ABOVE), above)
    every = read([("portee", "dessus")], (), (Scope.OWN, Scope.ABOVE), above)
    assert (asked.sources(above), every.sources(above)) == (["dep-74"], above)


def test_the_address_of_one_above_keeps_the_words() -> None:
    asked = read([("q", "eau")], (), (Scope.OWN, Scope.ABOVE))
    assert asked.source_address("/t", TerritoryId("dep-74")) == "/t?q=eau&portee=dessus&de=dep-74"


def test_the_datasets_above_are_told_apart_by_level() -> None:
    counted = numbers(Level.COM, {"com": 2, "epci": 3, "reg": 4})
    assert (counted.above, counted.above_by_level) == (7, {Level.REG: 4, Level.EPCI: 3})
