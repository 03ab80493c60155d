"""What people write in the forms of animators, as the actions take it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.odlocale.animator.deciding import territory

# More than that were pasted, and are identifiers: a name takes three queries to find.
MOST_NAMES = 20

Errors = dict[str, list[str]]


def texts(form: Any, fields: Mapping[str, str]) -> dict[str, Any]:
    """The texts of a form under the names of the API.

    :param fields: name in the API to name in the form
    """
    return {name: form.get(field, "").strip() for name, field in fields.items()}


def perimeters(form: Any) -> tuple[dict[str, list[str]], Errors]:
    """The perimeter of a form and its exceptions: those that stay ticked, and those that are added.

    :returns: ``perimeter`` and ``perimeter_except``, and what is wrong with what was added
    """
    written: dict[str, list[str]] = {}
    errors: Errors = {}
    for name, field in (("perimeter", "perimetre"), ("perimeter_except", "sauf")):
        added, wrong = _added(form.get(f"{field}_plus", ""))
        written[name] = [*dict.fromkeys([*form.getlist(field), *added])]
        if wrong:
            errors[name] = [wrong]
    return written, errors


def _added(text: str) -> tuple[list[str], str]:
    """The identifiers of the territories that a text names, and why it names none."""
    pieces = [piece.strip() for piece in re.split(r"[,;\n]", text) if piece.strip()]
    if len(pieces) > MOST_NAMES:
        return pieces, ""
    found = [meant(piece) for piece in pieces]
    return [one for one, _ in found if one], " ".join(wrong for _, wrong in found if wrong)


def meant(text: str) -> tuple[str, str]:
    """The identifier of the territory that somebody wrote, or why nobody knows which one that is."""
    validator: Any = tk.get_validator("odlocale_territory_meant")
    try:
        return territory(str(validator(text))), ""
    except tk.Invalid as error:
        return "", str(error.error)
    except tk.ObjectNotFound as error:
        return "", str(error.message)
