"""Colours and lengths. PURE.

Colours are of one hue from light to dark, so that every eye and a black-and-white printer tell them apart;
text on them is dark on the light ones and white on the others.
"""

from __future__ import annotations

from itertools import pairwise

# From the least to the most, each at least a quarter lighter than the next.
SHADES = ("#eef3f8", "#c6d9ea", "#86b1d4", "#3f7fb3", "#12477a")
BOUNDS = (0.0, 0.05, 0.2, 0.5, 0.8)
NOTHING = "#ffffff"
LINE, REFERENCE, TARGET, INK = "#12477a", "#b35900", "#595959", "#222222"


def shade(rate: float | None) -> str:
    """The colour of a rate; white for none."""
    return NOTHING if rate is None else SHADES[step(rate)]


def step(rate: float) -> int:
    """Which of the five shades a rate has."""
    return max(number for number, bound in enumerate(BOUNDS) if rate >= bound)


def ink(rate: float | None) -> str:
    """The colour of text on a shade."""
    return "#ffffff" if rate is not None and step(rate) >= 3 else INK


def legend() -> list[tuple[str, float, float]]:
    """The five shades, each with its bounds."""
    return [(shade(low), low, high) for low, high in pairwise((*BOUNDS, 1.0))]


def ticks(most: int, about: int = 4) -> list[int]:
    """Round numbers from nothing to at least the most, few enough to be read."""
    size = max(1, most) / about
    power = 10 ** max(0, len(str(int(size))) - 1)
    width = next(power * one for one in (1, 2, 5, 10) if power * one >= size)
    return [width * number for number in range(-(-most // width) + 1)] if most else [0, width]
