"""The choices of the fields of a dataset, explained, in the shape that ckanext-scheming has choices in."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.odlocale.socle.describing import licences
from ckanext.odlocale.socle.describing.frequencies import FREQUENCIES
from ckanext.odlocale.socle.describing.high_value import CATEGORIES
from ckanext.odlocale.socle.wording import language

Choice = dict[str, str]


def odlocale_licence_choices(field: Any = None) -> list[Choice]:
    """The licences of this portal, in the order of its registry, each explained."""
    lang = language()
    listed = tk.get_action("license_list")({"ignore_auth": True}, {})
    return [
        _choice(one["id"], one["title"], licences.explained(one["id"], lang))
        for one in listed
        if licences.is_offered(one)
    ]


def odlocale_frequency_choices(field: Any = None) -> list[Choice]:
    """The European frequencies, the usual ones first."""
    lang = language()
    return [_choice(one.uri, getattr(one, lang), getattr(one, f"help_{lang}")) for one in FREQUENCIES]


def odlocale_hvd_choices(field: Any = None) -> list[Choice]:
    """The six categories of high-value datasets."""
    lang = language()
    return [_choice(one.uri, getattr(one, lang), getattr(one, f"help_{lang}")) for one in CATEGORIES]


def _choice(value: str, label: str, told: str) -> Choice:
    return {"value": value, "label": label, "text": label, "help": told}
