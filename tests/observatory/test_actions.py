"""The API of the observatory, its files and its command."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from tests.commands import runner
from tests.observatory.portal import DAY, counted, filled, taken
from tests.territory import places
from tests.territory.queries import counted as statements_of

pytestmark = pytest.mark.ckan


def call(name: str, **data: Any) -> Any:
    from ckan.tests.helpers import call_action

    return call_action(f"odlocale_observatory_{name}", **data)


def run(*arguments: str) -> Any:
    from ckanext.odlocale.observatory.cli import odlocale

    return runner().invoke(odlocale, ["observatory", *arguments])


def test_a_figure_comes_with_everything_to_read_it_with() -> None:
    filled()
    taken()
    one = call("indicator_list", territory=places.DEP)[0]
    assert {key: one[key] for key in ("id", "numerator", "denominator", "rate", "rule", "date", "unit")} == {
        "id": "open",
        "numerator": 2,
        "denominator": 5,
        "rate": 0.4,
        "rule": "open@1",
        "date": str(DAY),
        "unit": "authorities",
    }


def test_an_indicator_has_its_parts_and_its_history() -> None:
    filled()
    taken()
    one = call("indicator_show", id="open", territory=places.REG)
    assert ({part["part"]: part["numerator"] for part in one["parts"]}["com"], len(one["history"])) == (2, 1)


def test_a_commune_is_what_it_is_itself() -> None:
    filled()
    taken()
    assert [counted("open", one) for one in (places.ANNECY, places.SEYSSEL)] == [(1, 1), (0, 1)]


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"side": "oui"}, ["Auvergne-Rhône-Alpes", "Annecy", "Epagny Metz-Tessy"]),
        ({"side": "oui", "part": "com"}, ["Annecy", "Epagny Metz-Tessy"]),
        ({"side": "non", "part": "epci"}, ["CA du Grand Annecy", "CC Usses et Rhône"]),
        ({"indicator": "open_rolled_up", "side": "oui"}, ["Epagny Metz-Tessy"]),
        ({"q": "epag"}, ["Epagny Metz-Tessy"]),
        ({"q": "74010"}, ["Annecy"]),
        ({"territory": places.OTHER_DEP, "part": "com"}, ["Seyssel"]),
    ],
)
def test_behind_a_figure_are_its_collectivites(asked: dict[str, str], names: list[str]) -> None:
    filled()
    taken()
    assert [one["name"] for one in call("collectivite_list", **asked)["results"]] == names


def test_a_list_says_who_helps_and_who_acts_next() -> None:
    filled()
    taken()
    one = call("collectivite_list", q="epag")["results"][0]
    assert (one["ways"].keys(), one["helper"], one["next_step"], one["next_actor"]) == (
        {"rolled_up"},
        "region",
        "take_over",
        "collectivite",
    )


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("indicator_list", {"territory": "com-99999"}),
        ("indicator_list", {"edition": "1999"}),
        ("indicator_list", {"date": "2020-01-01"}),
        ("indicator_show", {"id": "open", "territory": "dep-99"}),
    ],
)
def test_what_is_not_there_is_not_found(name: str, data: dict[str, str]) -> None:
    import ckan.plugins.toolkit as tk

    filled()
    taken()
    with pytest.raises(tk.ObjectNotFound):
        call(name, **data)


@pytest.mark.parametrize(
    ("name", "data", "field"),
    [
        ("indicator_show", {"id": "nothing"}, "id"),
        ("indicator_list", {"date": "hier"}, "date"),
        ("indicator_list", {"part": "com-1"}, "part"),
        ("indicator_list", {"territory": "74010"}, "territory"),
        ("collectivite_list", {"side": "maybe"}, "side"),
        ("collectivite_list", {"limit": -1}, "limit"),
    ],
)
def test_what_cannot_be_meant_is_refused(name: str, data: dict[str, str], field: str) -> None:
    import ckan.plugins.toolkit as tk

    with pytest.raises(tk.ValidationError) as refused:
        call(name, **data)
    assert list(refused.value.error_dict) == [field]


@pytest.mark.parametrize("name", ["indicator_list", "indicator_show", "collectivite_list"])
def test_an_answer_costs_as_many_statements_for_one_commune_as_for_300(name: str) -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    numbers = []
    for number in (1, 300):
        import_vintage(places.france(*places.communes(number)))
        taken(DAY)
        data = {"id": "open"} if name == "indicator_show" else {}
        call(name, territory=places.REG, **data)
        with statements_of() as statements:
            call(name, territory=places.REG, **data)
        numbers.append(len(statements))
    assert numbers[0] == numbers[1]


@pytest.mark.parametrize(
    ("what", "first"),
    [("indicators", "territory"), ("history", "territory"), ("collectivites", "id"), ("odf", "siren")],
)
def test_a_file_has_its_columns(what: str, first: str) -> None:
    from ckanext.odlocale.observatory.exporting import document

    filled()
    taken()
    rows = list(csv.reader(io.StringIO(document(what, "csv", "fr").decode("utf-8-sig"))))
    assert (rows[0][0], {len(row) for row in rows}) == (first, {len(rows[0])})


def test_the_odf_layout_has_its_18_columns_and_the_open_ones() -> None:
    from ckanext.odlocale.observatory.exporting import document

    filled()
    taken()
    rows = list(csv.DictReader(io.StringIO(document("odf", "csv", "fr").decode("utf-8-sig"))))
    assert (len(rows[0]), [(row["siren"], row["nb-ptf"]) for row in rows]) == (
        18,
        [("200053767", "1"), ("200063402", "2"), ("200059400", "1")],
    )


def test_a_workbook_keeps_texts_as_texts() -> None:
    from openpyxl import load_workbook

    from ckanext.odlocale.observatory.exporting import written

    book = load_workbook(io.BytesIO(written([{"name": "=1+1"}], ["name"], "xlsx")))
    cell = book.active["A2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_the_command_takes_the_figures_and_says_so() -> None:
    filled()
    document = json.loads(run("snapshot", "--json").stdout)
    assert (document["territories"], document["edition"]) == (10, None)


def test_the_command_refuses_without_territories_with_a_sentence() -> None:
    done = run("snapshot")
    assert (done.exit_code, "ckan odlocale territory import" in done.stderr) == (2, True)


def test_the_command_checks_that_nothing_differs() -> None:
    filled()
    taken()
    assert run("check").stdout == f"{DAY}: nothing differs.\n"


def test_the_command_freezes_an_edition_once() -> None:
    filled()
    taken()
    assert (run("edition", "2026").exit_code, run("edition", "2026").exit_code) == (0, 2)


def test_the_command_exports(cli: Any) -> None:
    from ckan.cli.cli import ckan

    filled()
    taken()
    asked = ["odlocale", "observatory", "export", "collectivites", "--format", "json"]
    assert json.loads(cli.invoke(ckan, asked).stdout)[0]["id"] == "reg-84"
