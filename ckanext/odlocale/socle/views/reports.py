"""The report on a file as CSV, and the answer to a proposed standard."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from flask import Blueprint, redirect
from werkzeug.wrappers import Response

from ckanext.odlocale.socle import telling
from ckanext.odlocale.socle.verdicts import store
from ckanext.odlocale.socle.verdicts.choice import SCHEMA_FIELD
from ckanext.odlocale.socle.views.access import context, resource_or_404

reports = Blueprint("odlocale_socle_report", __name__)


@reports.route("/verdict/<resource_id>.csv")
def download(resource_id: str) -> Response:
    """The findings on a file, for a spreadsheet."""
    resource = resource_or_404(resource_id)
    row = store.of_resource(resource["id"])
    if row is None:
        tk.abort(404, tk._("The file of this resource was not checked."))
    answer = Response(telling.as_csv(resource, row), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="verdict-{resource["id"][:8]}.csv"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


@reports.route("/verdict/<resource_id>/standard", methods=["POST"])
def choose(resource_id: str) -> Response:
    """Choose a standard for a resource: the one that its file was recognised as, or another."""
    resource = resource_or_404(resource_id)
    patch = {"id": resource["id"], SCHEMA_FIELD: tk.request.form.get(SCHEMA_FIELD, "")}
    try:
        tk.get_action("resource_patch")(context(), patch)
    except tk.NotAuthorized:
        tk.abort(403, tk._("You are not allowed to change this resource."))
    except tk.ValidationError as error:
        tk.h.flash_error("; ".join(f"{value}" for value in error.error_summary.values()))
    return redirect(_page(resource))


@reports.route("/verdict/<resource_id>/again", methods=["POST"])
def again(resource_id: str) -> Response:
    """Judge the file again."""
    resource = resource_or_404(resource_id)
    try:
        tk.get_action("odlocale_socle_check")(context(), {"id": resource["id"], "force": True})
    except tk.NotAuthorized:
        tk.abort(403, tk._("You are not allowed to change this resource."))
    except tk.ValidationError as error:
        tk.h.flash_error("; ".join(f"{value}" for value in error.error_summary.values()))
    return redirect(_page(resource))


def _page(resource: dict[str, str]) -> str:
    address = tk.url_for("dataset_resource.read", id=resource["package_id"], resource_id=resource["id"])
    return f"{address}#verdict"
