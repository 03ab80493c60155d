"""Territory by standard: the API, the page and the files."""

from __future__ import annotations

from typing import Any

import pytest

from tests.observatory.portal import DAY, filled, france, taken
from tests.territory import places
from tests.territory.people import act, sysadmin
from tests.territory.queries import compiled_anew
from tests.territory.queries import counted as statements_of

pytestmark = pytest.mark.ckan

DELIBERATIONS = "scdl/deliberations"


def begun() -> None:
    """Annecy has a file that nobody checked, and declared something of two other standards."""
    from ckan.tests.factories import Resource

    filled()
    Resource(package_id="budget", url="http://example.com/d.csv", format="CSV", socle_schema=DELIBERATIONS)
    for name, kind in (("scdl/equipements", "sans-objet"), ("scdl/budget", "announced")):
        asked = {"id": places.ANNECY, "schema": name, "year": DAY.year, "kind": kind}
        act("odlocale_declaration_set", sysadmin(), **asked)
    taken()


def listed(**asked: Any) -> dict[str, Any]:
    return act("odlocale_observatory_coverage_list", None, **{"territory": places.REG, **asked})


def test_a_line_says_the_state_of_each_standard_and_who_can_act() -> None:
    begun()
    annecy = listed(level="com")["results"][0]
    names = (DELIBERATIONS, "scdl/equipements", "scdl/budget", "scdl/prenoms")
    assert ([annecy["sets"][name]["state"] for name in names], annecy["actors"], annecy["to_mend"]) == (
        ["published", "sans-objet", "announced", "absent"],
        ["annecy"],
        1,
    )


def test_a_standard_is_counted_at_all_collectivites_of_the_level() -> None:
    begun()
    one = next(one for one in listed(level="com", limit=1)["sets"] if one["schema"] == DELIBERATIONS)
    assert (one["published"], one["absent"], one["conform"]["denominator"]) == (1, 3, 1)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, [places.REG, places.DEP, places.OTHER_DEP, places.EPCI, places.STRADDLING]),
        ({"level": "dep"}, [places.DEP, places.OTHER_DEP]),
        ({"level": "com", "owing": True}, [places.ANNECY, places.EPAGNY]),
        ({"level": "com", "limit": 1, "offset": 2}, [places.SEYSSEL]),
        ({"q": "seyssel"}, [places.SEYSSEL, places.OTHER_SEYSSEL]),
        ({"territory": places.STRADDLING, "level": "com"}, [places.SEYSSEL, places.OTHER_SEYSSEL]),
        ({"territory": places.EPAGNY}, [places.EPAGNY]),
    ],
)
def test_the_grid_is_of_those_that_are_asked_for(asked: dict[str, Any], expected: list[str]) -> None:
    filled()
    taken()
    assert [one["id"] for one in listed(**asked)["results"]][: len(expected)] == expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"schema": DELIBERATIONS, "state": "published"}, [places.ANNECY]),
        ({"schema": "equipements", "state": "sans-objet"}, [places.ANNECY]),
        ({"schema": DELIBERATIONS, "state": "absent"}, [places.EPAGNY, places.SEYSSEL, places.OTHER_SEYSSEL]),
        ({"schema": DELIBERATIONS, "state": "valid"}, []),
    ],
)
def test_behind_each_number_are_those_that_it_counts(asked: dict[str, Any], expected: list[str]) -> None:
    begun()
    found = listed(level="com", **asked)
    one = next(one for one in found["sets"] if one["schema"].endswith(asked["schema"].rpartition("/")[2]))
    assert ([one["id"] for one in found["results"]], one[asked["state"]]) == (expected, len(expected))


@pytest.mark.parametrize("asked", [{"schema": DELIBERATIONS}, {"state": "valid"}, {"schema": "rien"}])
def test_half_of_a_question_is_refused(asked: dict[str, Any]) -> None:
    import ckan.plugins.toolkit as tk

    filled()
    taken()
    with pytest.raises(tk.ValidationError):
        listed(**asked)


@pytest.mark.parametrize(
    ("address", "texts"),
    [
        (
            "/observatoire/dep-74/couverture?niveau=com&jeu=scdl/deliberations&etat=published",
            ["1 collectivité", "Only those of which “", 'etat=absent#liste">'],
        ),
        ("/observatoire/dep-74/couverture?niveau=com&jeu=rien&etat=absent", ["3 collectivités"]),
        ("/observatoire/reg-84/couverture", ["Haute-Savoie", "Ain", "5 to publish"]),
        (
            f"/observatoire/{places.EPCI}/couverture",
            ["Epagny", "Published, not valid", "Nothing to publish", "1 to mend", "/organization/annecy"],
        ),
        ("/observatoire/dep-74/couverture?niveau=nonsense&montrer=x&q=zzz&page=9", ["Nobody here"]),
        ("/observatoire/dep-74/couverture?niveau=tous&jeux=tous", ["not of this level", "Menus"]),
        ("/observatoire/dep-74/couverture.csv", ["com-74010,Annecy,com,200063402", ",published,"]),
        ("/fr/observatoire/dep-74/couverture?niveau=com", ["Couverture du socle", "Sans objet"]),
    ],
)
def test_a_page_shows_the_grid(app: Any, address: str, texts: list[str]) -> None:
    begun()
    page = app.get(address).body
    assert [text for text in texts if text not in page] == []


def test_the_page_costs_as_many_statements_for_one_commune_as_for_300(app: Any) -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    numbers = []
    for number in (1, 300):
        import_vintage(places.france(*places.communes(number)))
        taken(DAY)
        app.get("/observatoire/dep-74/couverture?niveau=com")
        with statements_of() as statements, compiled_anew() as anew:
            app.get("/observatoire/dep-74/couverture?niveau=com")
        numbers.append((len(statements), anew))
    assert numbers[0] == numbers[1] == (numbers[0][0], [])


def test_before_the_first_figures_the_page_says_what_to_do(app: Any) -> None:
    france()
    assert "ckan odlocale observatory snapshot" in app.get("/observatoire/reg-84/couverture").body
