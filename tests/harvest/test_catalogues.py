"""The addresses of catalogues of data.gouv.fr and of Opendatasoft portals."""

from __future__ import annotations

from urllib.parse import unquote_plus

import pytest

from ckanext.odlocale.cog.shared import TerritoryId
from ckanext.odlocale.harvest.catalogues import Filters, Portal, catalogue, has_zone

FR = TerritoryId("fr")
GOUV, ODS = "https://www.data.gouv.fr", "https://data.exemple.fr/"
EXPORT = "https://data.exemple.fr/api/explore/v2.1/catalog/exports/ttl"


@pytest.mark.parametrize(
    ("portal", "home", "filters", "address"),
    [
        ("udata", GOUV, Filters(), f"{GOUV}/api/1/site/catalog.ttl"),
        ("udata", f"{GOUV}/", Filters("sillingy"), f"{GOUV}/api/1/organizations/sillingy/catalog.ttl"),
        ("udata", GOUV, Filters("a/b?c"), f"{GOUV}/api/1/organizations/a/b?c/catalog.ttl"),
        (
            "udata",
            GOUV,
            Filters(territory=TerritoryId("com-74272"), tags=("budget", "plan d'eau")),
            f"{GOUV}/api/1/site/catalog.ttl?geozone=fr:commune:74272&tag=budget&tag=plan d'eau",
        ),
        (
            "udata",
            GOUV,
            Filters(territory=TerritoryId("fr")),
            f"{GOUV}/api/1/site/catalog.ttl?geozone=country:fr",
        ),
        ("opendatasoft", ODS, Filters(), EXPORT),
        (
            "opendatasoft",
            ODS,
            Filters('Ville "du lac" & Cie', tags=("budget",)),
            f'{EXPORT}?refine=publisher:"Ville \\"du lac\\" & Cie"&refine=keyword:"budget"',
        ),
    ],
)
def test_filters_become_the_address_of_a_catalogue(portal, home, filters, address) -> None:
    assert unquote_plus(catalogue(Portal(portal), home, filters)) == address


def test_what_is_written_in_a_filter_stays_in_its_place() -> None:
    address = catalogue(Portal.UDATA, GOUV, Filters("../site?x=", tags=("a&b=c",)))
    assert address == f"{GOUV}/api/1/organizations/..%2Fsite%3Fx%3D/catalog.ttl?tag=a%26b%3Dc"


@pytest.mark.parametrize(
    ("territory", "known"),
    [
        ("com-74272", True),
        ("epci-247400773", True),
        ("dep-74", True),
        ("reg-84", True),
        ("ept-200054781", False),
    ],
)
def test_the_levels_that_udata_knows_are_known(territory, known) -> None:
    assert has_zone(TerritoryId(territory)) is known
