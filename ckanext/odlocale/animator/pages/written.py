"""What people write in the forms of animators, as the actions take it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.odlocale.animator.asking import tried
from ckanext.odlocale.animator.choosing import meant as animators_meant
from ckanext.odlocale.animator.deciding import territory
from ckanext.odlocale.animator.records import animators

# More than that were pasted, and are identifiers: a name takes three queries to find.
MOST_NAMES = 20

Errors = dict[str, list[str]]


def texts(form: Any, fields: Mapping[str, str]) -> dict[str, Any]:
    """The texts of a form under the names of the API.

    :param fields: name in the API to name in the form
    """
    return {name: form.get(field, "").strip() for name, field in fields.items()}


def kept(action: str, about: Mapping[str, Any], fields: Mapping[str, str]) -> tuple[dict[str, Any], Errors]:
    """Have an action keep a form with texts and a perimeter: what was kept, or what was written and is wrong.

    :param about: what the form is about, under the names of the API
    :param fields: name in the API to name in the form
    """
    where, wrong = perimeters(tk.request.form)
    data = {**about, **texts(tk.request.form, fields), **where}
    done, errors = (None, wrong) if wrong else tried(action, data)
    return done or data, errors


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


def animator_meant(text: str) -> tuple[str, str]:
    """The name of the animator that somebody wrote, or why nobody knows which one that is. One query."""
    found = animators_meant(animators(), text)
    if len(found) == 1:
        return found[0].name, ""
    if found:
        sentence = tk._(
            "Several animators are called “{value}”. Choose one of the list, or write one of: {names}."
        )
        return "", sentence.format(value=text[:60], names=", ".join(one.name for one in found))
    if not text.strip():
        return "", tk._("Say which animator: begin to type its name.")
    sentence = tk._("There is no animator “{value}” here. Choose one of the list, or write its whole name.")
    return "", sentence.format(value=text[:60])
