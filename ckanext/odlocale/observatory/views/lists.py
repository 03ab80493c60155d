"""The collectivités behind a figure, page by page: of a territory, or of an animator."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlencode

import ckan.plugins.toolkit as tk
from ckan.lib.helpers import Page
from flask import Blueprint

from ckanext.odlocale.observatory import listing, registry, telling
from ckanext.odlocale.observatory.listing import Side
from ckanext.odlocale.observatory.parts import PARTS
from ckanext.odlocale.observatory.views.access import root_address
from ckanext.odlocale.observatory.views.subject import Subject, of_animator, of_territory

PER_PAGE = 50

lists = Blueprint("odlocale_observatory_lists", __name__)


@lists.route("/observatoire/<territory_id>/collectivites")
def collectivites(territory_id: str) -> str:
    """Those of a territory."""
    return of_territory(territory_id, "odlocale_observatory_collectivite_list", _listed)


@lists.route("/observatoire/animateur/<name>/collectivites")
def accompanied(name: str) -> str:
    """Those that an animator accompanies."""
    return of_animator(name, "odlocale_observatory_collectivite_list", _listed)


def _listed(subject: Subject) -> str:
    asked = _asked(subject.scope, subject.day)
    number = tk.h.get_page_number(tk.request.args)
    count, entries = listing.page(asked, PER_PAGE, (number - 1) * PER_PAGE)
    address = f"{subject.home}/collectivites"
    page = Page(
        collection=entries,
        page=number,
        url=partial(_page_address, address, asked),
        item_count=count,
        items_per_page=PER_PAGE,
    )
    page.items = entries
    shown = {"asked": asked, "page": page, "count": count, "sides": _sides(), "parts": PARTS}
    where = {"name": subject.name, "address": subject.home, "root": root_address(), "telling": telling}
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
