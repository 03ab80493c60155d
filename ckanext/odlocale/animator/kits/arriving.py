"""A kit of another portal, as this one takes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins as p

from ckanext.odlocale.animator.kits import choices
from ckanext.odlocale.animator.kits.choices import known_values, values_of
from ckanext.odlocale.animator.kits.declared import TYPE

PLUGIN = "odlocale_animator"
LONGEST_ORDER = 4


def as_kit(package: Mapping[str, Any]) -> dict[str, Any]:
    """The type and the fields of a harvested kit; nothing for what is no kit.

    Values that this portal does not know are left out: the other one may have sets or rules of its own.
    """
    if package.get("type") != TYPE or package.get(choices.KIND) not in choices.KINDS:
        return {}
    if not p.plugin_loaded(PLUGIN):
        return {}
    one = {name: _one(name, package) for name in (choices.KIND, choices.STAGE, choices.LANGUAGE)}
    many = {name: _known(name, values_of(package.get(name))) for name in choices.MANY}
    order = str(package.get(choices.RANK) or "").strip()
    rank = {choices.RANK: order} if order.isdecimal() and len(order) <= LONGEST_ORDER else {}
    return {"type": TYPE, **{name: value for name, value in one.items() if value}, **many, **rank}


def _one(name: str, package: Mapping[str, Any]) -> str:
    return next(iter(_known(name, [str(package.get(name) or "")])), "")


def _known(name: str, values: list[str]) -> list[str]:
    known = known_values(name)
    return [value for value in values if value in known]
