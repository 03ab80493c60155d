"""``/territoires/millesimes``: which vintage the portal uses, what changed, and what became of old codes."""

from __future__ import annotations

import csv
import io
from functools import partial
from typing import Any
from urllib.parse import urlencode

import ckan.plugins.toolkit as tk
from ckan.lib.helpers import Page
from flask import Blueprint, Response

from ckanext.odlocale.territory.views.access import check_access
from ckanext.odlocale.territory.vintages.changes import SORTS
from ckanext.odlocale.territory.vintages.listed import HEADER, Listing, listing_of, rows_of
from ckanext.odlocale.territory.wording import sort_label

PER_PAGE = 50
ENTRIES_SHOWN = 20
# Ten times as many as a vintage has ever changed.
MOST_EXPORTED = 50_000

vintages = Blueprint("odlocale_vintages", __name__)


@vintages.route("/territoires/millesimes")
def index() -> str:
    """The journal, and a list to search in: the former territories, or the changes of an entry."""
    check_access("odlocale_vintage_list", {})
    number = tk.h.get_page_number(tk.request.args)
    listing = _listing(PER_PAGE, (number - 1) * PER_PAGE)
    page = Page(
        collection=listing.rows,
        page=number,
        url=partial(_address, listing),
        item_count=listing.count,
        items_per_page=PER_PAGE,
    )
    page.items = listing.rows
    journal = tk.get_action("odlocale_vintage_list")({}, {"limit": ENTRIES_SHOWN})
    return tk.render(
        "territory/vintages.html",
        {
            "journal": journal,
            "listing": listing,
            "page": page,
            "labels": {sort: sort_label(sort) for sort in SORTS},
            "sorts": [sort for sort in SORTS if listing.counts.get(sort)],
            "csv_address": _address(listing, "odlocale_vintages.export"),
        },
    )


@vintages.route("/territoires/millesimes.csv")
def export() -> Response:
    """The same list, whole, for a spreadsheet."""
    check_access("odlocale_vintage_list", {})
    listing = _listing(MOST_EXPORTED, 0)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    writer.writerows(rows_of(listing))
    # The mark at the beginning has spreadsheets read accents right.
    return Response(
        "\ufeff" + text.getvalue(),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{listing.name}.csv"'},
    )


def _listing(limit: int, offset: int) -> Listing:
    asked = {key: tk.request.args.get(key, "").strip() for key in ("entree", "type", "q")}
    try:
        return listing_of(asked["entree"], asked["type"], asked["q"], limit, offset)
    except tk.ObjectNotFound:
        tk.abort(404, tk._("There is no such vintage here. Choose one in the list."))
    except tk.ValidationError:
        tk.abort(400, tk._("This list cannot be made. Choose a vintage and a sort of change in the lists."))


def _address(listing: Listing, endpoint: str = "odlocale_vintages.index", page: Any = None, **_: Any) -> str:
    asked = {"entree": listing.entry, "type": listing.sort, "q": listing.q, "page": page}
    query = urlencode({key: value for key, value in asked.items() if value})
    return tk.url_for(endpoint) + (f"?{query}" if query else "")
