"""``/animateurs`` and ``/animateur/<org>``: who helps, and what each has achieved."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from flask import Blueprint

from ckanext.odlocale.animator import helping, profiles
from ckanext.odlocale.animator.asking import answered
from ckanext.odlocale.animator.days import today
from ckanext.odlocale.animator.forest import forest
from ckanext.odlocale.animator.kinds import Kind
from ckanext.odlocale.animator.pages.achieved import achieved_by
from ckanext.odlocale.animator.pages.mapped import drawn
from ckanext.odlocale.animator.pages.names import names_of, places_of
from ckanext.odlocale.animator.wording import choices
from ckanext.odlocale.territory.shared import Level, shares_outside

animators = Blueprint("odlocale_animators", __name__)


@animators.route("/animateurs")
def index() -> str:
    """The animators, each below those that support it; of a kind, or of a région."""
    regions = places_of(Level.REG)
    kind = _one_of(tk.request.args.get("nature", ""), Kind)
    region = _one_of(tk.request.args.get("region", ""), [one for one, _ in regions])
    found = answered("odlocale_animator_list", {"kind": kind, "around": region})
    ids = [one["id"] for one in found]
    shares = shares_outside(helping.within_reach(ids), region or None) if ids else []
    return tk.render(
        "animators/index.html",
        {
            "trees": forest(ids, profiles.supports()),
            "found": {one["id"]: one for one in found},
            "services": helping.services_of(today()),
            "names": names_of(*(one[part] for one in found for part in ("perimeter", "perimeter_except"))),
            "kinds": choices("kind", Kind),
            "kind": kind,
            "regions": regions,
            "region": region,
            "map": drawn(
                shares,
                tk._("Share of the communes that are in the perimeter of an animator"),
                tk.url_for("odlocale_help.index") + "?territoire=",
            ),
            "shares": [one for one in shares if one.reached],
        },
    )


@animators.route("/animateur/<organization>")
def read(organization: str) -> str:
    """An animator: who it is, what it offers and where, whom it helps, who helps it."""
    told = answered("odlocale_animator_show", {"id": organization})
    offers, day = told["offers"], today().isoformat()
    named = [one[part] for one in (told, *offers) for part in ("perimeter", "perimeter_except")]
    return tk.render(
        "animators/read.html",
        {
            "animator": told,
            "offers": [one for one in offers if not (one["until"] and one["until"] < day)],
            "day": day,
            "names": names_of(*named),
            "achieved": achieved_by(told["id"], today()),
            "may_change": tk.h.check_access("odlocale_animator_update", {"id": told["id"]}),
            "may_follow": tk.h.check_access("odlocale_follow_up_list", {"id": told["id"]}),
            "may_unmake": tk.h.check_access("odlocale_animator_delete", {"id": told["id"]}),
        },
    )


def _one_of(value: str, known: Any) -> str:
    """A value of the address if it is one of those; empty for one that somebody made up."""
    return value if value in list(known) else ""
