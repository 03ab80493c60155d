"""Template helpers of kits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.odlocale.animator.kits import choices, reuse
from ckanext.odlocale.animator.kits.choices import choices_of, label_of, values_of
from ckanext.odlocale.animator.kits.declared import Field, fields
from ckanext.odlocale.animator.records import animators
from ckanext.odlocale.socle.shared import language

__all__ = [
    "odlocale_kit_choices",
    "odlocale_kit_facts",
    "odlocale_kit_fields",
    "odlocale_kit_label",
    "odlocale_kit_text",
    "odlocale_kit_uses",
    "odlocale_kit_values",
]


def odlocale_kit_choices(field: Mapping[str, Any] | str) -> list[dict[str, str]]:
    """What a field of a kit may hold, as options of a select.

    :param field: its name, or the field of a ckanext-scheming schema, which passes itself
    """
    name = field if isinstance(field, str) else field["field_name"]
    return [{"value": value, "text": text, "label": text} for value, text in choices_of(name).items()]


def odlocale_kit_fields() -> tuple[Field, ...]:
    """The fields of kits that CKAN's datasets do not have, for the form."""
    return fields()


def odlocale_kit_text(by_language: Mapping[str, str]) -> str:
    """A text of the declared fields, in the reader's language."""
    return by_language.get(language(), "")


def odlocale_kit_label(field: str, value: str) -> str:
    """What a value of a field of a kit is called."""
    return label_of(field, value)


def odlocale_kit_values(value: Any) -> list[str]:
    """The values of a field that has several."""
    return values_of(value)


def odlocale_kit_facts(kit: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    """What is told of a kit: title of each field that says something, and its values."""
    told = []
    for one in fields():
        values = values_of(kit.get(one.name)) if one.name in choices.MANY else [str(kit.get(one.name) or "")]
        labels = [label_of(one.name, value) for value in values if value]
        if labels and one.name != choices.RANK:
            told.append((odlocale_kit_text(one.label), labels))
    return told


def odlocale_kit_uses(kit: Mapping[str, Any]) -> dict[str, Any]:
    """Who uses a kit, and which of their animators the reader may say it for.

    :returns: ``users``, and ``mine``: (organization, whether it uses the kit)
    """
    users = reuse.users_of(str(kit["id"]))
    using = {one.organization for one in users}
    return {"users": users, "mine": [(one, one["id"] in using) for one in _my_animators()]}


def _my_animators() -> list[dict[str, Any]]:
    if tk.current_user.is_anonymous:
        return []
    context: Any = {"user": tk.current_user.name}
    asked = {"permission": "create_dataset"}
    mine = {one["id"]: one for one in tk.get_action("organization_list_for_user")(context, asked)}
    return [mine[one.organization] for one in animators(list(mine))] if mine else []
