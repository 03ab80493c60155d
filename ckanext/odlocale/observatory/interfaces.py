"""How a portal adds indicators of its own."""

from __future__ import annotations

from collections.abc import Sequence

from ckan.plugins.interfaces import Interface

from ckanext.odlocale.observatory.indicator import Indicator


class IObservatory(Interface):
    """Implemented by a plugin that has something to count."""

    def odlocale_indicators(self) -> Sequence[Indicator]:
        """Further indicators, shown after ours; one of the name of ours takes its place."""
        return ()
