"""WHO HELPS: animators, what they offer, and the mandates of collectivités."""

from __future__ import annotations

from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk

from ckanext.odlocale.animator import model as _tables  # noqa: F401 - CKAN has to know them
from ckanext.odlocale.translation import OdlocaleTranslation


@tk.blanket.config_declarations
class AnimatorPlugin(OdlocaleTranslation, p.SingletonPlugin):
    """The plugin ``odlocale_animator``."""

    p.implements(p.IConfigurer)
    p.implements(p.ITranslation)

    # IConfigurer
    def update_config(self, config: Any) -> None:
        tk.add_template_directory(config, "../templates/animator")
