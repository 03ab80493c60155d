"""The index terms of a territory."""

from __future__ import annotations

from ckanext.odlocale.cog.shared import Level, TerritoryId
from ckanext.odlocale.territory.terms import ALL_FIELDS, lineage_field, produced_by, terms, within

ANNECY = [TerritoryId(one) for one in ("com-74010", "epci-200066793", "dep-74", "reg-84", "fr")]


def test_a_dataset_is_indexed_under_its_producer_and_all_that_contain_it() -> None:
    assert terms(ANNECY) == {
        "vocab_odlocale_territory": ["com-74010"],
        "vocab_odlocale_territories": ["com-74010", "epci-200066793", "dep-74", "reg-84", "fr"],
        "vocab_odlocale_level": ["com"],
        "vocab_odlocale_com": ["com-74010"],
        "vocab_odlocale_epci": ["epci-200066793"],
        "vocab_odlocale_dep": ["dep-74"],
        "vocab_odlocale_reg": ["reg-84"],
        "vocab_odlocale_fr": ["fr"],
    }


def test_a_dataset_without_territory_gets_no_terms() -> None:
    assert terms([]) == {}


def test_all_fields_are_vocabulary_fields_of_the_stock_schema() -> None:
    assert all(field.startswith("vocab_odlocale_") for field in ALL_FIELDS)


def test_every_term_is_of_a_known_field() -> None:
    assert set(terms(ANNECY)) <= set(ALL_FIELDS)


def test_a_level_field_is_named_after_its_level() -> None:
    assert lineage_field(Level.DEP) == "vocab_odlocale_dep"


def test_everything_below_a_territory_is_one_clause() -> None:
    assert within(TerritoryId("reg-84")) == 'vocab_odlocale_territories:("reg-84")'


def test_the_datasets_of_some_producers_are_one_clause() -> None:
    assert produced_by(ANNECY[3:]) == 'vocab_odlocale_territory:("reg-84" OR "fr")'
