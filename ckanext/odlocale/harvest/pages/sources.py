"""``/moissonnage``: how the sources are, and how the harvests of each went."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from flask import Blueprint

from ckanext.odlocale.harvest.pages.paging import act, number, page_of

PER_PAGE = 50

sources = Blueprint("odlocale_sources", __name__, url_prefix="/moissonnage")


@sources.route("")
def index() -> str:
    """The sources that the reader answers for."""
    try:
        found = act("odlocale_harvest_source_list", limit=PER_PAGE, offset=(number() - 1) * PER_PAGE)
    except tk.NotAuthorized:
        tk.abort(403, tk._("You are not allowed to see how the sources are. Ask an administrator."))
    return tk.render("harvest/sources.html", {"page": page_of(found, PER_PAGE, ())})


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
