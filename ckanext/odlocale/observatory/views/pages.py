"""``/observatoire``: the board of a territory, the collectivités behind its figures, a figure to embed."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlencode

import ckan.plugins.toolkit as tk
from ckan.lib.helpers import Page
from flask import Blueprint, make_response, redirect
from werkzeug.wrappers import Response

from ckanext.odlocale.cog.shared import Level
from ckanext.odlocale.observatory import board, listing, registry, telling
from ckanext.odlocale.observatory.drawing import curve, scale, tiles
from ckanext.odlocale.observatory.history import days
from ckanext.odlocale.observatory.indicator import Indicator
from ckanext.odlocale.observatory.listing import Side
from ckanext.odlocale.observatory.logic import refusals
from ckanext.odlocale.observatory.openings import store
from ckanext.odlocale.observatory.parts import GROUPS, LEVELS, PARTS, STRATA
from ckanext.odlocale.observatory.programme import OBSERVED
from ckanext.odlocale.observatory.seen import Seen, seen
from ckanext.odlocale.observatory.views.access import allowed, known
from ckanext.odlocale.territory.shared import TerritoryRecord

PER_PAGE = 50

observatory = Blueprint("odlocale_observatory", __name__)


@observatory.route("/observatoire")
def index() -> Response | str:
    """The board of the portal's territory."""
    return read(None)


@observatory.route("/observatoire/<territory_id>")
def read(territory_id: str | None) -> Response | str:
    """The board of a territory: its figures, how they came about, what is below it."""
    allowed("odlocale_observatory_indicator_list")
    record = known(territory_id)
    if territory_id and record.id != territory_id:
        return redirect(tk.url_for("odlocale_observatory.read", territory_id=record.id), 301)
    found = seen(record.id)
    if found is None:
        return tk.render("observatory/empty.html", {"territory": record, "sentence": refusals.no_figures()})
    shown = _commune(record, found) if record.level is Level.COM else _board(record, found)
    template = "observatory/commune.html" if record.level is Level.COM else "observatory/read.html"
    return tk.render(template, {**_common(record, found), **shown})


def _common(record: TerritoryRecord, found: Seen) -> dict[str, Any]:
    root = tk.url_for("odlocale_observatory.read", territory_id="fr").removesuffix("fr")
    return {
        "territory": record,
        "seen": found,
        "root": root,
        "address": f"{root}{record.id}",
        "entry": board.itself(record, found.day),
        "telling": telling,
    }


def _board(record: TerritoryRecord, found: Seen) -> dict[str, Any]:
    root = tk.url_for("odlocale_observatory.read", territory_id="fr").removesuffix("fr")
    rows, points = board.below(record, found), board.points(record)
    drawn = board.tiles(rows, root)
    title = tk._("Share of open collectivités, by territory")
    is_map = record.level in (Level.FR, Level.REG)
    if record.level is Level.FR:
        drawn = _departements(root, found) or drawn
    has_map = is_map and tiles.has_map(drawn)
    return {
        "headlines": [one for one in found.indicators if one.name in board.HEADLINES],
        "below": rows,
        "drawing": tiles.map_svg(drawn, title) if has_map else tiles.tiles_svg(drawn, title),
        "has_map": has_map,
        "map_source": tiles.shapes()["source"],
        "legend": [(scale.shade(low), low, high) for low, high in scale.steps()],
        "points": points,
        "curve": curve.svg(board.curve(record, points, found.day)),
        "trajectory": board.path(record, points, found.day),
        "parts": {
            tk._("By level"): [one.name for one in LEVELS],
            tk._("By population of the communes"): [one.name for one in STRATA],
            tk._("The programme’s groups"): [one.name for one in GROUPS],
        },
        "observed": OBSERVED if record.level is Level.FR else (),
        "editions": days.editions(),
        "sources": store.sources(),
    }


def _departements(root: str, found: Seen) -> list[tiles.Tile]:
    """All départements of the country, for the map of the whole."""
    return board.tiles(board.of_level(Level.DEP, found), root)


def _commune(record: TerritoryRecord, found: Seen) -> dict[str, Any]:
    entry = board.itself(record, found.day)
    alike = board.peers(record, entry, found.day) if entry else (0, 0, [])
    return {"peers": {"open": alike[0], "all": alike[1], "listed": alike[2]}}


@observatory.route("/observatoire/<territory_id>/collectivites")
def collectivites(territory_id: str) -> str:
    """The collectivités behind a figure, page by page."""
    allowed("odlocale_observatory_collectivite_list")
    record, day = known(territory_id), days.latest()
    if day is None:
        return tk.render("observatory/empty.html", {"territory": record, "sentence": refusals.no_figures()})
    asked = _asked(record, day)
    number = tk.h.get_page_number(tk.request.args)
    count, entries = listing.page(asked, PER_PAGE, (number - 1) * PER_PAGE)
    address = tk.url_for("odlocale_observatory.collectivites", territory_id=record.id)
    page = Page(
        collection=entries,
        page=number,
        url=partial(_page_address, address, asked),
        item_count=count,
        items_per_page=PER_PAGE,
    )
    page.items = entries
    shown = {"asked": asked, "page": page, "count": count, "sides": _sides(), "parts": PARTS}
    found = {"territory": record, "indicators": registry.indicators(), "telling": telling, "address": address}
    return tk.render(
        "observatory/collectivites.html", {**shown, **found, "root": address.rsplit("/", 2)[0] + "/"}
    )


def _asked(record: TerritoryRecord, day: Any) -> listing.Asked:
    """What a reader asks for; what is not understood is as if it was not asked."""
    arguments = tk.request.args
    indicator = registry.indicator(arguments.get("indicateur", "")) or registry.indicators()[0]
    part = PARTS.get(arguments.get("partie", ""), PARTS[""])
    side = next((one for one in Side if one == arguments.get("cote")), Side.ALL)
    return listing.Asked(record.id, day, indicator, part, side, arguments.get("q", "").strip()[:200])


def _sides() -> dict[Side, str]:
    return {
        Side.ALL: tk._("all of them"),
        Side.IN: tk._("those that are counted"),
        Side.OUT: tk._("those that are not"),
    }


def _page_address(address: str, asked: listing.Asked, page: int, **_: Any) -> str:
    chosen = {
        "indicateur": asked.indicator.name,
        "partie": asked.part.name,
        "cote": asked.side,
        "q": asked.q,
        "page": page,
    }
    return f"{address}?{urlencode({key: value for key, value in chosen.items() if value})}"


@observatory.route("/observatoire/<territory_id>/chiffre/<name>")
def embedded(territory_id: str, name: str) -> Response:
    """One figure, to be shown in a frame on another site: without scripts and other people's files."""
    allowed("odlocale_observatory_indicator_list")
    record, one = known(territory_id), _indicator(name)
    found = seen(record.id)
    if found is None:
        tk.abort(404, refusals.no_figures())
    address = tk.url_for("odlocale_observatory.read", territory_id=record.id, _external=True)
    shown = {
        "territory": record,
        "one": one,
        "count": found.count(one.name),
        "seen": found,
        "address": address,
    }
    answer = make_response(tk.render("observatory/embedded.html", shown))
    answer.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors *"
    )
    return answer


def _indicator(name: str) -> Indicator:
    found = registry.indicator(name)
    if found is None:
        tk.abort(404, tk._("There is no such indicator. Choose one on the page of the territory."))
    return found
