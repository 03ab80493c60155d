"""``/territoire/<id>/widget``: the datasets of a territory on its own site."""

from __future__ import annotations

import hashlib
import json
import logging
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import urlencode

import ckan.plugins.toolkit as tk
from ckan.lib.search import SearchError
from flask import Blueprint
from werkzeug.wrappers import Response

from ckanext.odlocale.territory import datasets, surroundings
from ckanext.odlocale.territory.colours import palette
from ckanext.odlocale.territory.directory import TerritoryRecord
from ckanext.odlocale.territory.embedding import Options, options_of
from ckanext.odlocale.territory.views.anonymous import moved, shared
from ckanext.odlocale.territory.views.lookup import Wanted, today, wanted

log = logging.getLogger(__name__)

MINUTES, HOUR, YEAR = 300, 3600, 365 * 24 * 3600
# Nothing but our own stylesheet and script, inside whatever site wants to show it.
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors *"
)

widget = Blueprint("odlocale_widget", __name__)


@widget.route("/territoire/<territory_id>/widget")
def frame(territory_id: str) -> Response:
    """The page inside the frame: a list of the datasets, and a search in them."""
    try:
        found = wanted(territory_id)
    except tk.NotAuthorized:
        return _failed(tk._("This portal does not show its territories to everybody."), 403)
    if found is None:
        return _failed(tk._("There is no territory at this address."), 404)
    if found.record.id != territory_id:
        return moved(today("odlocale_widget.frame", found.record))
    options = options_of(tk.request.args)
    try:
        page = datasets.latest(found.record.id, found.above, found.asked, found.number, options.number)
    except datasets.UNSEARCHED as error:
        log.exception("The widget of %s could not search", found.record.id)
        return _unsearched(found, refused=bool(found.asked.q) and isinstance(error, SearchError))
    return _framed("territory/widget.html", _shown(found, options, page), MINUTES)


def _unsearched(found: Wanted, refused: bool) -> Response:
    if refused:
        sentence = tk._("These words cannot be searched for. Try with fewer or simpler ones.")
        return _failed(sentence, 400, found.record)
    return _failed(tk._("The datasets cannot be shown right now."), 503, found.record)


def _shown(found: Wanted, options: Options, results: dict[str, Any]) -> dict[str, Any]:
    address = tk.url_for("odlocale_widget.frame", territory_id=found.record.id)
    last = -(-results["count"] // options.number)
    return {
        "territory": found.record,
        "options": options,
        "q": found.asked.q,
        "count": results["count"],
        "datasets": results["results"],
        "producers": surroundings.producers(results["results"]),
        "address": address,
        "number": found.number,
        "last": last,
        "previous": _page(address, found, options, found.number - 1) if 1 < found.number <= last else "",
        "next": _page(address, found, options, found.number + 1) if found.number < last else "",
    }


def _page(address: str, found: Wanted, options: Options, number: int) -> str:
    words = {"q": found.asked.q} if found.asked.q else {}
    return f"{address}?{urlencode({**options.chosen, **words, 'page': number})}"


def _failed(sentence: str, status: int, record: TerritoryRecord | None = None) -> Response:
    options = options_of(tk.request.args)
    shown = {"territory": record, "options": options, "sentence": sentence}
    return _framed("territory/widget_failed.html", shown, 0, status)


def _framed(template: str, shown: dict[str, Any], seconds: int, status: int = 200) -> Response:
    style = {"couleur": shown["options"].colour.lstrip("#"), "v": _version("widget.css")}
    script = {"v": _version("widget-frame.js")}
    links = {
        "stylesheet": f"{tk.url_for('odlocale_widget.stylesheet')}?{urlencode(style)}",
        "script": f"{tk.url_for('odlocale_widget.frame_script')}?{urlencode(script)}",
    }
    answer = shared(tk.render(template, {**shown, **links}), "text/html", seconds, status)
    answer.headers["Content-Security-Policy"] = POLICY
    return answer


@widget.route("/territoire/<territory_id>/widget.js")
def script(territory_id: str) -> Response:
    """The script that a site includes: it puts the frame in its own place."""
    try:
        found = wanted(territory_id)
    except tk.NotAuthorized:
        return shared("", "text/javascript", 0, 403)
    if found is None:
        return shared("", "text/javascript", 0, 404)
    if found.record.id != territory_id:
        return moved(today("odlocale_widget.script", found.record))
    settings = {"title": title_of(found.record), "page": _territory_page(found.record)}
    # JSON in ASCII is JavaScript, whatever characters a name has.
    return shared(f"({_text('widget.js')})({json.dumps(settings)});", "text/javascript", HOUR)


@widget.route("/territoire/widget.css")
def stylesheet() -> Response:
    """The stylesheet of the page inside the frame, in the site's colour."""
    colours = palette(options_of(tk.request.args).colour)
    chosen = f":root{{--fill:{colours.fill};--on-fill:{colours.on_fill};--text:{colours.text}}}\n"
    return shared(chosen + _text("widget.css"), "text/css", YEAR)


@widget.route("/territoire/widget-frame.js")
def frame_script() -> Response:
    """The script of the page inside the frame: it tells how high the page is."""
    return shared(_text("widget-frame.js"), "text/javascript", YEAR)


def title_of(record: TerritoryRecord) -> str:
    """What a widget is called."""
    return tk._("Open data: {territory}").format(territory=record.name or record.code)


def _territory_page(record: TerritoryRecord) -> str:
    return tk.url_for("odlocale_territory.read", territory_id=record.id, _external=True)


@cache
def _text(name: str) -> str:
    return resources.files("ckanext.odlocale.territory").joinpath("assets", name).read_text("utf-8").strip()


@cache
def _version(name: str) -> str:
    """Changes with the file, so that browsers may keep it for a year."""
    return hashlib.sha256(_text(name).encode()).hexdigest()[:12]
