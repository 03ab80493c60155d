"""Validators of the fields of kits."""

from __future__ import annotations

import json
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.odlocale.animator.kits import choices
from ckanext.odlocale.animator.kits.choices import known_values, values_of

LARGEST_ORDER = 9_999

__all__ = [
    "odlocale_kit_kind",
    "odlocale_kit_language",
    "odlocale_kit_levels",
    "odlocale_kit_list",
    "odlocale_kit_order",
    "odlocale_kit_rules",
    "odlocale_kit_schemas",
    "odlocale_kit_stage",
    "odlocale_kit_strata",
]


def odlocale_kit_kind(value: Any) -> str:
    """Méthodologique, pédagogique or technique.

    :raises Invalid: it is none of them
    """
    return _one(choices.KIND, value)


def odlocale_kit_stage(value: Any) -> str:
    """A step of the follow-up; nothing stays nothing.

    :raises Invalid: there is no such step
    """
    return _one(choices.STAGE, value) if value else ""


def odlocale_kit_language(value: Any) -> str:
    """A language that kits are written in.

    :raises Invalid: it is none of those known here
    """
    return _one(choices.LANGUAGE, value)


def odlocale_kit_order(value: Any) -> str:
    """A whole number from 0 to 9999, as text.

    :raises Invalid: it is none
    """
    text = str(value).strip()
    if text.isdecimal() and text.isascii() and int(text) <= LARGEST_ORDER:
        return str(int(text))
    raise tk.Invalid(tk._("Write a whole number from 0 to {largest}, like 10.").format(largest=LARGEST_ORDER))


def odlocale_kit_schemas(value: Any) -> str:
    """Sets of the socle, by the names of the catalogue."""
    return _several(choices.SCHEMAS, value)


def odlocale_kit_levels(value: Any) -> str:
    """Levels of local authorities."""
    return _several(choices.LEVELS, value)


def odlocale_kit_strata(value: Any) -> str:
    """Strata of population."""
    return _several(choices.STRATUMS, value)


def odlocale_kit_rules(value: Any) -> str:
    """Rules that files are checked by."""
    return _several(choices.RULES, value)


def odlocale_kit_list(value: Any) -> list[str]:
    """The values that were stored, as a list."""
    return [] if value is tk.missing else values_of(value)


def _one(field: str, value: Any) -> str:
    known, text = known_values(field), str("" if value is tk.missing else value).strip()
    if text not in known:
        raise tk.Invalid(_unknown([text], known))
    return text


def _several(field: str, value: Any) -> str:
    """JSON of the values, in the order of the choices; an empty list is kept, since it means something."""
    known, found = known_values(field), [] if value is tk.missing else values_of(value)
    unknown = [one for one in found if one not in known]
    if unknown:
        raise tk.Invalid(_unknown(unknown, known))
    return json.dumps([one for one in known if one in found])


def _unknown(values: list[str], known: list[str]) -> str:
    if not any(values):
        return tk._("Choose one of: {known}.").format(known=", ".join(known))
    written = ", ".join(f"“{one[:60]}”" for one in values[:3])
    return tk._("{values} is not known here. Choose among: {known}.").format(
        values=written, known=", ".join(known)
    )


def validators() -> dict[str, Any]:
    """Name to function, as CKAN wants them."""
    return {name: globals()[name] for name in __all__}
