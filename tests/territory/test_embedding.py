"""What a site chooses for its widget."""

from __future__ import annotations

import pytest

from ckanext.odlocale.territory.embedding import Options, line, options_of

SCRIPT = "https://portail.example/territoire/com-74010/widget.js"


def test_nothing_chosen_is_the_shortest_line() -> None:
    assert line(SCRIPT, options_of({})) == f'<script src="{SCRIPT}" async></script>'


def test_every_choice_is_an_attribute() -> None:
    chosen = options_of({"couleur": "0A6640", "nombre": "10", "portee": "territoire"})
    assert line(SCRIPT, chosen) == (
        f'<script src="{SCRIPT}" data-couleur="#0a6640" data-nombre="10" data-portee="territoire"'
        " async></script>"
    )


@pytest.mark.parametrize(
    ("given", "number"),
    [("10", 10), ("0", 1), ("21", 20), ("999", 20), ("", 5), ("x", 5), ("-3", 5), ("1" * 5000, 5), ("²", 5)],
)
def test_a_number_of_datasets_stays_within_bounds(given: str, number: int) -> None:
    assert options_of({"nombre": given}).number == number


@pytest.mark.parametrize("given", ["red", '"><script>', "#12", "#" * 4000, "url(x)"])
def test_what_is_no_colour_is_not_chosen(given: str) -> None:
    assert options_of({"couleur": given}) == Options("", 5, own=False)


@pytest.mark.parametrize("given", ["dessous", "dessus", "x", ""])
def test_everything_below_belongs_to_it_unless_only_its_own_is_wanted(given: str) -> None:
    assert options_of({"portee": given}).own is False


def test_the_line_is_html_whatever_the_address() -> None:
    assert line('https://p.example/"><b>', options_of({})) == (
        '<script src="https://p.example/&quot;&gt;&lt;b&gt;" async></script>'
    )
