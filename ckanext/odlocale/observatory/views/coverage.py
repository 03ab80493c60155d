"""Territory by standard: which collectivités of a territory, or of an animator, publish which."""

from __future__ import annotations

import dataclasses
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlencode

import ckan.plugins.toolkit as tk
from ckan.lib.helpers import Page
from flask import Blueprint

from ckanext.odlocale.cog.shared import Level
from ckanext.odlocale.observatory.computing import ANIMATOR
from ckanext.odlocale.observatory.grid.cells import together
from ckanext.odlocale.observatory.grid.looking import Asked, first_level, levels_of, lines, totals
from ckanext.odlocale.observatory.grid.telling import SIGNS
from ckanext.odlocale.observatory.views.access import root_address
from ckanext.odlocale.observatory.views.subject import Subject, of_animator, of_territory
from ckanext.odlocale.socle.shared import (
    Entry,
    State,
    UnknownSchemaError,
    expected_label,
    find_schema,
    language,
    state_label,
)

PER_PAGE = 25
ALL = "tous"

coverages = Blueprint("odlocale_observatory_coverage", __name__)


@coverages.route("/observatoire/<territory_id>/couverture")
def read(territory_id: str) -> str:
    """The collectivités of a territory."""
    return of_territory(territory_id, "odlocale_observatory_coverage_list", _shown)


@coverages.route("/observatoire/animateur/<name>/couverture")
def accompanied(name: str) -> str:
    """Those that an animator accompanies."""
    return of_animator(name, "odlocale_observatory_coverage_list", _shown)


def _asked(scope: str, day: date) -> Asked:
    """What a reader asks for; what is not understood is as if it was not asked."""
    arguments = tk.request.args
    found = Asked(
        scope,
        day,
        first_level(scope),
        owing=arguments.get("montrer") == "manque",
        q=arguments.get("q", "").strip()[:200],
        state=_state(arguments.get("jeu", ""), arguments.get("etat", "")),
    )
    level = arguments.get("niveau", "")
    if level == ALL or level in levels_of(scope):
        found = dataclasses.replace(found, level=None if level == ALL else Level(level))
    return found


def _state(name: str, state: str) -> tuple[Entry, State] | None:
    try:
        return find_schema(name), State(state)
    except (UnknownSchemaError, ValueError):
        return None


def _shown(subject: Subject) -> str:
    asked, home = _asked(subject.scope, subject.day), subject.home
    number = tk.h.get_page_number(tk.request.args)
    count, found = lines(asked, PER_PAGE, (number - 1) * PER_PAGE)
    every, address = totals(asked), f"{home}/couverture"
    is_wide = tk.request.args.get("jeux") == ALL
    page = Page(
        collection=found,
        page=number,
        url=partial(_page_address, address, asked, is_wide),
        item_count=count,
        items_per_page=PER_PAGE,
    )
    page.items = found
    sets = [one for one in every if is_wide or one.is_shown]
    shown = {"asked": asked, "page": page, "count": count, "sets": sets, "hidden": len(every) - len(sets)}
    words = {"signs": SIGNS, "state_label": state_label, "expected_label": expected_label}
    where = {"name": subject.name, "address": home, "root": root_address(), "is_wide": is_wide, "all": ALL}
    further = {"levels": levels_of(asked.scope), "together": together(every), "lang": language()}
    further["has_files"] = not asked.scope.startswith(ANIMATOR)
    return tk.render("observatory/coverage.html", {**shown, **words, **where, **further})


def _page_address(address: str, asked: Asked, is_wide: bool, page: int, **_: Any) -> str:
    chosen = {
        "niveau": asked.level or ALL,
        "montrer": "manque" if asked.owing else "",
        "jeux": ALL if is_wide else "",
        "q": asked.q,
        **({"jeu": asked.state[0].name, "etat": asked.state[1]} if asked.state else {}),
        "page": page,
    }
    return f"{address}?{urlencode({key: value for key, value in chosen.items() if value})}"
