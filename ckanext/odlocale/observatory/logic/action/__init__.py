"""The actions, by what they are about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckanext.odlocale.observatory.logic.action import coverage, digests, figures, trajectories


def actions() -> dict[str, Callable[..., Any]]:
    """Name to function, as CKAN wants them."""
    found = (
        figures.odlocale_observatory_indicator_list,
        figures.odlocale_observatory_indicator_show,
        figures.odlocale_observatory_collectivite_list,
        coverage.odlocale_observatory_coverage_list,
        trajectories.odlocale_observatory_trajectory_list,
        figures.odlocale_observatory_opening_list,
        figures.odlocale_observatory_opening_import,
        figures.odlocale_observatory_snapshot,
        digests.odlocale_observatory_digest_list,
        digests.odlocale_observatory_digest_update,
    )
    return {function.__name__: function for function in found}
