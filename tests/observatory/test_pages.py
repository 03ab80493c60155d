"""The pages of the observatory."""

from __future__ import annotations

from typing import Any

import pytest

from tests.observatory.portal import DAY, filled, france, taken
from tests.territory import places
from tests.territory.queries import counted as statements_of

pytestmark = pytest.mark.ckan


def shown(app: Any, address: str, status: int = 200) -> str:
    return app.get(address, status=status).body


@pytest.mark.parametrize(
    ("address", "texts"),
    [
        ("/observatoire", ["Open data in the territories: France", "3 of 9 collectivités"]),
        ("/observatoire/reg-84", ["Auvergne-Rhône-Alpes", "Haute-Savoie", "2 / 5"]),
        ("/observatoire/dep-74", ["CA du Grand Annecy", "2 of 5 collectivités"]),
        (f"/observatoire/{places.EPCI}", ["Epagny Metz-Tessy", "2 of 3 collectivités"]),
        (f"/observatoire/{places.ANNECY}", ["by itself", "Publishes by itself"]),
        (
            f"/observatoire/{places.SEYSSEL}",
            ["not yet", "Offer to help with a first dataset", ">Haute-Savoie</a>"],
        ),
        ("/observatoire/reg-84/collectivites?cote=oui", ["3 collectivités", "Epagny Metz-Tessy"]),
        ("/observatoire/reg-84/collectivites?partie=nonsense&cote=x&q=zzz", ["Nobody here"]),
        ("/observatoire/reg-84/chiffre/open", ["33", "3 of 9"]),
        ("/observatoire/reg-84/courbe.svg", ["<svg", "Open collectivités"]),
        ("/observatoire/reg-84/carte.svg", ["<svg", "Haute-Savoie: 2 of 5 open"]),
        ("/observatoire/dep-74/carte.svg", ["<svg", "CA du Grand Annecy"]),
        ("/observatoire/reg-84/indicateurs.csv", ["reg-84,,open,3,9"]),
        ("/observatoire/reg-84/opendatafrance.csv", ["siren,nom,type,regcode"]),
        ("/fr/observatoire", ["Les données ouvertes dans les territoires : France"]),
    ],
)
def test_a_page_shows_its_figures(app: Any, address: str, texts: list[str]) -> None:
    filled()
    taken()
    page = shown(app, address)
    assert [text for text in texts if text not in page] == []


@pytest.mark.parametrize(
    "address",
    [
        "/observatoire/dep-99",
        "/observatoire/reg-84/rien.csv",
        "/observatoire/reg-84/indicateurs.exe",
        "/observatoire/reg-84/chiffre/rien",
    ],
)
def test_what_is_not_there_is_not_found(app: Any, address: str) -> None:
    filled()
    taken()
    shown(app, address, status=404)


def test_before_the_first_figures_a_page_says_what_to_do(app: Any) -> None:
    france()
    assert "ckan odlocale observatory snapshot" in shown(app, "/observatoire/reg-84")


def test_a_hostile_name_is_shown_as_text(app: Any) -> None:
    filled()
    taken()
    assert "Annecy <b>" not in shown(app, f"/observatoire/{places.ANNECY}")


def test_a_former_territory_leads_to_its_successor(app: Any) -> None:
    filled()
    taken()
    answer = app.get(f"/observatoire/{places.OLD_ANNECY}", follow_redirects=False)
    assert (answer.status_code, answer.headers["Location"].endswith("/observatoire/com-74010")) == (301, True)


def test_a_figure_may_be_framed_and_runs_no_script(app: Any) -> None:
    filled()
    taken()
    answer = app.get("/observatoire/reg-84/chiffre/open")
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert "<script" not in answer.body


@pytest.mark.parametrize(
    "address", ["/observatoire/reg-84", "/observatoire/dep-74", "/observatoire/reg-84/collectivites"]
)
def test_a_page_costs_as_many_statements_for_one_commune_as_for_300(app: Any, address: str) -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    numbers = []
    for number in (1, 300):
        import_vintage(places.france(*places.communes(number)))
        taken(DAY)
        shown(app, address)
        with statements_of() as statements:
            shown(app, address)
        numbers.append(len(statements))
    assert numbers[0] == numbers[1]


def test_the_first_page_of_a_list_is_read_in_its_order_not_sorted() -> None:
    from ckan import model

    from ckanext.odlocale.observatory.history import ledger

    connection = model.Session.connection()
    # A few rows are sorted sooner than read in order: here it is seen whether they could be.
    connection.exec_driver_sql("SET LOCAL enable_sort = off")
    query = ledger.page_of(DAY, None, [ledger.is_missing("open")]).limit(50).compile(connection)
    plan = [row[0] for row in connection.exec_driver_sql(f"EXPLAIN {query}", query.params)]
    assert "using idx_odlocale_observed_largest on odlocale_observed" in plan[1], plan
