"""CKAN's list of the organizations in which somebody publishes, with those of mandates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib.dictization import model_dictize

from ckanext.odlocale.animator.publishing import organizations_granted

__all__ = ["organization_list_for_user"]

# A mandate is about datasets: it makes nobody a member, and reading goes by labels.
BY_MANDATE = frozenset({"create_dataset", "update_dataset", "delete_dataset"})


@tk.chained_action
@tk.side_effect_free
def organization_list_for_user(next_action: Callable[..., Any], context: Any, data_dict: Any) -> Any:
    """Also the organizations in which somebody publishes by a mandate, with the capacity ``mandate``."""
    found = next_action(context, data_dict)
    if data_dict.get("permission") not in BY_MANDATE:
        return found
    user = data_dict.get("id") or context.get("user")
    known = {one["id"] for one in found}
    further = [one for one in organizations_granted(user) if one not in known]
    if not further:
        return found
    groups = model.Session.query(model.Group).filter(model.Group.id.in_(further)).all()
    pairs = [(group, "mandate") for group in groups]
    counted = bool(data_dict.get("include_dataset_count"))
    told: Any = {**context, "with_capacity": True}
    return [*found, *model_dictize.group_list_dictize(pairs, told, with_package_counts=counted)]
