"""Which rows are in a consolidated file, which are rejected and why, and what says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.socle.consolidation.made import (
    ANNECY,
    EPAGNY,
    EPCI,
    OF_ANNECY,
    OF_EPAGNY,
    OF_EPCI,
    OF_SEYSSEL,
    SEYSSEL,
    consolidated,
    kept,
    source,
)
from tests.socle.made import as_csv, decision

RIGHT = as_csv([decision(), decision(DELIB_ID="2")])
HALF = as_csv([decision(), decision(DELIB_ID="2", DELIB_DATE="hier"), decision(DELIB_ID="3")])
OTHER = as_csv([decision(DELIB_ID="9")])


def ids(rows: list[dict[str, str]]) -> list[str]:
    return [one["DELIB_ID"] for one in rows]


def test_the_rows_of_all_files_are_there_with_where_they_are_from(tmp_path: Path) -> None:
    found = consolidated(tmp_path, {"a": RIGHT, "b": OTHER}, source("a"), source("b", EPAGNY))
    assert [tuple(one.values())[-4:] for one in found.rows] == [
        (ANNECY, "a", "r-a", "2"),
        (ANNECY, "a", "r-a", "3"),
        (EPAGNY, "b", "r-b", "2"),
    ]


def test_the_columns_are_those_of_the_standard_then_four(tmp_path: Path) -> None:
    found = consolidated(tmp_path, {"a": RIGHT}, source("a"))
    assert list(found.rows[0]) == [
        *decision(),
        "source_territoire",
        "source_jeu",
        "source_ressource",
        "source_ligne",
    ]


def test_columns_in_another_order_come_into_that_of_the_standard(tmp_path: Path) -> None:
    content = as_csv([decision()], labels=list(reversed(decision())))
    assert consolidated(tmp_path, {"a": content}, source("a")).rows[0]["COLL_NOM"] == decision()["COLL_NOM"]


def test_a_column_too_many_is_left_out(tmp_path: Path) -> None:
    content = as_csv([{**decision(), "NOTE": "à revoir"}])
    assert "à revoir" not in consolidated(tmp_path, {"a": content}, source("a")).texts["rows.csv"]


def test_a_wrong_row_is_rejected_and_the_right_ones_are_there(tmp_path: Path) -> None:
    found = consolidated(tmp_path, {"a": HALF}, source("a", verdict="invalid"))
    assert (ids(found.rows), [(one["ligne"], one["colonne"], one["regle"]) for one in found.rejects]) == (
        ["2026-041", "3"],
        [("3", "DELIB_DATE", "type-error")],
    )


@pytest.mark.parametrize(("lang", "word"), [("fr", "date"), ("en", "date")])
def test_the_reason_is_a_sentence(tmp_path: Path, lang: str, word: str) -> None:
    found = consolidated(tmp_path, {"a": HALF}, source("a", verdict="invalid"), lang=lang)
    assert word in found.rejects[0]["explication"]


def test_the_last_valid_version_is_kept_when_a_new_one_fails(tmp_path: Path) -> None:
    one = source("a", verdict="invalid", kept=kept())
    found = consolidated(tmp_path, {"earlier": RIGHT, "a": HALF}, one)
    assert (ids(found.rows), len(found.rejects)) == (["2026-041", "2"], 1)


def test_it_is_said_that_the_rows_are_of_an_earlier_version(tmp_path: Path) -> None:
    one = source("a", verdict="invalid", kept=kept())
    found = consolidated(tmp_path, {"earlier": RIGHT, "a": HALF}, one).sources[0]
    assert (found["version_utilisee"], found["explication"][:26]) == ("kept", "Le fichier d’aujourd’hui n")


def test_a_new_valid_version_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    one = source("b", kept=kept())
    assert ids(consolidated(tmp_path, {"earlier": RIGHT, "b": OTHER}, one).rows) == ["9"]


def test_the_rows_of_a_version_are_kept_when_the_new_one_cannot_be_judged(tmp_path: Path) -> None:
    one = source("a", verdict="error", reason=("web-page", {}), kept=kept())
    found = consolidated(tmp_path, {"earlier": RIGHT}, one)
    assert (ids(found.rows), found.rejects[0]["regle"]) == (["2026-041", "2"], "error")


@pytest.mark.parametrize("verdict", ["unchecked", "error"])
def test_a_file_that_is_not_judged_is_rejected_whole(tmp_path: Path, verdict: str) -> None:
    found = consolidated(tmp_path, {"a": RIGHT}, source("a", verdict=verdict))
    assert (found.rows, [(one["regle"], one["ligne"]) for one in found.rejects]) == ([], [(verdict, "")])


def test_a_file_without_a_needed_column_is_rejected_by_its_header(tmp_path: Path) -> None:
    content = as_csv([decision()], labels=list(decision())[1:])
    found = consolidated(tmp_path, {"a": content}, source("a", verdict="invalid"))
    assert (found.rows, [(one["ligne"], one["colonne"]) for one in found.rejects]) == (
        [],
        [("1", "COLL_NOM")],
    )


def test_a_file_that_breaks_off_gives_no_row_and_takes_none_of_another(tmp_path: Path) -> None:
    broken = RIGHT + '"Commune'
    found = consolidated(tmp_path, {"a": broken, "b": RIGHT}, source("a"), source("b"))
    assert [one["source_jeu"] for one in found.rows] == ["b", "b"]


def test_a_file_that_is_gone_is_said_to_be(tmp_path: Path) -> None:
    found = consolidated(tmp_path, {}, source("a"))
    assert (found.made.rows, found.sources[0]["explication"]) == (
        0,
        "Le portail ne retrouve pas le fichier. Déposez-le de nouveau.",
    )


def test_a_lost_version_is_not_looked_for_again_and_again(tmp_path: Path) -> None:
    found = consolidated(tmp_path, {}, source("a", verdict="invalid", kept=kept()))
    assert (found.made.rows, len(found.rejects)) == (0, 1)


def test_a_row_that_two_files_have_is_there_once(tmp_path: Path) -> None:
    found = consolidated(tmp_path, {"a": RIGHT, "b": RIGHT}, source("a"), source("b", EPCI))
    assert ([one["source_jeu"] for one in found.rows], [one["regle"] for one in found.rejects]) == (
        ["a", "a"],
        ["twice", "twice"],
    )


def test_a_row_that_one_file_has_twice_is_there_twice(tmp_path: Path) -> None:
    assert len(consolidated(tmp_path, {"a": as_csv([decision()] * 2)}, source("a")).rows) == 2


def shared(*sirets: str) -> str:
    return as_csv([decision(COLL_SIRET=siret, DELIB_ID=siret) for siret in sirets])


def test_the_rows_of_a_shared_file_are_those_of_whom_they_name(tmp_path: Path) -> None:
    content = shared(OF_ANNECY, OF_EPAGNY, OF_EPCI)
    found = consolidated(tmp_path, {"a": content}, source("a", EPCI))
    assert [one["source_territoire"] for one in found.rows] == [ANNECY, EPAGNY, EPCI]


def test_nobody_publishes_in_the_place_of_a_neighbour(tmp_path: Path) -> None:
    content = shared(OF_ANNECY, OF_SEYSSEL)
    found = consolidated(tmp_path, {"a": content}, source("a", EPCI))
    assert (len(found.rows), found.rejects[0]["regle"], found.rejects[0]["valeur"]) == (1, "owner", SEYSSEL)


def test_a_body_that_nobody_knows_is_whose_file_it_is(tmp_path: Path) -> None:
    found = consolidated(tmp_path, {"a": RIGHT}, source("a"))
    assert found.rows[0]["source_territoire"] == ANNECY


def test_a_file_from_above_gives_only_the_rows_of_those_inside(tmp_path: Path) -> None:
    content = shared(OF_ANNECY, OF_EPAGNY, OF_EPCI, OF_SEYSSEL)
    found = consolidated(tmp_path, {"a": content}, source("a", EPCI), inside=(ANNECY,))
    assert ([one["source_territoire"] for one in found.rows], found.rejects) == ([ANNECY], [])


def test_what_is_wrong_elsewhere_in_a_file_from_above_is_not_told(tmp_path: Path) -> None:
    rows = [decision(COLL_SIRET=one, DELIB_DATE="hier") for one in (OF_ANNECY, OF_EPAGNY)]
    one = source("a", EPCI, verdict="invalid")
    found = consolidated(tmp_path, {"a": as_csv(rows)}, one, inside=(ANNECY,))
    assert [reject["ligne"] for reject in found.rejects] == ["2"]


@pytest.mark.parametrize("cell", ["=1+1", "+SOMME(A1)", "-2+3", "-4\n", "@cmd", "\tcmd"])
def test_no_cell_is_a_formula(tmp_path: Path, cell: str) -> None:
    found = consolidated(tmp_path, {"a": as_csv([decision(DELIB_OBJET=cell)])}, source("a"))
    assert found.rows[0]["DELIB_OBJET"] == f"'{cell}"


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("Budget;=1+1", "Budget;'=1+1"),
        ("Budget;@cmd;-2", "Budget;'@cmd;'-2"),
        ("Budget\n=1+1", "Budget\n'=1+1"),
        ("\t=1", "'\t'=1"),
        ("Budget ; recettes - 2 = 3\n\nVote", "Budget ; recettes - 2 = 3\n\nVote"),
    ],
)
def test_no_part_of_a_cell_is_a_formula_where_a_spreadsheet_cuts_at_semicolons(
    tmp_path: Path, cell: str, written: str
) -> None:
    found = consolidated(tmp_path, {"a": as_csv([decision(DELIB_OBJET=cell)])}, source("a"))
    assert found.rows[0]["DELIB_OBJET"] == written


def test_a_negative_number_stays_one(tmp_path: Path) -> None:
    content = as_csv([decision(DELIB_OBJET="-4.25")])
    assert consolidated(tmp_path, {"a": content}, source("a")).rows[0]["DELIB_OBJET"] == "-4.25"


def test_no_reason_is_a_formula(tmp_path: Path) -> None:
    rows = [decision(DELIB_DATE=cell) for cell in ("=1+1", "-1")]
    found = consolidated(tmp_path, {"a": as_csv(rows)}, source("a", verdict="invalid"))
    assert [one["valeur"] for one in found.rejects] == ["'=1+1", "'-1"]


def test_everything_is_counted(tmp_path: Path) -> None:
    files = {"a": HALF, "b": OTHER}
    found = consolidated(tmp_path, files, source("a", verdict="invalid"), source("b"), source("c"))
    assert (found.made.rows, found.made.rejected, found.made.sources) == (3, 1, 2)


def test_each_source_is_listed_with_its_licence_and_its_counts(tmp_path: Path) -> None:
    listed = consolidated(tmp_path, {"a": HALF}, source("a", verdict="invalid")).sources[0]
    assert {key: listed[key] for key in ("jeu", "licence", "verdict", "lignes", "lignes_rejetees")} == {
        "jeu": "a",
        "licence": "lov2",
        "verdict": "invalid",
        "lignes": "2",
        "lignes_rejetees": "1",
    }


def test_rows_of_two_versions_of_a_standard_have_the_columns_of_both(tmp_path: Path) -> None:
    found = consolidated(tmp_path, {}, source("a", version="1.3.0"), schema="etalab/schema-bal")
    header = found.texts["rows.csv"].splitlines()[0].split(",")
    assert [name in header for name in ("toponyme", "voie_nom", "source_jeu")] == [True, True, True]
