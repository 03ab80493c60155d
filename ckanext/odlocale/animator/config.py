"""The settings of the plugin, one reader each."""

from __future__ import annotations

import ckan.plugins.toolkit as tk


def expiring_days() -> int:
    """For how many days before its last one a mandate counts as expiring."""
    return tk.config["ckanext.odlocale.animator.expiring_days"]


def messages_per_day() -> int:
    """To how many people the members of an animator may write from the desk in 24 hours."""
    return tk.config["ckanext.odlocale.animator.messages_per_day"]


def reminder_days() -> list[int]:
    """How many days before the end of a mandate its two sides are reminded of it.

    :raises ValueError: the setting holds something else than whole numbers
    """
    written = tk.config["ckanext.odlocale.animator.reminder_days"]
    try:
        return sorted({int(one) for one in written}, reverse=True)
    except ValueError as error:
        told = " ".join(map(str, written))
        raise ValueError(
            f"ckanext.odlocale.animator.reminder_days has to be numbers of days: {told}"
        ) from error
