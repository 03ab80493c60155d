"""A small country of known places, worked out by hand in the tests: a région, two départements, six communes.

reg-84 (open: rolled up)
  dep-74                           dep-01
    epci-200066793 (open: own)
      com-74010 132,117 open: own
      com-74112   8,478
    epci-200070852, straddling both
      com-74269   2,321 open: elsewhere   com-01407 1,008
    com-74001   population unknown         com-01004 14,233, presumed
"""

from __future__ import annotations

from datetime import date
from typing import Any

from ckanext.odlocale.cog.shared import Level, TerritoryId
from ckanext.odlocale.observatory.facts import Duty, Help, Place, Quality, Sources, Way

EPCI, STRADDLING = "epci-200066793", "epci-200070852"
# The animators: one accompanies the région, the other Seyssel and Epagny, and did the Grand Annecy.
DAY = date(2026, 11, 24)


def place(name: str, kind: str, population: int | None, above: str = "", **known: Any) -> Place:
    """A place; `above` names what contains it, separated by spaces."""
    containers = tuple(TerritoryId(one) for one in above.split())
    return Place(TerritoryId(name), kind, population, containers, **{"day": DAY, **known})


OWN, ROLLED_UP = {Way.OWN: date(2024, 1, 1)}, {Way.ROLLED_UP: date(2026, 6, 1)}
ELSEWHERE = {Way.ELSEWHERE: date(2022, 12, 31)}

PLACES = (
    place("fr", "pays", 68_000_000, counted=False),
    place(
        "reg-84",
        "region",
        8_205_557,
        "fr",
        opened=ROLLED_UP,
        duty=Duty.OBLIGED,
        helps=(Help("syndicat", date(2026, 5, 1)),),
    ),
    place("dep-74", "departement", 861_158, "reg-84 fr", duty=Duty.OBLIGED, offered=True),
    place("dep-01", "departement", 679_344, "reg-84 fr", duty=Duty.OBLIGED),
    place(
        EPCI,
        "CA",
        213_415,
        "dep-74 reg-84 fr",
        opened=OWN,
        duty=Duty.PRESUMED,
        quality=Quality(
            datasets=4,
            licensed=4,
            open_format=2,
            described=3,
            dated=2,
            fresh=1,
            linked=3,
            answering=2,
            watched=4,
            visited=1,
        ),
        helps=(Help("departement", date(2023, 6, 1), date(2024, 6, 30)),),
        offered=True,
        sources=Sources(number=3, failing=1),
    ),
    place(STRADDLING, "CC", 21_904, "reg-84 fr", duty=Duty.PRESUMED),
    place(
        "com-74010",
        "commune",
        132_117,
        f"{EPCI} dep-74 reg-84 fr",
        opened={**OWN, **ELSEWHERE},
        duty=Duty.OBLIGED,
        covering=Level.COM,
        quality=Quality(datasets=6, licensed=3, open_format=6, described=0, dated=0, fresh=0),
        held_by={"region": 2},
        offered=True,
        sources=Sources(number=1),
        schemas={
            "scdl/deliberations": "valid",
            "scdl/budget": "published",
            "etalab/schema-bal": "stale",
            "scdl/equipements": "sans-objet",
            "scdl/catalogue": "announced",
        },
    ),
    place(
        "com-74112",
        "commune",
        8_478,
        f"{EPCI} dep-74 reg-84 fr",
        duty=Duty.PRESUMED,
        covering=Level.EPCI,
        helps=(Help("departement", date(2026, 1, 1)),),
        offered=True,
    ),
    place(
        "com-74269",
        "commune",
        2_321,
        f"{STRADDLING} dep-74 reg-84 fr",
        opened=ELSEWHERE,
        duty=Duty.FREE,
        covering=Level.COM,
        helps=(Help("departement", date(2023, 1, 1)),),
        offered=True,
    ),
    place(
        "com-01407",
        "commune",
        1_008,
        f"{STRADDLING} dep-01 reg-84 fr",
        duty=Duty.FREE,
        covering=Level.REG,
        schemas={"etalab/schema-bal": "valid"},
    ),
    place("com-74001", "commune", None, "dep-74 reg-84 fr", covering=Level.REG, offered=True),
    place("com-01004", "commune", 14_233, "dep-01 reg-84 fr", duty=Duty.PRESUMED, covering=Level.REG),
)
