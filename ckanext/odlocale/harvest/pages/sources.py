"""``/moissonnage``: how the sources are, and how the harvests of each went."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from flask import Blueprint
from werkzeug.wrappers import Response

from ckanext.odlocale.harvest.pages.paging import act, number, page_of

PER_PAGE = 50

sources = Blueprint("odlocale_sources", __name__, url_prefix="/moissonnage")


@sources.route("")
def index() -> str:
    """The sources that the reader answers for."""
    waiting = _waiting()
    try:
        found = act("odlocale_harvest_source_list", limit=PER_PAGE, offset=(number() - 1) * PER_PAGE)
    except tk.NotAuthorized:
        if waiting is None:
            tk.abort(403, tk._("You are not allowed to see how the sources are. Ask an administrator."))
        found = {"count": 0, "results": []}
    return tk.render("harvest/sources.html", {"page": page_of(found, PER_PAGE, ()), "waiting": waiting or []})


@sources.route("/source/<source>")
def read(source: str) -> str:
    """How the harvests of a source went."""
    return _page(source, None, None)


@sources.route("/source/<source>/essai")
def try_(source: str) -> str:
    """The same, with what a harvest would do with the first datasets."""
    try:
        return _page(source, act("odlocale_harvest_source_preview", id=source), None)
    except tk.ValidationError as error:
        return _page(source, None, " ".join(map(str, error.error_summary.values())))
    except tk.NotAuthorized:
        return tk.abort(403, _refused())
    except tk.ObjectNotFound:
        return tk.abort(404, tk._("There is no such harvest source."))


@sources.route("/source/<source>/decision", methods=["POST"])
def decide(source: str) -> Response:
    """Approve or refuse a source that an organization made."""
    form = tk.request.form
    decision = _DECISIONS.get(form.get("decision", ""))
    if decision is None:
        tk.abort(400, tk._("Say what to do with the source: use one of the buttons."))
    try:
        said = {"reason": form.get("raison", "")[:1000], "asked": form.get("demande", "")}
        act("odlocale_harvest_source_decide", id=source, decision=decision, **said)
        tk.h.flash_success(_SAID[decision]())
    except tk.NotAuthorized:
        tk.abort(403, tk._("You are not allowed to approve this source. Ask an administrator of the portal."))
    except tk.ObjectNotFound:
        tk.abort(404, tk._("There is no such harvest source."))
    except tk.ValidationError as error:
        tk.h.flash_error(" ".join(map(str, error.error_summary.values())))
    return tk.redirect_to("odlocale_sources.read", source=source)


_DECISIONS = {"approuver": "approved", "refuser": "refused"}
_SAID = {
    "approved": lambda: tk._("The source is approved: its organization may harvest it now."),
    "refused": lambda: tk._("The source is refused: nothing of it is harvested. Its organization sees why."),
}


def _waiting() -> list[dict[str, object]] | None:
    """The sources that wait for the reader; None for who approves none."""
    try:
        return act("odlocale_harvest_source_pending_list")
    except tk.NotAuthorized:
        return None


def _page(source: str, tried: list[dict[str, object]] | None, failed: str | None) -> str:
    try:
        report = act("odlocale_harvest_source_report", id=source)
    except tk.NotAuthorized:
        tk.abort(403, _refused())
    except tk.ObjectNotFound:
        tk.abort(404, tk._("There is no such harvest source."))
    return tk.render("harvest/source.html", {"report": report, "tried": tried, "failed": failed})


def _refused() -> str:
    return tk._("You are not allowed to see how this source is. Ask its organization.")
