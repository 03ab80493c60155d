"""The states of the standards at a collectivité, and what they come to together, on the small country."""

from __future__ import annotations

import pytest

from ckanext.odlocale.observatory.computing import figures
from ckanext.odlocale.observatory.grid.cells import Cell, cells, tallies, together
from ckanext.odlocale.observatory.registry import ours
from ckanext.odlocale.observatory.standards import name_of, sets
from ckanext.odlocale.socle.shared import Expected, State
from tests.observatory.country import PLACES

COMMUNES = {one.id: cells(one) for one in PLACES if one.level == "com"}
LEVELS = {"com": 6, "epci": 2, "dep": 2, "reg": 1}
BEGUN = {
    ("scdl/deliberations", "valid"): 1,
    ("scdl/budget", "published"): 1,
    ("etalab/schema-bal", "stale"): 1,
    ("etalab/schema-bal", "valid"): 1,
    ("scdl/equipements", "sans-objet"): 1,
    ("scdl/catalogue", "announced"): 1,
}
TALLIES = {one.entry.name: one for one in tallies(sets(), LEVELS, BEGUN)}


@pytest.mark.parametrize(
    ("territory", "name", "expected"),
    [
        ("com-74010", "scdl/deliberations", Cell(State.VALID, Expected.YES)),
        ("com-74010", "etalab/schema-bal", Cell(State.STALE, Expected.IF_CONCERNED)),
        ("com-74010", "scdl/equipements", Cell(State.SANS_OBJET, Expected.YES)),
        ("com-74010", "scdl/prenoms", Cell(State.ABSENT, Expected.YES)),
        ("com-74112", "scdl/deliberations", Cell(State.ABSENT, Expected.PRESUMED)),
        ("com-74269", "scdl/deliberations", Cell(State.ABSENT, Expected.NO)),
        ("com-74001", "etalab/schema-hautes-remunerations", Cell(State.ABSENT, Expected.UNKNOWN)),
    ],
)
def test_a_cell_says_the_state_and_what_is_expected(territory: str, name: str, expected: Cell) -> None:
    assert COMMUNES[territory][name] == expected


@pytest.mark.parametrize(
    ("state", "expected", "owed", "to_mend"),
    [
        (State.ABSENT, Expected.YES, True, False),
        (State.ANNOUNCED, Expected.PRESUMED, True, False),
        (State.ABSENT, Expected.IF_CONCERNED, False, False),
        (State.ABSENT, Expected.NO, False, False),
        (State.SANS_OBJET, Expected.YES, False, False),
        (State.VALID, Expected.YES, False, False),
        (State.PUBLISHED, Expected.YES, False, True),
        (State.STALE, Expected.NO, False, True),
    ],
)
def test_something_is_to_be_done_when_it_is_owed_or_to_be_mended(
    state: State, expected: Expected, owed: bool, to_mend: bool
) -> None:
    one = Cell(state, expected)
    assert (one.is_owed, one.is_to_mend) == (owed, to_mend)


def test_the_country_has_no_cells() -> None:
    assert cells(PLACES[0]) == {}


def test_a_standard_counts_those_whose_level_has_it_and_whoever_did_not_begin_is_absent() -> None:
    assert TALLIES["etalab/schema-bal"].states == {
        State.ABSENT: 6,
        State.ANNOUNCED: 0,
        State.PUBLISHED: 0,
        State.VALID: 1,
        State.STALE: 1,
        State.SANS_OBJET: 0,
    }


def test_the_conform_share_is_that_of_the_indicator() -> None:
    found = figures(PLACES, ours())
    assert together(list(TALLIES.values())) == found["fr", "", "socle_conform"] == (2, 4)


def test_those_with_a_file_are_those_that_the_indicator_of_the_standard_counts() -> None:
    found = figures(PLACES, ours())
    with_a_file = {name: one.conform.denominator for name, one in TALLIES.items() if one.conform.denominator}
    names = {one.name: name_of(one) for one in sets()}
    # What is published where it is neither expected nor asked for is no share of those of whom it is.
    assert {name: found["fr", "", names[name]].numerator for name in with_a_file} == with_a_file


def test_a_standard_that_no_level_of_these_has_is_left_out() -> None:
    assert [one for one in tallies(sets(), {"reg": 1}, {}) if "reg" not in one.entry.about["levels"]] == []


def test_a_standard_is_shown_when_it_is_expected_or_begun() -> None:
    shown = {name for name, one in TALLIES.items() if one.is_shown}
    assert {"scdl/budget", "etalab/schema-bal"} <= shown
    assert "etalab/schema-amenagements-cyclables" not in shown
