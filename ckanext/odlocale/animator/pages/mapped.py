"""Where there is help, on the map of départements and in the table beside it."""

from __future__ import annotations

from collections.abc import Sequence

import ckan.plugins.toolkit as tk

from ckanext.odlocale.drawing import maps, scale
from ckanext.odlocale.drawing.tiles import Tile, map_svg
from ckanext.odlocale.territory.shared import Share

# One département alone has its figures in the table: its outline tells nothing more.
FEWEST = 2


def drawn(shares: Sequence[Share], title: str, root: str) -> dict[str, object] | None:
    """The map of départements by the share of their communes that are reached; None for nothing to draw.

    One query, for outlines.

    :param shares: the départements, with their communes that are left out
    :param title: what the colours tell
    :param root: what the address of a département begins with
    """
    tiles = [_tile(one, root) for one in shares]
    outlines, source = maps.showing([tile.id for tile in tiles])
    if sum(tile.id in outlines for tile in tiles) < FEWEST:
        return None
    svg = map_svg(tiles, title, outlines)
    return {"svg": svg, "title": title, "legend": scale.legend(), "source": source}


def _tile(one: Share, root: str) -> Tile:
    told = tk._("{territory}: {number} of {all} communes").format(
        territory=one.name,
        number=tk.h.localised_number(one.reached),
        all=tk.h.localised_number(one.communes),
    )
    return Tile(one.id, one.name, one.communes, one.reached / one.communes, told, f"{root}{one.id}")
