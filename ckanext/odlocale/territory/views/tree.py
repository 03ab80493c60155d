"""``/territoires``: the tree of territories, branch by branch, and the search for one."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from flask import Blueprint, make_response, request
from werkzeug.wrappers import Response

from ckanext.odlocale.cog.shared import TerritoryIdError
from ckanext.odlocale.territory.directory import resolve
from ckanext.odlocale.territory.drilldown import limited_address
from ckanext.odlocale.territory.tree import finding
from ckanext.odlocale.territory.tree.growing import Tree, branch, grown
from ckanext.odlocale.territory.tree.places import ROOT, Place
from ckanext.odlocale.territory.views.access import check_access

tree = Blueprint("odlocale_tree", __name__)


@tree.route("/territoires")
def index() -> Response | str:
    """The tree, open down to the place that is asked for, and the search for a territory by name or code.

    A search page may ask for the search, to be limited to what the reader chooses: its address is ``retour``.
    """
    check_access("odlocale_territory_tree", {})
    text = tk.request.args.get("q", "").strip()
    back = tk.request.args.get("retour", "")
    chosen = _place(text) if back else None
    limits = limited_address(back, chosen.territory) if chosen else None
    if limits:
        return tk.redirect_to(limits)
    asked = tk.request.args.get("ouvert", "")
    place = _place(asked) if asked else ROOT
    opened = grown(place or ROOT, _caller())
    found = finding.found(text, _caller()) if text else finding.NOTHING
    unknown = asked if place is None else ""
    return tk.render(
        "territory/index.html",
        {
            "q": text,
            "found": found,
            "limits": _limits(found, back),
            "back": back,
            "unknown": unknown,
            **_shown(opened),
        },
    )


def _limits(found: finding.Answer, back: str) -> dict[str, str]:
    """For each territory found, the address of the search page limited to it; empty when none asked."""
    limits = {one.id: limited_address(back, one.id) for one in found.territories}
    return {one: tk.url_for(address) for one, address in limits.items() if address}


@tree.route("/territoires/branche/<place>")
def branch_of(place: str) -> Response:
    """What hangs below one place, as the piece of the page that a browser adds to an open tree."""
    check_access("odlocale_territory_tree", {})
    known = _place(place)
    if known is None:
        tk.abort(404, _no_place())
    towards, nodes = branch(known, _caller())
    body = tk.render(
        "territory/branch.html", {"nodes": nodes, "depth": len(towards) + 1, **_shown(Tree(towards, {}))}
    )
    answer = make_response(body)
    answer.add_etag()
    return answer.make_conditional(request)


def _place(text: str) -> Place | None:
    """The place that an address means today; None for what is none, or has left the COG without successor."""
    try:
        asked = Place.parse(text)
    except TerritoryIdError:
        return None
    record = resolve(asked.territory)
    if record is None or record.state != "current":
        return None
    return asked if record.id == asked.territory else Place(record.id)


def _no_place() -> str:
    return tk._("There is no territory at this address. Look for it by name in the list of territories.")


def _shown(opened: Tree) -> dict[str, Any]:
    """What the templates of a tree need: addresses are made once, since CKAN takes its time for each."""
    return {
        "tree": opened,
        "opened": opened.way[-1] if opened.way else None,
        "tree_address": tk.url_for("odlocale_tree.index"),
        "territory_root": tk.h.odlocale_territory_root(),
    }


def _caller() -> dict[str, Any]:
    return {"user": tk.current_user.name, "auth_user_obj": tk.current_user}
