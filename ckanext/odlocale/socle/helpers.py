"""Template helpers of the socle."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk

from ckanext.odlocale.socle import telling
from ckanext.odlocale.socle.catalogue import all_entries
from ckanext.odlocale.socle.consolidation import shown as shown_consolidated
from ckanext.odlocale.socle.coverage import shown
from ckanext.odlocale.socle.describing.choices import (
    odlocale_frequency_choices,
    odlocale_hvd_choices,
    odlocale_licence_choices,
)
from ckanext.odlocale.socle.verdicts.choice import choice_of
from ckanext.odlocale.socle.wording import language, outcome_label
from ckanext.odlocale.territory.shared import TerritoryRecord

Helper = Callable[..., Any]


def helpers() -> dict[str, Helper]:
    """The helpers of the plugin; ckanext-validation's badge gives way to ours where there is a standard."""
    own: dict[str, Helper] = {
        "odlocale_frequency_choices": odlocale_frequency_choices,
        "odlocale_hvd_choices": odlocale_hvd_choices,
        "odlocale_licence_choices": odlocale_licence_choices,
        "odlocale_socle_badges": odlocale_socle_badges,
        "odlocale_socle_choices": odlocale_socle_choices,
        "odlocale_socle_consolidated": shown_consolidated.consolidated,
        "odlocale_socle_coverage": odlocale_socle_coverage,
        "odlocale_socle_outcome": outcome_label,
        "odlocale_socle_report": odlocale_socle_report,
    }
    return {**own, "get_validation_badge": get_validation_badge} if p.plugin_loaded("validation") else own


def odlocale_socle_choices(field: Any = None) -> list[dict[str, str]]:
    """The standards to choose from, the latest version of each set first, as options of a select.

    :param field: the field of a ckanext-scheming schema, which passes itself
    """
    lang = language()
    nothing = [{"value": "", "text": tk._("None, or I do not know"), "label": tk._("None, or I do not know")}]
    return nothing + [
        {"value": value, "text": text, "label": text}
        for entry in all_entries()
        for value in (entry.name if entry.is_latest else f"{entry.name}@{entry.version}",)
        for text in (
            entry.text("title", lang)
            if entry.is_latest
            else f"{entry.text('title', lang)} ({entry.version})",
        )
    ]


def odlocale_socle_coverage(territory: TerritoryRecord) -> shown.Matrix | None:
    """The sets of the socle at a territory; None where there is no authority, or one of no set."""
    return shown.matrix(territory)


def odlocale_socle_report(resource: Mapping[str, Any]) -> telling.Report | None:
    """The verdict on the file of a resource as its page tells it; None when there is nothing to tell."""
    return telling.report(resource)


def odlocale_socle_badges(dataset: Mapping[str, Any]) -> list[telling.Badge]:
    """The standards that the files of a dataset follow, each once with its worst verdict. No query."""
    return telling.badges(dataset.get("resources") or [])


@tk.chained_helper
def get_validation_badge(next_helper: Helper, resource: dict[str, Any], in_listing: bool = False) -> str:
    """Nothing where our own badge stands."""
    return "" if choice_of(resource) is not None else next_helper(resource, in_listing=in_listing)
