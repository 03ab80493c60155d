"""A site's colour for its widget."""

from __future__ import annotations

import pytest

from ckanext.odlocale.territory.colours import DEFAULT, NEEDED, Palette, contrast, is_colour, palette


def rgb(written: str) -> tuple[int, int, int]:
    return int(written[1:3], 16), int(written[3:5], 16), int(written[5:7], 16)


@pytest.mark.parametrize("written", ["#0a6640", "0a6640", " #0A6640 "])
def test_a_colour_can_be_written_with_or_without_its_sign(written: str) -> None:
    assert palette(written) == Palette("#0a6640", "#ffffff", "#0a6640")


def test_three_digits_are_six() -> None:
    assert palette("#064").fill == "#006644"


@pytest.mark.parametrize(
    "written",
    [
        "",
        "red",
        "#12",
        "#12345",
        "url(//x)",
        "#fff;}*{",
        "#gggggg",
        "0" * 10_000,
        "\N{FULLWIDTH DIGIT ONE}23",
    ],
)
def test_what_is_no_colour_gives_the_default_one(written: str) -> None:
    assert (is_colour(written), palette(written).fill) == (False, DEFAULT)


@pytest.mark.parametrize(
    "written", ["#ffffff", "#ffff00", "#ffcc00", "#00ff00", "#777777", "#000000", "#e1000f"]
)
def test_text_is_readable_whatever_the_colour(written: str) -> None:
    found = palette(written)
    on_white = contrast(rgb(found.text), (255, 255, 255))
    on_fill = contrast(rgb(found.on_fill), rgb(found.fill))
    assert (on_white >= NEEDED, on_fill >= NEEDED) == (True, True)


def test_black_and_white_are_as_far_apart_as_can_be() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == 21
