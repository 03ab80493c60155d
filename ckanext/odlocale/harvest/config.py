"""The settings of this room, each read in one place."""

from __future__ import annotations

import ckan.plugins.toolkit as tk

from ckanext.odlocale.harvest.addresses import Network, networks
from ckanext.odlocale.harvest.fetching import MEGABYTE, Limits

_PREFIX = "ckanext.odlocale.harvest."


def allowed_private_addresses() -> tuple[Network, ...]:
    """Private networks that harvests may visit.

    :raises ValueError: an entry is no address or network
    """
    return networks(tk.config.get(f"{_PREFIX}allowed_private_addresses"))


def grace_days() -> int:
    """Days that a dataset is kept after it vanished from its source."""
    return tk.config.get(f"{_PREFIX}grace_days")


def limits() -> Limits:
    """What a harvest may read, and for how long."""
    return Limits(
        timeout=tk.config.get(f"{_PREFIX}timeout"),
        size=tk.config.get(f"{_PREFIX}max_document_size") * MEGABYTE,
        pages=tk.config.get(f"{_PREFIX}max_pages"),
        allowed=allowed_private_addresses(),
    )
