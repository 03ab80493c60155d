"""Declaring, from the page of a territory or of the socle, that a set is announced or has no object."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from flask import Blueprint, redirect
from werkzeug.wrappers import Response

from ckanext.odlocale.socle.views.access import context

coverage = Blueprint("odlocale_socle_coverage", __name__)

FIELDS = ("id", "schema", "year")


@coverage.route("/territoire/<territory_id>/socle/declarer", methods=["POST"])
def declare(territory_id: str) -> Response:
    """Declare, or take back what was declared."""
    form = tk.request.form
    asked = {**{key: form.get(key, "") for key in FIELDS}, "id": territory_id}
    action = "odlocale_declaration_remove" if form.get("kind") == "remove" else "odlocale_declaration_set"
    told = asked if action == "odlocale_declaration_remove" else {**asked, "kind": form.get("kind", "")}
    try:
        tk.get_action(action)(context(), told)
    except tk.NotAuthorized:
        tk.abort(403, tk._("Only who publishes for the authority of this territory declares for it."))
    except tk.ObjectNotFound as error:
        tk.abort(404, str(error.message))
    except tk.ValidationError as error:
        tk.h.flash_error("; ".join(f"{value}" for value in error.error_summary.values()))
    else:
        tk.h.flash_success(tk._("Noted."))
    return redirect(tk.url_for("odlocale_territory.read", territory_id=territory_id) + "#socle")
