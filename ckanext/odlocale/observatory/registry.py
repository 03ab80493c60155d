"""All indicators of the portal: ours, then those of other plugins."""

from __future__ import annotations

import ckan.plugins as p

from ckanext.odlocale.observatory.accompanied import ACCOMPANIED
from ckanext.odlocale.observatory.indicator import Indicator
from ckanext.odlocale.observatory.indicators import INDICATORS
from ckanext.odlocale.observatory.interfaces import IObservatory
from ckanext.odlocale.observatory.standards import SOCLE, standards
from ckanext.odlocale.observatory.uses import USES


def ours() -> tuple[Indicator, ...]:
    """Those of this plugin."""
    return (*INDICATORS, *USES, *ACCOMPANIED, *SOCLE, *standards().values())


def indicators() -> tuple[Indicator, ...]:
    """Every indicator, in the order in which they are shown."""
    further = [
        one for plugin in p.PluginImplementations(IObservatory) for one in plugin.odlocale_indicators()
    ]
    return tuple({one.name: one for one in (*ours(), *further)}.values())


def indicator(name: str) -> Indicator | None:
    """The indicator of this name; None when there is none."""
    return next((one for one in indicators() if one.name == name), None)
