"""What the two sides may do with an agreement, and what a form says of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.odlocale.animator.asking import caller
from ckanext.odlocale.animator.mandate import OPEN, Status
from ckanext.odlocale.socle.shared import language, latest_entries

ACTS = {
    "accepter": "odlocale_mandate_accept",
    "refuser": "odlocale_mandate_refuse",
    "retirer": "odlocale_mandate_withdraw",
    "terminer": "odlocale_mandate_end",
    "deleguer": "odlocale_mandate_delegate",
    "reprendre": "odlocale_mandate_revoke",
}
_ANSWERS = ("accepter", "refuser", "retirer")
_SAID: Mapping[str, Callable[[], str]] = {
    "accepter": lambda: tk._("The agreement is signed."),
    "refuser": lambda: tk._("The agreement is refused."),
    "retirer": lambda: tk._("The request is taken back."),
    "terminer": lambda: tk._("The agreement has ended. What was published by it stays where it is."),
    "deleguer": lambda: tk._("The animator may publish in the name of the local authority from now on."),
    "reprendre": lambda: tk._("The right to publish is taken back. It no longer counts, from now on."),
}


def said(act: str) -> str:
    """What to tell who did something."""
    return _SAID[act]()


def possible(told: Mapping[str, Any]) -> set[str]:
    """What who is looking may do with an agreement as it is."""
    given = told["delegation"]
    publishes = bool(given) and not given["revoked"]
    state = told["status"]
    waits, is_open = state == Status.ASKED, state in OPEN and state != Status.ASKED
    fitting = set(_ANSWERS) if waits else {"terminer", "deleguer"} if is_open else set()
    if publishes:
        fitting = (fitting - {"deleguer"}) | {"reprendre"}
    return {act for act in fitting if _may(ACTS[act], told["id"])}


def _may(action: str, mandate: str) -> bool:
    try:
        return bool(tk.check_access(action, caller(), {"id": mandate}))
    except tk.NotAuthorized:
        return False


def chosen(act: str, form: Any) -> dict[str, Any]:
    """What a form says beside which agreement it is about, under the names of the API."""
    if act == "accepter":
        fields = (("signed", "signee"), ("reference", "reference"), ("document_url", "document"))
        return {name: form.get(field, "").strip() for name, field in fields}
    if act in ("refuser", "terminer"):
        return {"reason": form.get("motif", "").strip()}
    if act == "deleguer":
        days = {"since": form.get("depuis", ""), "until": form.get("jusque", "")}
        return {"schemas": form.getlist("standard"), "members": form.getlist("membre"), **days}
    return {}


def standards() -> dict[str, str]:
    """The standards of the socle, by name, with their titles in the reader's language."""
    return {entry.name: entry.text("title", language()) for entry in latest_entries()}
