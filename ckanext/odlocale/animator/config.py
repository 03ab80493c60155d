"""The settings of the plugin, one reader each."""

from __future__ import annotations

import ckan.plugins.toolkit as tk


def expiring_days() -> int:
    """For how many days before its last one a mandate counts as expiring."""
    return tk.config["ckanext.odlocale.animator.expiring_days"]
