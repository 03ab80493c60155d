"""The collectivités behind a figure, page by page: of a territory, or of an animator."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlencode

import ckan.plugins.toolkit as tk
from ckan.lib.helpers import Page
from flask import Blueprint

from ckanext.odlocale.observatory import listing, registry, telling
from ckanext.odlocale.observatory.computing import animator_scope
from ckanext.odlocale.observatory.history import days
from ckanext.odlocale.observatory.listing import Side
from ckanext.odlocale.observatory.parts import PARTS
from ckanext.odlocale.observatory.views.access import allowed, empty, known, known_animator, root_address

PER_PAGE = 50

lists = Blueprint("odlocale_observatory_lists", __name__)


@lists.route("/observatoire/<territory_id>/collectivites")
def collectivites(territory_id: str) -> str:
    """Those of a territory."""
    allowed("odlocale_observatory_collectivite_list")
    record, day = known(territory_id), days.latest()
    if day is None:
        return tk.render("observatory/empty.html", empty(record))
    home = f"{root_address()}{record.id}"
    return _listed(_asked(record.id, day), record.name or record.code, home)


@lists.route("/observatoire/animateur/<name>/collectivites")
def accompanied(name: str) -> str:
    """Those that an animator accompanies."""
    allowed("odlocale_observatory_collectivite_list")
    found, day = known_animator(name), days.latest()
    if day is None:
        return tk.render("observatory/empty.html", empty(known(None)))
    home = tk.url_for("odlocale_observatory_animators.read", name=found.name)
    return _listed(_asked(animator_scope(found.organization), day), found.title, home)


def _listed(asked: listing.Asked, name: str, home: str) -> str:
    number = tk.h.get_page_number(tk.request.args)
    count, entries = listing.page(asked, PER_PAGE, (number - 1) * PER_PAGE)
    address = f"{home}/collectivites"
    page = Page(
        collection=entries,
        page=number,
        url=partial(_page_address, address, asked),
        item_count=count,
        items_per_page=PER_PAGE,
    )
    page.items = entries
    shown = {"asked": asked, "page": page, "count": count, "sides": _sides(), "parts": PARTS}
    where = {"name": name, "address": home, "root": root_address(), "telling": telling}
    return tk.render(
        "observatory/collectivites.html", {**shown, **where, "indicators": registry.indicators()}
    )


def _asked(scope: str, day: Any) -> listing.Asked:
    """What a reader asks for; what is not understood is as if it was not asked."""
    arguments = tk.request.args
    indicator = registry.indicator(arguments.get("indicateur", "")) or registry.indicators()[0]
    part = PARTS.get(arguments.get("partie", ""), PARTS[""])
    side = next((one for one in Side if one == arguments.get("cote")), Side.ALL)
    return listing.Asked(scope, day, indicator, part, side, arguments.get("q", "").strip()[:200])


def _sides() -> dict[Side, str]:
    return {
        Side.ALL: tk._("all of them"),
        Side.IN: tk._("those that are counted"),
        Side.OUT: tk._("those that are not"),
    }


def _page_address(address: str, asked: listing.Asked, page: int, **_: Any) -> str:
    chosen = {
        "indicateur": asked.indicator.name,
        "partie": asked.part.name,
        "cote": asked.side,
        "q": asked.q,
        "page": page,
    }
    return f"{address}?{urlencode({key: value for key, value in chosen.items() if value})}"
