"""What the observers of the programme counted in the whole country over the years. PURE.

To compare a curve with. The perimeter changed between editions (some count associated bodies too), and
nothing was observed in 2023 and 2024: a reference, not a series.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Observed(NamedTuple):
    """What an edition counted.

    :param number: open collectivités
    :param source: who said so, and where
    """

    day: date
    number: int
    source: str


OBSERVED = (
    Observed(date(2018, 3, 1), 257, "OpenDataFrance, Observatoire open data des territoires, V0 (mars 2018)"),
    Observed(
        date(2018, 10, 1), 343, "OpenDataFrance, Observatoire open data des territoires, V1.0 (octobre 2018)"
    ),
    Observed(
        date(2019, 10, 1), 460, "OpenDataFrance, Observatoire open data des territoires, V1.1 (octobre 2019)"
    ),
    Observed(date(2020, 10, 1), 589, "OpenDataFrance, Observatoire open data des territoires (octobre 2020)"),
    Observed(date(2022, 12, 31), 868, "OpenDataFrance, Observatoire open data des territoires, édition 2022"),
)
