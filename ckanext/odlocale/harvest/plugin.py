"""ROLL-UP: harvested datasets given to the territories that produced them."""

from __future__ import annotations

from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk

from ckanext.odlocale.harvest import presentation
from ckanext.odlocale.translation import OdlocaleTranslation


@tk.blanket.cli
@tk.blanket.config_declarations
@tk.blanket.helpers
class HarvestPlugin(OdlocaleTranslation, p.SingletonPlugin):
    """The plugin ``odlocale_harvest``."""

    p.implements(p.IConfigurer)
    p.implements(p.ITranslation)

    # IConfigurer
    def update_config(self, config: Any) -> None:
        tk.add_template_directory(config, "../templates/harvest")
        presentation.hide_stored_fields(config)
