"""``/observatoire/animateur/<name>``: how far those have come whom an animator accompanies."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from flask import Blueprint

from ckanext.odlocale.observatory import board, curve, telling
from ckanext.odlocale.observatory.computing import animator_scope
from ckanext.odlocale.observatory.seen import seen
from ckanext.odlocale.observatory.standards import standards
from ckanext.odlocale.observatory.views.access import (
    allowed,
    empty,
    known,
    known_animator,
    receives,
    root_address,
    told_parts,
)

animators = Blueprint("odlocale_observatory_animators", __name__)


@animators.route("/observatoire/animateur/<name>")
def read(name: str) -> str:
    """The board of an animator."""
    allowed("odlocale_observatory_indicator_list")
    found = known_animator(name)
    figures = seen(animator_scope(found.organization))
    if figures is None:
        return tk.render("observatory/empty.html", empty(known(None)))
    points = board.points(figures.scope)
    shown = {
        "animator": found,
        "receives": receives(figures.scope),
        "seen": figures,
        "headlines": [one for one in figures.indicators if one.name in board.OF_ANIMATORS],
        "points": points,
        "curve": curve.svg(board.plain_curve(found.title, points, figures.day)),
        "parts": told_parts(),
        "standards": [one.name for one in standards().values()],
    }
    address = tk.url_for("odlocale_observatory_animators.read", name=found.name)
    where = {"name": found.title, "address": address, "root": root_address(), "telling": telling}
    return tk.render("observatory/animator.html", {**shown, **where})
