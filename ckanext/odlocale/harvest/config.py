"""The settings of this room, each read in one place."""

from __future__ import annotations

import ckan.plugins.toolkit as tk

from ckanext.odlocale.harvest.complaints import MEGABYTE
from ckanext.odlocale.harvest.fetching import Limits
from ckanext.odlocale.visiting.addresses import Network
from ckanext.odlocale.visiting.resolving import allowed_networks

_PREFIX = "ckanext.odlocale.harvest."
_LARGEST_BATCH = 100


def allowed_private_addresses() -> tuple[Network, ...]:
    """Private networks that harvests may visit.

    :raises ValueError: an entry is no address or network
    """
    return allowed_networks()


def grace_days() -> int:
    """Days that a dataset is kept after it vanished from its source."""
    return tk.config.get(f"{_PREFIX}grace_days")


def stuck_hours() -> int:
    """Hours without anything happening, after which a job is ended."""
    return tk.config.get(f"{_PREFIX}stuck_hours")


def batch() -> int:
    """Objects of a job that a consumer imports together: each needs locks, of which PostgreSQL has few."""
    return min(tk.config.get(f"{_PREFIX}batch"), _LARGEST_BATCH)


def lanes() -> int:
    """Processes that may gather beside the consumers while a source is slow."""
    return tk.config.get(f"{_PREFIX}lanes")


def limits() -> Limits:
    """What a harvest may read, and for how long."""
    return Limits(
        timeout=tk.config.get(f"{_PREFIX}timeout"),
        size=tk.config.get(f"{_PREFIX}max_document_size") * MEGABYTE,
        pages=tk.config.get(f"{_PREFIX}max_pages"),
        triples=tk.config.get(f"{_PREFIX}max_triples"),
        allowed=allowed_private_addresses(),
        refused=tuple(host.lower() for host in tk.config.get(f"{_PREFIX}refused_hosts")),
        pause=_milliseconds("pause"),
        retries=tk.config.get(f"{_PREFIX}retries"),
        first_wait=_milliseconds("retry_wait"),
        agent=user_agent(),
    )


def known_portals() -> list[str]:
    """The portals that are asked about a territory, each as ``kind:address``."""
    return tk.config.get(f"{_PREFIX}known_portals")


def max_distributions() -> int:
    """Distributions above which a dataset is not imported."""
    return tk.config.get(f"{_PREFIX}max_distributions")


def user_agent() -> str:
    """Who asks, and how to reach them: those who run a catalogue can write instead of blocking."""
    contact = tk.config.get(f"{_PREFIX}contact") or tk.config.get("email_to")
    about = [f"+{tk.config.get('ckan.site_url')}", *([contact] if contact else [])]
    return f"ckanext-odlocale ({'; '.join(about)})".encode("ascii", "ignore").decode()


def _milliseconds(name: str) -> float:
    """A setting in milliseconds, in seconds."""
    return tk.config.get(f"{_PREFIX}{name}") / 1000
