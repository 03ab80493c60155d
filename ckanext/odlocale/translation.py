"""One French catalogue for every plugin of this distribution."""

from __future__ import annotations

import os.path

from ckan.lib.plugins import DefaultTranslation


class OdlocaleTranslation(DefaultTranslation):
    """Translations of all rooms in one folder and one domain.

    CKAN's own class looks beside ``ckanext.odlocale.territory`` and for a domain named after the
    plugin, since it expects one plugin per distribution.
    """

    def i18n_directory(self) -> str:
        return os.path.join(os.path.dirname(__file__), "i18n")

    def i18n_domain(self) -> str:
        return "ckanext-odlocale"
