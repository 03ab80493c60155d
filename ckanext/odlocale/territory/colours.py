"""A site's colour for its widget, made readable. PURE.

Contrast is that of WCAG 2: between 1 and 21; 4.5 is what normal text needs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

NEEDED = 4.5
DEFAULT = "#1f4e79"
_WHITE, _BLACK = (255, 255, 255), (0, 0, 0)
_HEXADECIMAL = re.compile(r"#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a widget, as CSS writes them.

    :param fill: what the site chose: buttons and lines
    :param on_fill: text on it, black or white, whichever is easier to read
    :param text: links and headings on white: what the site chose, darker where that is too pale to read
    """

    fill: str
    on_fill: str
    text: str


def palette(written: str) -> Palette:
    """The palette of a colour; that of the default colour for what is none.

    :param written: ``#0a6640``, ``0a6640`` or ``#064``; names and functions of CSS are none
    """
    fill = _read(written) or _read(DEFAULT) or _BLACK
    on_fill = max(_WHITE, _BLACK, key=lambda one: contrast(one, fill))
    return Palette(_written(fill), _written(on_fill), _written(_darkened(fill)))


def is_colour(written: str) -> bool:
    """True for what :func:`palette` takes as it is."""
    return _read(written) is not None


def contrast(one: Colour, other: Colour) -> float:
    """How far two colours are apart for the eye, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _read(written: str) -> Colour | None:
    match = _HEXADECIMAL.fullmatch(written.strip())
    if match is None:
        return None
    digits = match[1] if len(match[1]) == 6 else "".join(digit * 2 for digit in match[1])
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def _written(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def _darkened(colour: Colour) -> Colour:
    red, green, blue = colour
    while contrast((red, green, blue), _WHITE) < NEEDED:
        red, green, blue = int(red * 0.95), int(green * 0.95), int(blue * 0.95)
    return red, green, blue


def _luminance(colour: Colour) -> float:
    red, green, blue = (_linear(value / 255) for value in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
