"""``/moissonnage``: what people decide about harvests."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from flask import Blueprint
from werkzeug.wrappers import Response

harvests = Blueprint("odlocale_harvest", __name__, url_prefix="/moissonnage")


@harvests.route("/<source>/disparus", methods=["POST"])
def confirm(source: str) -> Response:
    """The button of the source's page: what vanished may be deleted."""
    context: Any = {"user": tk.current_user.name, "auth_user_obj": tk.current_user}
    try:
        done = tk.get_action("odlocale_harvest_vanished_confirm")(context, {"id": source})["datasets"]
    except tk.NotAuthorized:
        tk.abort(403, tk._("You are not allowed to decide about this source. Ask its organization."))
    except tk.ObjectNotFound:
        tk.abort(404, tk._("There is no such harvest source."))
    message = tk.ungettext(
        "The deletion of one dataset is confirmed: a harvest deletes it after its grace time.",
        "The deletion of {number} datasets is confirmed: a harvest deletes each after its grace time.",
        done,
    )
    tk.h.flash_success(message.format(number=done))
    return tk.redirect_to("harvest.read", id=source)
