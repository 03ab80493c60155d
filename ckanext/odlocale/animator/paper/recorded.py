"""What is recorded of an agreement, put together for its text."""

from __future__ import annotations

from datetime import date
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.odlocale.animator.delegation import publishers
from ckanext.odlocale.animator.kinds import Service
from ckanext.odlocale.animator.paper.content import CALLED, Party, Right, Terms
from ckanext.odlocale.animator.records import animator
from ckanext.odlocale.socle.shared import latest_entries
from ckanext.odlocale.territory.shared import records, territory_of


def terms_of(told: dict[str, Any]) -> Terms:
    """The terms of an agreement.

    :param told: the answer of ``odlocale_mandate_show``
    """
    who = animator(told["animator"]) if told["animator"] else None
    home = territory_of(who.organization) if who else None
    known = records([one for one in (told["territory"], home) if one])
    place = known.get(told["territory"])
    return Terms(
        animator=Party(
            told["animator_title"] or "……………………",
            CALLED[who.kind] if who else "animateur",
            (known[home].siren or "") if home and home in known else "",
        ),
        authority=Party(
            (place.name or place.code) if place else told["territory"],
            CALLED.get(place.level, "collectivité") if place else "collectivité",
            (place.siren or "") if place else "",
        ),
        services=[Service(one) for one in told["services"]],
        since=date.fromisoformat(told["since"]),
        until=_day(told["until"]),
        signed=_day(told["signed"]),
        reference=told["reference"],
        right=_right(told),
        portal=str(tk.config["ckan.site_title"]),
    )


def _right(told: dict[str, Any]) -> Right | None:
    given = told["delegation"]
    if not given or given["revoked"]:
        return None
    titles: dict[str, str] = {entry.name: entry.text("title") for entry in latest_entries()}
    people = publishers(told["animator"])
    return Right(
        standards=[str(titles.get(one, one)) for one in given["schemas"]],
        people=[people.get(one, "une personne qui n’est plus éditrice") for one in given["members"]],
        since=_day(given["since"]),
        until=_day(given["until"]),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
