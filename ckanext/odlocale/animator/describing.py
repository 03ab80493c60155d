"""Animators, offers and mandates as the API gives them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from ckanext.odlocale.animator import config
from ckanext.odlocale.animator.mandate import RUNNING, Mandate, status
from ckanext.odlocale.animator.profiles import supports
from ckanext.odlocale.animator.records import Animator, animators


def profile(one: Animator) -> dict[str, Any]:
    """What an animator says of itself."""
    return {
        "organization": one.name,
        "id": one.organization,
        "title": one.title,
        "type": one.type,
        "kind": one.kind,
        "presentation": one.presentation,
        "contact_name": one.contact_name,
        "contact_email": one.contact_email,
        "contact_phone": one.contact_phone,
        "url": one.url,
        "charter_signed": one.charter_signed and one.charter_signed.isoformat(),
        "perimeter": sorted(one.perimeter.included),
        "perimeter_except": sorted(one.perimeter.excepted),
    }


def tree() -> list[dict[str, Any]]:
    """The animators that nobody supports, each with those it ``supports``, at every level. Two queries.

    One with several supporters stands below each of them.
    """
    known = {one.organization: one for one in animators()}
    pairs = [(up, down) for up, down in supports() if up in known and down in known]
    below: dict[str, list[str]] = {}
    for up, down in pairs:
        below.setdefault(up, []).append(down)
    supported = {down for _, down in pairs}

    def branch(organization: str) -> dict[str, Any]:
        children = [one for one in known if one in below.get(organization, ())]
        return {**brief(known[organization]), "supports": [branch(one) for one in children]}

    return [branch(one) for one in known if one not in supported]


def brief(one: Animator) -> dict[str, Any]:
    """What a list says of an animator."""
    return {"organization": one.name, "title": one.title, "type": one.type, "kind": one.kind}


def agreement(one: Mandate, day: date, names: dict[str, Animator], inside: bool) -> dict[str, Any]:
    """A mandate.

    :param names: the animators by id
    :param inside: with what only the two sides read: reference, document, to whom publishing is delegated
    """
    who = names.get(one.animator)
    told = {
        "id": one.id,
        "animator": who.name if who else None,
        "animator_title": who.title if who else None,
        "territory": one.territory,
        "services": sorted(one.services),
        "status": status(one, day, config.expiring_days()),
        "since": one.since.isoformat(),
        "until": one.until and one.until.isoformat(),
        "signed": one.signed and one.signed.isoformat(),
        "publishes": one.delegation is not None and not one.delegation.revoked,
    }
    return {**told, **_inside(one)} if inside else told


def _inside(one: Mandate) -> dict[str, Any]:
    given = one.delegation
    return {
        "asked_by_side": one.asked_by,
        "reference": one.reference,
        "document_url": one.document_url,
        "delegation": given
        and {
            "schemas": sorted(given.schemas),
            "members": sorted(given.members),
            "since": given.since and given.since.isoformat(),
            "until": given.until and given.until.isoformat(),
            "revoked": given.revoked,
        },
    }


def in_force(mandates: Iterable[Mandate], day: date) -> list[Mandate]:
    """Those that run on a day."""
    return [one for one in mandates if status(one, day, 0) in RUNNING]
