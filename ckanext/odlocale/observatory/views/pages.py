"""``/observatoire``: the board of a territory, the collectivités behind its figures, a figure to embed."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from flask import Blueprint, make_response, redirect
from werkzeug.wrappers import Response

from ckanext.odlocale.cog.shared import Level
from ckanext.odlocale.drawing import scale
from ckanext.odlocale.observatory import board, curve, peers, registry, telling
from ckanext.odlocale.observatory.history import days
from ckanext.odlocale.observatory.indicator import Indicator
from ckanext.odlocale.observatory.listing import Entry
from ckanext.odlocale.observatory.logic import refusals
from ckanext.odlocale.observatory.openings import store
from ckanext.odlocale.observatory.pathways import pathways
from ckanext.odlocale.observatory.programme import OBSERVED
from ckanext.odlocale.observatory.seen import Seen, seen
from ckanext.odlocale.observatory.standards import standards
from ckanext.odlocale.observatory.views.access import (
    allowed,
    empty,
    known,
    receives,
    root_address,
    told_parts,
)
from ckanext.odlocale.territory.shared import TerritoryRecord

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
        return tk.render("observatory/empty.html", empty(record))
    entry = board.itself(record, found.day)
    shown = (_commune if record.level is Level.COM else _board)(record, found, entry)
    template = "observatory/commune.html" if record.level is Level.COM else "observatory/read.html"
    return tk.render(template, {**_common(record, found), "entry": entry, **shown})


def _common(record: TerritoryRecord, found: Seen) -> dict[str, Any]:
    root = root_address()
    return {
        "territory": record,
        "seen": found,
        "root": root,
        "address": f"{root}{record.id}",
        "telling": telling,
        "name": record.name or record.code,
        "receives": receives(record.id),
    }


def _board(record: TerritoryRecord, found: Seen, entry: Entry | None) -> dict[str, Any]:
    rows, points = board.below(record, found), board.points(record.id)
    path = board.path(record, points, found.day)
    drawing, map_source = board.drawn(record, found, rows, root_address())
    return {
        "headlines": [one for one in found.indicators if one.name in board.HEADLINES],
        "below": rows,
        "drawing": drawing,
        "map_source": map_source,
        "legend": scale.legend(),
        "points": points,
        "curve": curve.svg(board.curve(record, points, found.day)),
        "trajectory": path,
        "pathways": pathways(path, found, rows),
        "peers": peers.peers(record, entry and entry.place, found),
        "parts": told_parts(),
        "standards": [one.name for one in standards().values()],
        "animators": board.accompanying(record, found.day),
        "holders": board.holding(record, found.day),
        "observed": OBSERVED if record.level is Level.FR else (),
        "editions": days.editions(),
        "sources": store.sources(),
    }


def _commune(record: TerritoryRecord, found: Seen, entry: Entry | None) -> dict[str, Any]:
    alike = peers.of_commune(record, entry, found.day) if entry else (0, 0, [])
    around = board.around(entry) if entry else []
    return {"around": around, "peers": {"open": alike[0], "all": alike[1], "listed": alike[2]}}


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
        "missing": telling.unmeasured(one, found.count(one.name)),
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
