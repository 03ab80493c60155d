"""How the site shows what a harvest keeps with a dataset, on pages and in RDF."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.odlocale.harvest import dcat_profile
from ckanext.odlocale.harvest.facts import CHAIN_FIELD
from ckanext.odlocale.harvest.placing import FIELDS

_HIDDEN = "package_hide_extras"


def prepare(config: Any) -> None:
    """Set the site up for it."""
    hide_stored_fields(config)
    dcat_profile.use(config)


def hide_stored_fields(config: Any) -> None:
    """Keep our fields out of CKAN's table of extras: the block “Producer and origin” shows them in words."""
    hidden = tk.aslist(config.get(_HIDDEN))
    config[_HIDDEN] = list(dict.fromkeys([*hidden, *FIELDS, CHAIN_FIELD]))
