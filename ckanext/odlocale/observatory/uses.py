"""Our indicator of use: what CKAN itself counts, where the portal has it count."""

from __future__ import annotations

import ckan.plugins as p
import ckan.plugins.toolkit as tk

from ckanext.odlocale.observatory import counting
from ckanext.odlocale.observatory.indicator import Indicator, Unit
from ckanext.odlocale.observatory.visits import PLUGIN


def _unmeasured() -> str:
    if not p.plugin_loaded(PLUGIN):
        return tk._(
            "Not measured here: the administrator adds “tracking” to ckan.plugins, and runs "
            "“ckan tracking update” each night."
        )
    return tk._(
        "Not measured yet: there is no dataset, or no visit of the last whole month is known. The "
        "administrator runs “ckan tracking update” each night."
    )


USES = (
    Indicator(
        "visited",
        title=lambda: tk._("Looked at"),
        question=lambda: tk._("Does anybody use the data?"),
        numerator=lambda: tk._(
            "Datasets whose page somebody opened, or one of whose files somebody downloaded, last month"
        ),
        denominator=lambda: tk._("Public datasets of the collectivités"),
        rule=lambda: tk._(
            "By the visits that CKAN counts on this portal over the last whole month, one a day for each "
            "visitor; those of robots that run scripts are among them. What is read on another platform, or "
            "through the API, is not known."
        ),
        unit=Unit.DATASETS,
        count=counting.visited,
        unmeasured=_unmeasured,
    ),
)
