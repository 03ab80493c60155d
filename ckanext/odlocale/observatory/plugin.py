"""WHAT IS SEEN: the observatory of open data in the territories."""

from __future__ import annotations

from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk

from ckanext.odlocale.drawing import maps
from ckanext.odlocale.observatory.cli import odlocale
from ckanext.odlocale.observatory.logic import validators
from ckanext.odlocale.observatory.logic.action import actions
from ckanext.odlocale.observatory.map import store
from ckanext.odlocale.translation import OdlocaleTranslation


@tk.blanket.actions(actions)
@tk.blanket.auth_functions
@tk.blanket.blueprints
@tk.blanket.cli([odlocale])
@tk.blanket.config_declarations
@tk.blanket.helpers
@tk.blanket.validators(validators)
class ObservatoryPlugin(OdlocaleTranslation, p.SingletonPlugin):
    """The plugin ``odlocale_observatory``."""

    p.implements(p.IConfigurer)
    p.implements(p.ITranslation)

    # IConfigurer
    def update_config(self, config: Any) -> None:
        tk.add_template_directory(config, "../templates/observatory")
        tk.add_resource("assets", "odlocale_observatory")
        maps.register("observatory", store.of)
