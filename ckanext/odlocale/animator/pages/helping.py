"""``/animateurs/qui-peut-aider``: who offers what to a territory, and whom to ask when nobody does."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from flask import Blueprint

from ckanext.odlocale.animator.asking import tried
from ckanext.odlocale.animator.kinds import Service
from ckanext.odlocale.animator.pages.names import names_of
from ckanext.odlocale.animator.pages.written import meant
from ckanext.odlocale.territory.shared import level_label

help_pages = Blueprint("odlocale_help", __name__)


@help_pages.route("/animateurs/qui-peut-aider")
def index() -> str:
    """A field for the territory, and what there is for it."""
    typed = tk.request.args.get("territoire", "").strip()
    found, refusal = _found(typed) if typed else (None, "")
    offers = [one for some in found["services"].values() for one in some] if found else []
    named = [one[part] for one in offers for part in ("perimeter", "perimeter_except")]
    return tk.render(
        "animators/helping.html",
        {
            "typed": typed[:200],
            "found": found,
            "refusal": refusal,
            "nobody": not offers,
            "names": names_of(*named),
            "services": list(Service),
            "level": level_label(found["territory"].partition("-")[0]) if found else "",
        },
    )


def _found(typed: str) -> tuple[dict[str, Any] | None, str]:
    """What there is for the territory that somebody wrote, or why it is not known which one that is."""
    territory, wrong = meant(typed)
    if wrong:
        return None, wrong
    found, errors = tried("odlocale_animator_help", {"id": territory})
    return found, " ".join(str(one) for told in errors.values() for one in told)
