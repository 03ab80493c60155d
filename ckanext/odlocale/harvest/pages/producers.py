"""``/moissonnage/producteurs``: who produced what no claim proves."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from flask import Blueprint
from werkzeug.wrappers import Response

from ckanext.odlocale.harvest.pages.paging import act, number, page_of

PER_PAGE = 25
_KEPT = ("etat", "q", "source", "clef")
_STATES = {"attente": "pending", "decides": "decided", "tous": "all"}

producers = Blueprint("odlocale_producers", __name__, url_prefix="/moissonnage/producteurs")


@producers.route("")
def index() -> str:
    """A page of the queue, or of what was decided."""
    asked = tk.request.args
    state = _STATES.get(asked.get("etat", ""), "pending")
    typed = asked.get("q", "").strip()[:200]
    try:
        found = act(
            "odlocale_harvest_producer_list",
            state="all" if asked.get("clef") else state,
            q=typed,
            source=asked.get("source", ""),
            key=asked.get("clef", ""),
            limit=PER_PAGE,
            offset=(number() - 1) * PER_PAGE,
        )
    except tk.NotAuthorized:
        tk.abort(403, tk._("You are not allowed to decide about producers. Ask an administrator."))
    except tk.ObjectNotFound:
        tk.abort(404, tk._("There is no such harvest source."))
    return tk.render(
        "harvest/producers.html",
        {
            "page": page_of(found, PER_PAGE, _KEPT),
            "q": typed,
            "state": state,
            "one": _unknown_yet(found["results"]),
            "may_create": tk.h.check_access("organization_create"),
        },
    )


@producers.route("", methods=["POST"])
def decide() -> Response:
    """Accept, correct, ignore, make the organization, or undo: each is one button."""
    form = tk.request.form
    verb, _colon, candidate = form.get("decision", "").partition(":")
    if verb not in _DECISIONS:
        tk.abort(400, tk._("Say what to do with the producer: use one of the buttons."))
    wanted = candidate or form.get("territoire", "").strip()
    try:
        done = act(
            "odlocale_harvest_producer_decide",
            source=form.get("source", ""),
            key=form.get("clef", ""),
            decision=_DECISIONS[verb],
            territory=wanted,
            alias=form.get("alias") == "oui" and verb in _TERRITORIAL,
            create_organization=verb == "creer",
        )
    except tk.NotAuthorized:
        tk.abort(403, tk._("You are not allowed to decide about this producer. Ask an administrator."))
    except tk.ObjectNotFound:
        tk.abort(404, tk._("There is no such harvest source."))
    except tk.ValidationError as error:
        tk.h.flash_error(" ".join(map(str, error.error_summary.values())))
        return _back()
    tk.h.flash_success(_said(verb, done["territory"]))
    return _back()


_TERRITORIAL = ("accepter", "corriger", "creer")
_DECISIONS = {
    **dict.fromkeys(_TERRITORIAL, "territory"),
    "ignorer": "ignored",
    "annuler": "pending",
}


def _said(verb: str, territory: str | None) -> str:
    if verb == "ignorer":
        return tk._("The producer is ignored: its datasets stay with their source. This can be undone.")
    if verb == "annuler":
        return tk._("The decision is undone; the datasets are placed anew in the background.")
    sentence = tk._("The producer is {territory}. Its datasets follow in the background, and those to come.")
    chosen = tk.h.odlocale_picked("territory", territory)
    return sentence.format(territory=chosen.name if chosen else territory)


def _unknown_yet(results: list[dict[str, Any]]) -> dict[str, Any] | None:
    """A producer that was recognised and that somebody wants to correct: nobody asked about it yet."""
    asked = tk.request.args
    if results or not (asked.get("clef") and asked.get("source")):
        return None
    name = asked["clef"].removeprefix("name:")
    known: dict[str, Any] = {"evidence": [], "candidates": [], "decision": "pending", "datasets": None}
    return {**known, "source": asked["source"], "source_title": "", "key": asked["clef"], "name": name}


def _back() -> Response:
    kept = {key: value for key, value in tk.request.args.items() if key in (*_KEPT, "page")}
    return tk.redirect_to("odlocale_producers.index", **kept)
