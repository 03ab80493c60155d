"""Looking territories and organizations up."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ckanext.odlocale.cog.shared import Level, Territory, TerritoryId
from tests.territory.places import ANNECY, DEP, EPAGNY, EPCI, OTHER_DEP, REG, STRADDLING, france
from tests.territory.portal import organization
from tests.territory.queries import counted

pytestmark = pytest.mark.ckan

ALSACE, OTHER_ALSACE = TerritoryId("dep-67"), TerritoryId("dep-68")
PARIS, PARIS_DEP = TerritoryId("com-75056"), TerritoryId("dep-75")
SAINT_REGION, SAINT_DEP = TerritoryId("reg-02"), TerritoryId("dep-972")
VANISHED = TerritoryId("epci-200000172")

FURTHER = (
    Territory(ALSACE, "Bas-Rhin", "200094332", parents=(REG,)),
    Territory(OTHER_ALSACE, "Haut-Rhin", "200094332", parents=(REG,)),
    Territory(PARIS_DEP, "Paris", "217500016", parents=(REG,)),
    Territory(PARIS, "Paris", "217500016", kind="commune", parents=(PARIS_DEP,)),
    Territory(SAINT_REGION, "Martinique", "200055507", parents=(TerritoryId("fr"),)),
    Territory(SAINT_DEP, "Martinique", "200055507", parents=(SAINT_REGION,)),
    Territory(TerritoryId("reg-01"), "Guadeloupe", parents=(TerritoryId("fr"),)),
)


@pytest.fixture(autouse=True)
def portal() -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    import_vintage(france(*FURTHER))


def directory() -> Any:
    from ckanext.odlocale.territory import shared

    return shared


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("com-74010", "com-74010"),
        (" com-74010 ", "com-74010"),
        ("com-74093", "com-74010"),
        ("74010", "com-74010"),
        ("74093", "com-74010"),
        ("200066793", "epci-200066793"),
        ("fr", "fr"),
    ],
)
def test_an_identifier_or_a_bare_code_means_a_territory(text: str, found: str) -> None:
    assert directory().resolve(text).id == found


@pytest.mark.parametrize("text", ["com-99999", "01", "", "  ", "nowhere", "com-74010; DROP TABLE", "%"])
def test_what_is_unknown_or_ambiguous_means_none(text: str) -> None:
    assert directory().resolve(text) is None


def test_a_record_has_what_the_vintage_says() -> None:
    record = directory().resolve("com-74010")
    assert (record.level, record.code, record.name, record.siren, record.population) == (
        Level.COM,
        "74010",
        "Annecy",
        "200063402",
        132117,
    )
    assert (record.postal_codes, record.parents, record.state) == (("74000",), (EPCI, DEP), "current")


def test_ancestors_are_nearest_first() -> None:
    assert directory().ancestors("com-74010") == ["epci-200066793", "dep-74", "reg-84", "fr"]


def test_a_former_commune_has_the_lineage_of_its_successor() -> None:
    assert directory().lineage("com-74093") == directory().lineage("com-74010")


def test_an_unknown_territory_has_no_lineage() -> None:
    assert directory().lineage("com-99999") == []


@pytest.mark.parametrize(
    ("siren", "found"),
    [("200063402", "com-74010"), ("217500016", "com-75056"), ("200055507", "reg-02"), ("217400423", None)],
)
def test_a_siren_tells_the_territory_of_an_authority(siren: str, found: str | None) -> None:
    record = directory().by_siren(siren)
    assert (record and record.id) == found


def test_the_siren_of_a_merged_commune_tells_its_successor() -> None:
    merged()
    assert directory().by_siren("200059400").id == ANNECY


def test_a_siren_of_two_departements_tells_neither() -> None:
    assert directory().by_siren("200094332") is None


def test_a_code_of_two_levels_gives_both() -> None:
    assert directory().by_code("01") == ["dep-01", "reg-01"]


def test_a_code_with_a_level_gives_one() -> None:
    assert directory().by_code("01", Level.DEP) == ["dep-01"]


def test_an_old_code_gives_its_successor() -> None:
    assert directory().by_code("74093", Level.COM) == ["com-74010"]


@pytest.mark.parametrize(
    ("name", "level", "within", "found"),
    [
        ("annecy", None, None, ["com-74010"]),
        ("grand annecy", Level.EPCI, None, ["epci-200066793"]),
        ("seyssel", None, None, ["com-01407", "com-74269"]),
        ("seyssel", None, DEP, ["com-74269"]),
        ("seyssel", Level.EPCI, None, []),
        ("usses et rhone", Level.EPCI, DEP, ["epci-200070852"]),
        ("usses et rhone", Level.EPCI, OTHER_DEP, ["epci-200070852"]),
        ("grand annecy", Level.EPCI, OTHER_DEP, []),
        ("cran gevrier", None, None, ["com-74010"]),
        ("cran gevrier", None, OTHER_DEP, []),
        ("paris", None, None, ["com-75056", "dep-75"]),
        ("", None, None, []),
    ],
)
def test_a_name_gives_the_territories_of_exactly_that_name(
    name: str, level: Level | None, within: TerritoryId | None, found: list[str]
) -> None:
    assert directory().by_name(name, level, within) == found


def test_a_bare_name_is_the_commune_before_the_epci() -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    import_vintage(france(Territory(STRADDLING, "CC d'Annecy", kind="CC")))
    assert directory().by_name("annecy") == ["com-74010"]


def test_a_name_that_is_gone_gives_way_to_a_current_one() -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    delegated = Territory(TerritoryId("com-74999"), "Annecy", successor=EPAGNY, former=True)
    import_vintage(france(delegated))
    assert directory().by_name("annecy") == ["com-74010"]


def test_an_organization_is_found_by_its_territory() -> None:
    made = organization("annecy", odlocale_territory=ANNECY)
    assert directory().organization_of(ANNECY) == made["id"]


def test_of_two_organizations_the_oldest_counts() -> None:
    first = organization("b-annecy", odlocale_territory=ANNECY)
    organization("a-annecy", odlocale_territory=ANNECY)
    assert directory().organization_of(ANNECY) == first["id"]


def test_a_deleted_organization_does_not_count() -> None:
    from ckan.tests.factories import Sysadmin
    from ckan.tests.helpers import call_action

    made = organization("annecy", odlocale_territory=ANNECY)
    call_action("organization_delete", {"user": Sysadmin()["name"]}, id=made["id"])
    assert directory().organization_of(ANNECY) is None


def merged() -> Any:
    """Epagny is part of Annecy from 2027 on."""
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    gone = Territory(
        EPAGNY, "Epagny Metz-Tessy", "200059400", kind="commune-deleguee", successor=ANNECY, former=True
    )
    import_vintage(replace(france(gone, *FURTHER), year=2027))


def test_the_organization_of_a_merged_commune_is_that_of_its_successor() -> None:
    made = organization("epagny", odlocale_territory=EPAGNY)
    merged()
    assert directory().organization_of(ANNECY) == made["id"]


def test_a_direct_organization_counts_before_that_of_a_merged_commune() -> None:
    organization("epagny", odlocale_territory=EPAGNY)
    direct = organization("annecy", odlocale_territory=ANNECY)
    merged()
    assert directory().organization_of(ANNECY) == direct["id"]


def test_the_territory_of_an_organization_is_todays() -> None:
    made = organization("epagny", odlocale_territory=EPAGNY)
    merged()
    assert directory().territory_of(made["id"]) == ANNECY


def test_an_organization_has_the_lineage_of_its_territory() -> None:
    made = organization("annecy", odlocale_territory=ANNECY)
    assert directory().organization_lineage(made["id"]) == directory().lineage(ANNECY)


def test_an_organization_without_territory_has_no_lineage() -> None:
    assert directory().organization_lineage(organization("association")["id"]) == []


def test_the_nearest_organization_is_that_of_a_strict_ancestor() -> None:
    organization("annecy", odlocale_territory=ANNECY)
    organization("region", odlocale_territory=REG)
    departement = organization("departement", odlocale_territory=DEP)
    assert directory().nearest_organization(ANNECY) == (DEP, departement["id"])


def test_a_territory_below_no_organization_has_no_nearest() -> None:
    assert directory().nearest_organization(ANNECY) is None


@pytest.mark.parametrize(
    "lookup", ["resolve", "ancestors", "lineage", "organization_of", "organization_lineage"]
)
def test_a_lookup_is_one_query(lookup: str) -> None:
    with counted() as queries:
        getattr(directory(), lookup)("com-74010")
    assert len(queries) == 1
