"""``/observatoire/<territory>/rapport``: one page to print, and the same as a PDF."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from flask import Blueprint
from werkzeug.wrappers import Response

from ckanext.odlocale.observatory.logic import refusals
from ckanext.odlocale.observatory.report.as_pdf import MIMETYPE, as_pdf
from ckanext.odlocale.observatory.report.content import Report, report
from ckanext.odlocale.observatory.seen import seen
from ckanext.odlocale.observatory.views.access import allowed, known
from ckanext.odlocale.observatory.views.files import attached
from ckanext.odlocale.territory.shared import TerritoryRecord

reports = Blueprint("odlocale_observatory_reports", __name__)


@reports.route("/observatoire/<territory_id>/rapport")
def read(territory_id: str) -> str:
    """The page."""
    record, told = _told(territory_id)
    address = tk.url_for("odlocale_observatory.read", territory_id=record.id)
    name = record.name or record.code
    return tk.render("observatory/report.html", {"report": told, "name": name, "address": address})


@reports.route("/observatoire/<territory_id>/rapport.pdf")
def pdf(territory_id: str) -> Response:
    """The page as a PDF."""
    record, told = _told(territory_id)
    return attached(as_pdf(told, tk.h.lang()), MIMETYPE, f"rapport-{record.id}.pdf")


def _told(territory_id: str) -> tuple[TerritoryRecord, Report]:
    allowed("odlocale_observatory_indicator_list")
    record = known(territory_id)
    found = seen(record.id)
    if found is None:
        tk.abort(404, refusals.no_figures())
    address = tk.url_for("odlocale_observatory.read", territory_id=record.id, _external=True)
    return record, report(record, found, address)
