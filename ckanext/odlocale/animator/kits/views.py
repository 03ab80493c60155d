"""``/kits``: the kits of the portal in their reading order, and the texts that come with the package."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlencode

import ckan.plugins.toolkit as tk
from ckan.lib.helpers import Page
from ckan.lib.search import SearchError
from flask import Blueprint, redirect
from werkzeug.wrappers import Response

from ckanext.odlocale.animator.kits import reuse
from ckanext.odlocale.animator.kits.finding import IN_READING_ORDER, ONLY_KITS
from ckanext.odlocale.animator.kits.index import FACETS
from ckanext.odlocale.animator.kits.starter import StarterKit, starter_kit
from ckanext.odlocale.animator.kits.wording import facet_titles

PER_PAGE = 50

kits = Blueprint("odlocale_kits", __name__)


@kits.route("/kits")
def index() -> str:
    """The kits, by stage and in their reading order, with facets."""
    chosen = [(key, value) for key, value in tk.request.args.items(multi=True) if key in FACETS and value]
    number = tk.h.get_page_number(tk.request.args)
    words = tk.request.args.get("q", "").strip()
    found = _found(words, chosen, number)
    page = Page(
        collection=found["results"],
        page=number,
        url=partial(_address, [*([("q", words)] if words else []), *chosen]),
        item_count=found["count"],
        items_per_page=PER_PAGE,
    )
    page.items = found["results"]
    titles = facet_titles()
    # CKAN 2.11 reads the number of values to show from here, CKAN 2.12 from the address itself.
    tk.g.search_facets_limits = {field: tk.h.get_param_int(f"_{field}_limit", 10) for field in titles}
    return tk.render(
        "kits/index.html",
        {
            "page": page,
            "q": words,
            "chosen": chosen,
            "facet_titles": titles,
            "search_facets": found["search_facets"],
            "uses": reuse.counts([one["id"] for one in found["results"]]),
        },
    )


@kits.route("/kits/fiche/<slug>.md")
def source(slug: str) -> Response:
    """The text of a kit of the package, to be changed."""
    answer = Response(_kit(slug).text, mimetype="text/markdown")
    answer.headers["Content-Disposition"] = f'attachment; filename="{_kit(slug).slug}.md"'
    return answer


@kits.route("/kits/fiche/<slug>")
def text(slug: str) -> str:
    """The text of a kit of the package, to be read."""
    kit = _kit(slug)
    return tk.render("kits/text.html", {"kit": kit})


@kits.route("/kits/<name>/utiliser", methods=["POST"])
def use(name: str) -> Response:
    """An animator says that it uses a kit, or no longer does."""
    form = tk.request.form
    asked = {"id": name, "organization": form.get("organisation", ""), "used": form.get("utilise") != "non"}
    try:
        tk.get_action("odlocale_kit_reuse")(_context(), asked)
    except tk.NotAuthorized as error:
        tk.abort(403, str(error.message or tk._("Only the editors of an animator say which kits it uses.")))
    except tk.ObjectNotFound as error:
        tk.abort(404, str(error))
    except tk.ValidationError as error:
        tk.h.flash_error("; ".join(map(str, error.error_summary.values())))
    return redirect(tk.url_for("kit.read", id=name))


def _found(words: str, chosen: list[tuple[str, str]], number: int) -> dict[str, Any]:
    clauses = [ONLY_KITS, *(f'{key}:"{_quoted(value)}"' for key, value in chosen)]
    asked = {
        "q": words,
        "fq": " ".join(clauses),
        "facet.field": list(FACETS),
        "facet.limit": 50,
        "sort": IN_READING_ORDER,
        "start": (number - 1) * PER_PAGE,
        "rows": PER_PAGE,
        "include_private": True,
    }
    try:
        return tk.get_action("package_search")(_context(), asked)
    except SearchError:
        tk.h.flash_error(tk._("The kits cannot be searched for the moment. Try again in a minute."))
        return {"results": [], "count": 0, "search_facets": {}}


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')


def _address(parameters: list[tuple[str, str]], page: int, **_: Any) -> str:
    return f"{tk.url_for('odlocale_kits.index')}?{urlencode([*parameters, ('page', str(page))])}"


def _kit(slug: str) -> StarterKit:
    return starter_kit(slug) or tk.abort(404, tk._("There is no such kit in the package."))


def _context() -> Any:
    return {"user": tk.current_user.name, "auth_user_obj": tk.current_user}
