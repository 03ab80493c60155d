"""CKAN's rule of which organization a dataset may be put in, with those of mandates."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.logic.validators import owner_org_validator as ckans

from ckanext.odlocale.animator import publishing


def owner_org_validator(key: Any, data: Any, errors: Any, context: Any) -> Any:
    """CKAN's own, or else a mandate.

    :raises Invalid: neither lets the user put a dataset there
    """
    value = data.get(key)
    try:
        return ckans(key, data, errors, context)
    except tk.Invalid:
        group = model.Group.get(value) if isinstance(value, str) and value else None
        user, is_new = context.get("user"), context.get("package") is None
        if group is None or not publishing.may_move_to(user, group.id, is_new):
            raise
        data[key] = group.id
        return None
