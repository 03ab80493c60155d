"""The lines of a list of known openings."""

from __future__ import annotations

from datetime import date

import pytest

from ckanext.odlocale.observatory.openings.lines import Fault, Verdict, judged

LISTED, TODAY = date(2022, 12, 31), date(2026, 11, 24)
ANNECY, SIREN = "com-74010", "200063402"


def line(**cells: str) -> tuple[Verdict, Fault | None, str | None, date | None]:
    row = {
        "siren": SIREN,
        "nom": "ANNECY",
        "nb-ptf": "4",
        **{key.replace("_", "-"): one for key, one in cells.items()},
    }
    found = judged([row], {SIREN: ANNECY}, LISTED, TODAY)[0]
    return found.verdict, found.fault, found.territory, found.opened


OPEN = (Verdict.OPEN, None, ANNECY, LISTED)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({}, OPEN),
        ({"siren": "\u200e200063402"}, OPEN),
        ({"siren": "200 063 402 "}, OPEN),
        ({"siren": "20006340200016"}, OPEN),
        ({"nb_ptf": "", "nb_datagouv": "6"}, OPEN),
        ({"nb_ptf": "1 234,0"}, OPEN),
        ({"nb_ptf": "", "url_ptf": "https://data.example.org"}, OPEN),
        ({"date": "2021-05-31"}, (Verdict.OPEN, None, ANNECY, date(2021, 5, 31))),
        ({"nb_ptf": "0"}, (Verdict.NOT_OPEN, None, ANNECY, None)),
        ({"nb_ptf": ""}, (Verdict.NOT_OPEN, None, ANNECY, None)),
        ({"siren": "306966110"}, (Verdict.OUTSIDE, None, None, None)),
        ({"siren": ""}, (Verdict.REFUSED, Fault.NO_SIREN, None, None)),
        ({"siren": "200063403"}, (Verdict.REFUSED, Fault.BAD_SIREN, None, None)),
        ({"siren": "74010"}, (Verdict.REFUSED, Fault.BAD_SIREN, None, None)),
        ({"nb_ptf": "beaucoup"}, (Verdict.REFUSED, Fault.BAD_NUMBER, None, None)),
        ({"nb_ptf": "-1"}, (Verdict.REFUSED, Fault.BAD_NUMBER, None, None)),
        ({"nb_ptf": "inf"}, (Verdict.REFUSED, Fault.BAD_NUMBER, None, None)),
        ({"date": "31/12/2022"}, (Verdict.REFUSED, Fault.BAD_DAY, None, None)),
        ({"date": "2026-11-25"}, (Verdict.REFUSED, Fault.FUTURE, None, None)),
    ],
)
def test_a_line_is_judged(
    cells: dict[str, str], expected: tuple[Verdict, Fault | None, str | None, date | None]
) -> None:
    assert line(**cells) == expected


def test_a_second_line_of_one_authority_is_passed_over() -> None:
    row = {"siren": SIREN, "nb-ptf": "1"}
    found = judged([row, row], {SIREN: ANNECY}, LISTED, TODAY)
    assert [(one.number, one.verdict) for one in found] == [(2, Verdict.OPEN), (3, Verdict.REPEATED)]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data.example.org", "//example.org"])
def test_what_is_no_web_address_is_not_kept_as_one(address: str) -> None:
    row = {"siren": SIREN, "nb-ptf": "1", "url-ptf": address}
    assert judged([row], {SIREN: ANNECY}, LISTED, TODAY)[0].url is None
