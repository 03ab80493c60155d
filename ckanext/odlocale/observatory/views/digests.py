"""Asking, on a board, for its monthly letter."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from flask import Blueprint, redirect
from werkzeug.wrappers import Response

from ckanext.odlocale.observatory.views.access import context, known, known_animator

digests = Blueprint("odlocale_observatory_digests", __name__)


@digests.route("/observatoire/<territory_id>/courriel", methods=["POST"])
def of_territory(territory_id: str) -> Response:
    """Of a territory."""
    record = known(territory_id)
    back = tk.url_for("odlocale_observatory.read", territory_id=record.id)
    return _updated({"territory": record.id}, back)


@digests.route("/observatoire/animateur/<name>/courriel", methods=["POST"])
def of_animator(name: str) -> Response:
    """Of an animator."""
    found = known_animator(name)
    return _updated(
        {"animator": found.name}, tk.url_for("odlocale_observatory_animators.read", name=found.name)
    )


def _updated(about: dict[str, str], back: str) -> Response:
    wanted = tk.request.form.get("wanted", "")
    try:
        done = tk.get_action("odlocale_observatory_digest_update")(context(), {**about, "wanted": wanted})
    except tk.NotAuthorized:
        tk.abort(403, tk._("Log in to ask for the monthly letter."))
    except tk.ValidationError as error:
        tk.h.flash_error(" ".join(map(str, error.error_summary.values())))
    else:
        yes, no = tk._("You will receive this by mail each month."), tk._("You receive this no more.")
        tk.h.flash_success(yes if done["wanted"] else no)
    return redirect(back)
