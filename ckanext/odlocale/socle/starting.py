"""What the plugin sets up beyond itself when CKAN starts."""

from __future__ import annotations

from typing import Any

from ckanext.odlocale.socle import config as settings
from ckanext.odlocale.socle.checks import for_frictionless
from ckanext.odlocale.socle.consolidation import store
from ckanext.odlocale.socle.describing import licences
from ckanext.odlocale.territory.shared import derived_by


def set_up(config: Any) -> None:
    """Have frictionless know our checks, territories what is made of others, and CKAN our licences.

    CKAN gets our registry of licences only where the portal asks for it.

    :param config: CKAN's configuration, changed in place
    """
    for_frictionless.register()
    derived_by("socle", store.derived())
    # A portal that names a registry of its own keeps it.
    if settings.licences() and not config.get("licenses_group_url"):
        config["licenses_group_url"] = licences.ADDRESS
