"""The forms of an animator's profile: making one, changing it, and who supports it."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from flask import Blueprint, redirect
from werkzeug.wrappers import Response

from ckanext.odlocale.animator.asking import acted, answered, check
from ckanext.odlocale.animator.kinds import Kind
from ckanext.odlocale.animator.pages.names import names_of
from ckanext.odlocale.animator.pages.written import Errors, animator_meant, kept
from ckanext.odlocale.animator.wording import choices

FIELDS = {
    "kind": "nature",
    "presentation": "presentation",
    "contact_name": "contact",
    "contact_email": "courriel",
    "contact_phone": "telephone",
    "url": "site",
    "charter_signed": "charte",
}

profile = Blueprint("odlocale_profile", __name__)


@profile.route("/animateurs/nouveau", methods=["GET", "POST"])
def new() -> str | Response:
    """Make an organization an animator."""
    check("odlocale_animator_create", {})
    organization = tk.request.values.get("organisation", "").strip()
    data, errors = (
        ({}, {}) if tk.request.method == "GET" else _saved("odlocale_animator_create", organization)
    )
    if tk.request.method == "POST" and not errors:
        return redirect(_address(data["organization"]))
    return _form({**data, "organization": organization}, errors, new=True)


@profile.route("/animateur/<organization>/profil", methods=["GET", "POST"])
def edit(organization: str) -> str | Response:
    """Change what an animator says of itself."""
    known = answered("odlocale_animator_show", {"id": organization})
    check("odlocale_animator_update", {"id": known["id"]})
    if tk.request.method == "GET":
        return _form(known, {})
    data, errors = _saved("odlocale_animator_update", known["id"])
    if not errors:
        return redirect(_address(organization))
    return _form({**known, **data}, errors)


@profile.route("/animateur/<organization>/retirer", methods=["POST"])
def unmake(organization: str) -> Response:
    """Make an organization an animator no more."""
    answered("odlocale_animator_delete", {"id": organization})
    tk.h.flash_success(tk._("The organization is no animator any more. Its agreements stay for the record."))
    return redirect(tk.url_for("odlocale_animators.index"))


@profile.route("/animateur/<organization>/soutien", methods=["POST"])
def support(organization: str) -> Response:
    """Say that another animator supports this one, or no longer does."""
    form = tk.request.form
    action = "delete" if form.get("acte") == "retirer" else "create"
    supporter, wrong = animator_meant(form.get("soutien", ""))
    if wrong:
        tk.h.flash_error(wrong)
        return redirect(tk.url_for("odlocale_profile.edit", organization=organization))
    pair = {"supporter": supporter, "supported": organization}
    if acted(f"odlocale_animator_support_{action}", pair) is not None:
        tk.h.flash_success(tk._("Your choice is kept."))
    return redirect(tk.url_for("odlocale_profile.edit", organization=organization))


def _saved(action: str, organization: str) -> tuple[dict[str, Any], Errors]:
    """What was written, or what was kept of it, and what is wrong with it."""
    data, errors = kept(action, {"id": organization}, FIELDS)
    if not errors:
        tk.h.flash_success(tk._("The profile is kept."))
    return data, errors


def _form(data: dict[str, Any], errors: Errors, new: bool = False) -> str:
    named = (data.get("perimeter", ()), data.get("perimeter_except", ()))
    return tk.render(
        "animators/profile.html",
        {
            "data": data,
            "errors": errors,
            "new": new,
            "kinds": choices("kind", Kind),
            "names": names_of(*named),
            "may_unmake": not new and tk.h.check_access("odlocale_animator_delete", {"id": data["id"]}),
        },
    )


def _address(organization: str) -> str:
    return tk.url_for("odlocale_animators.read", organization=organization)
