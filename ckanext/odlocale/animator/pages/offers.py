"""The forms of an animator's offers."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from flask import Blueprint, redirect
from werkzeug.wrappers import Response

from ckanext.odlocale.animator.asking import answered, check
from ckanext.odlocale.animator.kinds import Service
from ckanext.odlocale.animator.pages.names import names_of
from ckanext.odlocale.animator.pages.written import Errors, kept
from ckanext.odlocale.animator.wording import choices

FIELDS = {
    "service": "service",
    "since": "depuis",
    "until": "jusque",
    "conditions": "conditions",
    "cost": "cout",
    "contact": "contact",
    "url": "site",
}

offers = Blueprint("odlocale_offers", __name__)


@offers.route("/animateur/<organization>/offre", methods=["GET", "POST"])
def new(organization: str) -> str | Response:
    """Say that an animator offers a service."""
    animator = _animator(organization, "odlocale_offer_create", "")
    return _handled(animator, "odlocale_offer_create", {"animator": animator["organization"]}, {})


@offers.route("/animateur/<organization>/offre/<offer>", methods=["GET", "POST"])
def edit(organization: str, offer: str) -> str | Response:
    """Change an offer."""
    animator = _animator(organization, "odlocale_offer_update", offer)
    known = next((one for one in animator["offers"] if one["id"] == offer), None)
    if known is None:
        tk.abort(404, tk._("There is no such offer any more."))
    return _handled(animator, "odlocale_offer_update", {"id": offer}, known)


@offers.route("/animateur/<organization>/offre/<offer>/retirer", methods=["POST"])
def remove(organization: str, offer: str) -> Response:
    """Take an offer back."""
    answered("odlocale_offer_delete", {"id": offer})
    tk.h.flash_success(tk._("The offer is taken back."))
    return redirect(tk.url_for("odlocale_animators.read", organization=organization))


def _animator(organization: str, action: str, offer: str) -> dict[str, Any]:
    animator = answered("odlocale_animator_show", {"id": organization})
    check(action, {"animator": animator["id"], "id": offer})
    return animator


def _handled(animator: dict[str, Any], action: str, about: dict[str, str], known: Any) -> str | Response:
    """The form of an offer, or where to go once what was written is kept."""
    if tk.request.method == "GET":
        return _form(animator, known, {})
    data, errors = kept(action, about, FIELDS)
    if errors:
        return _form(animator, {**known, **data}, errors)
    tk.h.flash_success(tk._("The offer is kept."))
    return redirect(tk.url_for("odlocale_animators.read", organization=animator["organization"]))


def _form(animator: dict[str, Any], data: dict[str, Any], errors: Errors) -> str:
    named = (data.get("perimeter", ()), data.get("perimeter_except", ()))
    return tk.render(
        "animators/offer.html",
        {
            "animator": animator,
            "data": data,
            "errors": errors,
            "services": choices("service", Service),
            "names": names_of(*named, animator["perimeter"], animator["perimeter_except"]),
        },
    )
