"""A small France for tests: real places of a région, an EPCI that straddles two départements, an old code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ckanext.odlocale.cog.shared import Territory, TerritoryId, Vintage

FR, REG, DEP, OTHER_DEP = (TerritoryId(one) for one in ("fr", "reg-84", "dep-74", "dep-01"))
EPCI, STRADDLING = TerritoryId("epci-200066793"), TerritoryId("epci-200070852")
ANNECY, OLD_ANNECY, EPAGNY = (TerritoryId(one) for one in ("com-74010", "com-74093", "com-74112"))
SEYSSEL, OTHER_SEYSSEL = TerritoryId("com-74269"), TerritoryId("com-01407")

TERRITORIES = (
    Territory(FR, "France", population=68952941, kind="pays"),
    Territory(REG, "Auvergne-Rhône-Alpes", "200053767", 8205557, "region", parents=(FR,)),
    Territory(DEP, "Haute-Savoie", "227400017", 861158, "departement", seat=ANNECY, parents=(REG,)),
    Territory(OTHER_DEP, "Ain", "220100010", 679344, "departement", parents=(REG,)),
    Territory(EPCI, "CA du Grand Annecy", "200066793", 213415, "CA"),
    Territory(STRADDLING, "CC Usses et Rhône", "200070852", 21904, "CC"),
    Territory(ANNECY, "Annecy", "200063402", 132117, "commune", postal_codes=("74000",), parents=(EPCI, DEP)),
    Territory(EPAGNY, "Epagny Metz-Tessy", "200059400", 8478, "commune", parents=(EPCI, DEP)),
    Territory(SEYSSEL, "Seyssel", "217402692", 2321, "commune", parents=(STRADDLING, DEP)),
    Territory(OTHER_SEYSSEL, "Seyssel", "210104071", 1008, "commune", parents=(STRADDLING, OTHER_DEP)),
    Territory(OLD_ANNECY, "Cran-Gevrier", kind="commune-deleguee", successor=ANNECY, former=True),
)


def france(*further: Territory, without: Iterable[TerritoryId] = ()) -> Vintage:
    """The small France.

    :param further: territories to add, or to put in the place of those with their id
    :param without: ids to leave out
    """
    left_out = set(without)
    territories = {one.id: one for one in (*TERRITORIES, *further) if one.id not in left_out}
    return Vintage(2026, territories)


def renamed(territory: TerritoryId, name: str) -> Territory:
    """A territory of the small France under another name."""
    return replace(next(one for one in TERRITORIES if one.id == territory), name=name)


def communes(number: int) -> list[Territory]:
    """Further communes of Haute-Savoie, in the EPCI of Annecy."""
    codes = (f"74{code:03}" for code in range(400, 400 + number))
    return [Territory(TerritoryId(f"com-{code}"), f"Village {code}", parents=(EPCI, DEP)) for code in codes]
