"""What the plugin listens to."""

from __future__ import annotations

import logging
from typing import Any

import ckan.plugins.toolkit as tk
from redis.exceptions import RedisError

from ckanext.odlocale.territory.reindex import refresh_organization

log = logging.getLogger(__name__)


def get_subscriptions() -> dict[Any, list[Any]]:
    """The signals and who receives them."""
    return {
        tk.signals.action_succeeded: [{"sender": "organization_update", "receiver": organization_updated}],
    }


def organization_updated(sender: str, **values: Any) -> None:
    """Have the datasets of a saved organization follow its territory; the save has succeeded already."""
    result = values["result"]
    organization_id = result["id"] if isinstance(result, dict) else result
    try:
        refresh_organization(organization_id)
    except RedisError:
        log.exception(
            "The datasets of organization %s could not be queued for reindexing. "
            "Run `ckan odlocale territory rebuild` when Redis is back.",
            organization_id,
        )
