"""All validators of the room."""

from __future__ import annotations

from ckanext.odlocale.animator.desk.validators import odlocale_desk_territories, odlocale_desk_text
from ckanext.odlocale.animator.kits.validators import (
    odlocale_kit_kind,
    odlocale_kit_language,
    odlocale_kit_levels,
    odlocale_kit_list,
    odlocale_kit_order,
    odlocale_kit_rules,
    odlocale_kit_schemas,
    odlocale_kit_stage,
    odlocale_kit_strata,
)

__all__ = [
    "odlocale_desk_territories",
    "odlocale_desk_text",
    "odlocale_kit_kind",
    "odlocale_kit_language",
    "odlocale_kit_levels",
    "odlocale_kit_list",
    "odlocale_kit_order",
    "odlocale_kit_rules",
    "odlocale_kit_schemas",
    "odlocale_kit_stage",
    "odlocale_kit_strata",
]
