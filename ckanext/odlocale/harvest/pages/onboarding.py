"""``/moissonnage/territoire``: from a territory to the source that harvests what it publishes elsewhere."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from flask import Blueprint
from werkzeug.wrappers import Response

from ckanext.odlocale.harvest.pages.paging import act

onboarding = Blueprint("odlocale_onboarding", __name__, url_prefix="/moissonnage/territoire")

_PART = {"territoire": "territory", "portail": "portal", "quoi": "what", "filtre": "filter"}


@onboarding.route("")
def index() -> str:
    """The field of the territory, and what is known of the one that was asked for."""
    asked = tk.request.args.get("territoire", "").strip()[:200]
    _allowed()
    found, error = None, ""
    if asked:
        try:
            found = act("odlocale_harvest_onboarding_search", territory=asked)
        except (tk.ValidationError, tk.ObjectNotFound) as wrong:
            error = _sentence(wrong)
    return tk.render("harvest/onboarding.html", {"asked": asked, "found": found, "error": error})


@onboarding.route("/essai")
def try_() -> str:
    """What a harvest of a part of a known portal would do, and the form that makes the source."""
    _allowed()
    part = _part(tk.request.args)
    try:
        tried, failed = act("odlocale_harvest_onboarding_preview", **part), ""
    except (tk.ValidationError, tk.ObjectNotFound) as wrong:
        tried, failed = None, _sentence(wrong)
    return _tried(part, tried, failed, {})


@onboarding.route("", methods=["POST"])
def create() -> Response | str:
    """Make the source."""
    _allowed()
    part = _part(tk.request.form)
    asked = {**part, "owner_org": tk.request.form.get("owner_org", "").strip()[:200]}
    context: Any = {"user": tk.current_user.name, "auth_user_obj": tk.current_user, "save": True}
    try:
        made = tk.get_action("odlocale_harvest_onboarding_create")(context, asked)
    except tk.NotAuthorized:
        wrong = tk._("You may not add a source to this organization. Choose one in which you may publish.")
        return _tried({**part, "owner_org": asked["owner_org"]}, None, "", {"owner_org": [wrong]})
    except (tk.ValidationError, tk.ObjectNotFound) as wrong:
        errors = wrong.error_dict if isinstance(wrong, tk.ValidationError) else {}
        told = "" if errors.get("owner_org") else _sentence(wrong)
        return _tried({**part, "owner_org": asked["owner_org"]}, None, told, errors)
    tk.h.flash_success(_said(made["approval"]))
    return tk.redirect_to("harvest.read", id=made["name"])


def _allowed() -> None:
    try:
        tk.check_access("odlocale_harvest_onboarding_search", {"user": tk.current_user.name}, {})
    except tk.NotAuthorized:
        tk.abort(403, tk._("Only those who may add a harvest source look for what to harvest."))


def _part(said: Any) -> dict[str, str]:
    return {ours: said.get(theirs, "").strip()[:500] for theirs, ours in _PART.items()}


def _tried(part: dict[str, str], tried: Any, failed: str, errors: dict[str, Any]) -> str:
    """The page before the source is made; with errors of its form nothing is asked of the portal again."""
    told = {"part": part, "tried": tried, "failed": failed, "errors": errors}
    return tk.render("harvest/onboarding_try.html", told)


def _sentence(wrong: tk.ValidationError | tk.ObjectNotFound) -> str:
    if isinstance(wrong, tk.ValidationError):
        return " ".join(map(str, wrong.error_summary.values()))
    return str(wrong.message)


def _said(approval: str) -> str:
    if approval == "waiting":
        return tk._("The source is there and waits for approval: nothing is harvested before.")
    return tk._("The source is there. Harvest it now, or wait: it is harvested every week.")
