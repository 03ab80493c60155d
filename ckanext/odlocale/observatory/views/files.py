"""The figures of a territory as files to download: tables and drawings."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from flask import Blueprint
from werkzeug.wrappers import Response

from ckanext.odlocale.observatory import board, curve, exporting
from ckanext.odlocale.observatory.history import days
from ckanext.odlocale.observatory.logic import refusals
from ckanext.odlocale.observatory.seen import seen
from ckanext.odlocale.observatory.views.access import allowed, known, root_address

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
# What a file is called in its address, and what it is.
NAMES = {
    "indicateurs": "indicators",
    "historique": "history",
    "collectivites": "collectivites",
    "opendatafrance": "odf",
    "couverture": "coverage",
    "trajectoire": "trajectories",
}

files = Blueprint("odlocale_observatory_files", __name__)


@files.route("/observatoire/<territory_id>/<name>.<form>")
def download(territory_id: str, name: str, form: str) -> Response:
    """A table as CSV, XLSX or JSON."""
    allowed("odlocale_observatory_indicator_list")
    record = known(territory_id)
    if name not in NAMES or form not in TYPES:
        tk.abort(404, tk._("There is no such file. Choose one on the page of the territory."))
    try:
        content = exporting.document(NAMES[name], form, record.id)
    except tk.ObjectNotFound:
        tk.abort(404, refusals.no_figures())
    return attached(content, TYPES[form], f"{name}-{record.id}.{form}")


@files.route("/observatoire/<territory_id>/carte.svg")
def mapped(territory_id: str) -> Response:
    """The map of what is below a territory, or its tiles, as a drawing."""
    allowed("odlocale_observatory_indicator_list")
    record = known(territory_id)
    found = seen(record.id)
    if found is None:
        tk.abort(404, refusals.no_figures())
    content, _ = board.drawn(record, found, board.below(record, found), root_address())
    return attached(content.encode(), "image/svg+xml", f"carte-{record.id}.svg")


@files.route("/observatoire/<territory_id>/courbe.svg")
def drawn(territory_id: str) -> Response:
    """The curve of open collectivités as a drawing."""
    allowed("odlocale_observatory_indicator_list")
    record, day = known(territory_id), days.latest()
    if day is None:
        tk.abort(404, refusals.no_figures())
    content = curve.svg(board.curve(record, board.points(record.id), day)).encode()
    return attached(content, "image/svg+xml", f"courbe-{record.id}.svg")


def attached(content: bytes, mimetype: str, name: str) -> Response:
    """A file to download."""
    answer = Response(content, content_type=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
