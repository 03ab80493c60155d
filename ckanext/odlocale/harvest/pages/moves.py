"""``/moissonnage/demenagements``: datasets that belong in another organization by now."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from flask import Blueprint
from werkzeug.wrappers import Response

from ckanext.odlocale.harvest.pages.paging import act

moves = Blueprint("odlocale_moves", __name__, url_prefix="/moissonnage/demenagements")


@moves.route("")
def index() -> str:
    """What is proposed, and what was moved lately."""
    found = _allowed("odlocale_harvest_rehome_list")
    return tk.render("harvest/moves.html", {"proposals": found["proposals"], "batches": found["batches"]})


@moves.route("", methods=["POST"])
def apply() -> Response:
    """Carry the ticked proposals out."""
    keys = tk.request.form.getlist("choisi")
    if keys:
        _allowed("odlocale_harvest_rehome_apply", keys=keys)
        tk.h.flash_success(
            tk._("The datasets are moved in the background. It is listed below, and can be undone.")
        )
    else:
        tk.h.flash_notice(tk._("Tick at least one proposal first."))
    return tk.redirect_to("odlocale_moves.index")


@moves.route("/annuler", methods=["POST"])
def undo() -> Response:
    """Move a batch back."""
    _allowed("odlocale_harvest_rehome_undo", batch=tk.request.form.get("lot", ""))
    tk.h.flash_success(tk._("The datasets are moved back in the background."))
    return tk.redirect_to("odlocale_moves.index")


def _allowed(action: str, **data: Any) -> Any:
    try:
        return act(action, **data)
    except tk.NotAuthorized:
        return tk.abort(403, tk._("Only system administrators move datasets between organizations."))
    except tk.ValidationError as error:
        return tk.abort(400, " ".join(map(str, error.error_summary.values())))
