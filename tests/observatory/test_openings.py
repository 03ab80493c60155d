"""Importing a list of known openings."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.observatory.portal import counted, filled, france, odf_list, taken

pytestmark = pytest.mark.ckan

SEYSSEL, ANNECY = "217402692,SEYSSEL,COM,3,https://data.example.org/,", "200063402,ANNECY,COM,9,,2019-01-01"
SOURCE = "OpenDataFrance"


def imported(path: Path, **more: Any) -> Any:
    from ckan.tests.helpers import call_action

    return call_action(
        "odlocale_observatory_opening_import", upload=path, source=SOURCE, date="2022-12-31", **more
    )


def first_days() -> dict[str, date]:
    from ckanext.odlocale.observatory.openings.store import first_openings

    return first_openings(date(2026, 1, 1))


def test_who_is_open_elsewhere_is_not_called_closed(tmp_path: Path) -> None:
    filled()
    imported(odf_list(tmp_path / "list.csv", SEYSSEL))
    taken()
    assert (counted("open"), counted("open_elsewhere")) == ((4, 9), (1, 9))


def test_who_is_open_here_and_elsewhere_counts_once(tmp_path: Path) -> None:
    filled()
    imported(odf_list(tmp_path / "list.csv", ANNECY))
    taken()
    assert (counted("open"), counted("open_elsewhere")) == ((3, 9), (0, 9))


def test_every_line_is_reported(tmp_path: Path) -> None:
    france()
    done = imported(odf_list(tmp_path / "list.csv", SEYSSEL, SEYSSEL, "306966110,ADEUPa,OACT,12,,"))
    assert [(line["line"], line["verdict"], line["territory"]) for line in done["lines"]] == [
        (2, "open", "com-74269"),
        (3, "repeated", "com-74269"),
        (4, "outside", None),
    ]


def test_a_refused_line_keeps_the_whole_list_out(tmp_path: Path) -> None:
    france()
    done = imported(odf_list(tmp_path / "list.csv", SEYSSEL, "123456789,Nulle part,COM,1,,"))
    assert (done["applied"], done["counts"]["refused"], first_days()) == (False, 1, {})


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    france()
    done = imported(odf_list(tmp_path / "list.csv", SEYSSEL), dry_run=True)
    assert (done["applied"], done["counts"]["open"], first_days()) == (False, 1, {})


def test_a_new_edition_of_a_list_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    france()
    imported(odf_list(tmp_path / "old.csv", SEYSSEL, ANNECY))
    done = imported(odf_list(tmp_path / "new.csv", "200063402,ANNECY,COM,9,,2024-01-01"))
    assert (done["gone"], first_days()) == (["com-74269"], {"com-74010": date(2019, 1, 1)})


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("nom,type\nANNECY,COM\n", "No column is called “siren”"),
        ("", "The file is empty."),
        ("%PDF-1.4", "cannot be read as a table"),
    ],
)
def test_what_is_no_list_is_refused_with_a_sentence(tmp_path: Path, content: str, sentence: str) -> None:
    import ckan.plugins.toolkit as tk

    (tmp_path / "list.csv").write_text(content)
    with pytest.raises(tk.ValidationError) as refused:
        imported(tmp_path / "list.csv")
    assert sentence in refused.value.error_dict["upload"][0]


def test_a_list_of_the_future_is_refused(tmp_path: Path) -> None:
    import ckan.plugins.toolkit as tk
    from ckan.tests.helpers import call_action

    path = odf_list(tmp_path / "list.csv", SEYSSEL)
    with pytest.raises(tk.ValidationError):
        call_action("odlocale_observatory_opening_import", upload=path, source=SOURCE, date="2199-01-01")


def test_a_formula_of_a_list_is_text_in_what_is_written_again(tmp_path: Path) -> None:
    from ckanext.odlocale.observatory.exporting import document

    filled()
    path = tmp_path / "list.csv"
    path.write_text("siren,nom,nb-ptf,ptf\n217402692,SEYSSEL,3,=1+1\n")
    imported(path)
    taken()
    assert ",'=1+1," in document("odf", "csv", "fr").decode()
