"""Identifiers of territories."""

from __future__ import annotations

import pytest

from ckanext.odlocale.cog.shared import Level, TerritoryId, TerritoryIdError


@pytest.mark.parametrize(
    ("text", "level", "code"),
    [
        ("fr", Level.FR, ""),
        ("reg-84", Level.REG, "84"),
        ("reg-975", Level.REG, "975"),
        ("dep-74", Level.DEP, "74"),
        ("dep-2A", Level.DEP, "2A"),
        ("epci-200000172", Level.EPCI, "200000172"),
        ("ept-200057867", Level.EPT, "200057867"),
        ("com-74042", Level.COM, "74042"),
        ("com-2B033", Level.COM, "2B033"),
    ],
)
def test_an_identifier_is_its_level_and_its_code(text: str, level: Level, code: str) -> None:
    parsed = TerritoryId.parse(text)
    assert (parsed, parsed.level, parsed.code) == (text, level, code)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "74042",
        "com-7404",
        "com-740420",
        "COM-74042",
        "com-74042\n",
        " com-74042",
        "com-2C001",
        "com-٧٤٠٤٢",
        "dep-7",
        "dep-2a",
        "reg-2A",
        "epci-20000017",
        "fr-",
        "fr-1",
        "country-fr",
        "com-" + "1" * 10_000,
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(TerritoryIdError):
        TerritoryId.parse(text)


def test_a_refusal_says_how_to_write_it() -> None:
    with pytest.raises(TerritoryIdError, match=r"“74042” is not .* Write it like com-74042"):
        TerritoryId.parse("74042")


def test_an_identifier_is_built_of_its_parts() -> None:
    assert TerritoryId.build(Level.COM, "74042") == "com-74042"


def test_the_country_has_no_code() -> None:
    with pytest.raises(TerritoryIdError):
        TerritoryId.build(Level.FR, "1")


def test_ranks_go_from_the_widest_to_the_smallest() -> None:
    assert [level.rank for level in Level] == [0, 1, 2, 3, 4, 5]
