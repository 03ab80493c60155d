"""What a site chooses for its widget, and the line of code that it copies. PURE."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from ckanext.odlocale.territory.colours import is_colour
from ckanext.odlocale.territory.page import SCOPE_PARAMETER, Scope

FEWEST, MOST, NUMBER = 1, 20, 5


@dataclass(frozen=True, slots=True)
class Options:
    """A site's choices: its colour (empty for the default one), how many datasets at once, whose.

    :param own: only the territory's own datasets, without those of what it contains
    """

    colour: str
    number: int
    own: bool

    @property
    def chosen(self) -> dict[str, str]:
        """What is not as it would be anyway, by the names of parameters and of ``data-`` attributes."""
        named = {
            "couleur": self.colour,
            "nombre": str(self.number) if self.number != NUMBER else "",
            SCOPE_PARAMETER: str(Scope.OWN) if self.own else "",
        }
        return {name: value for name, value in named.items() if value}


def options_of(parameters: Mapping[str, str]) -> Options:
    """The choices in an address; what cannot be is as if nothing had been chosen."""
    colour, number = parameters.get("couleur", ""), parameters.get("nombre", "")
    return Options(
        colour="#" + colour.strip().lstrip("#").lower() if is_colour(colour) else "",
        number=min(max(int(number), FEWEST), MOST) if _is_small_number(number) else NUMBER,
        own=parameters.get(SCOPE_PARAMETER) == Scope.OWN,
    )


def line(script: str, options: Options) -> str:
    """The line that shows the widget where it is put in a page.

    :param script: the address of the territory's ``widget.js``
    """
    chosen = "".join(f' data-{name}="{escape(value)}"' for name, value in options.chosen.items())
    return f'<script src="{escape(script)}"{chosen} async></script>'


def _is_small_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 5
