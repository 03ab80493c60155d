"""Template helpers of the observatory's pages."""

from __future__ import annotations

from ckanext.odlocale.observatory.wording import (
    odlocale_duty_label,
    odlocale_part_label,
    odlocale_percent,
    odlocale_way_label,
)

__all__ = ["odlocale_duty_label", "odlocale_part_label", "odlocale_percent", "odlocale_way_label"]
