"""Whose data a file holds, and who publishes it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from ckanext.odlocale.socle.messages.render import Teller
from ckanext.odlocale.socle.owner import Owner, identifier_of, is_shared, owner_findings
from tests.socle.made import as_csv, decision, judged

PLOUZANE = Owner("Commune de Plouzané", siren="212902126", communes=frozenset({"29212"}))
METROPOLE = Owner("Brest métropole", siren="242900314", members=frozenset({"212902126", "212900195"}))
BREST = "21290019500014"


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("siret", "212 902 126 00011", "212902126"),
        ("siret", "2,13E+13", None),
        ("siret", None, None),
        ("insee", "2a004", "2A004"),
        ("insee", "292120", None),
    ],
)
def test_an_identifier_is_read_as_people_write_it(kind: str, text: str | None, expected: str | None) -> None:
    assert identifier_of(kind, text) == expected


def test_the_rows_of_each_producer_are_counted(tmp_path: Path) -> None:
    verdict = judged(tmp_path, as_csv([decision()] * 3 + [decision(COLL_SIRET=BREST)] * 2))
    assert verdict.producers == {"COLL_SIRET": Counter({"212902126": 3, "212900195": 2})}
    assert is_shared(verdict.producers)


def test_the_file_of_its_own_owner_needs_no_word() -> None:
    assert list(owner_findings({"COLL_SIRET": Counter({"212902126": 3})}, PLOUZANE)) == []


def test_a_file_of_members_is_recognised_as_the_owners(tmp_path: Path) -> None:
    rows = {"COLL_SIRET": Counter({"212902126": 3, "212900195": 2})}
    assert list(owner_findings(rows, METROPOLE)) == []


def test_a_file_of_somebody_else_names_both() -> None:
    (finding,) = owner_findings({"COLL_SIRET": Counter({"212900195": 2})}, PLOUZANE)
    assert Teller(None).tell(finding) == (
        "« COLL_SIRET » désigne 212900195, alors que le fichier est publié par Commune de Plouzané "
        "(212902126). Vérifiez l’identifiant, ou publiez au nom du bon producteur."
    )


def test_those_of_others_are_called_by_their_names() -> None:
    rows = {"COLL_SIRET": Counter({"212900195": 2})}
    (finding,) = owner_findings(rows, PLOUZANE, {"212900195": "Brest (212900195)"}.__getitem__)
    assert finding.values["found"] == "Brest (212900195)"


def test_among_several_producers_those_of_others_are_named() -> None:
    rows = {"commune_insee": Counter({"29212": 10, "29019": 4, "29235": 1})}
    (finding,) = owner_findings(rows, PLOUZANE)
    assert finding.values == {
        "count": 3,
        "foreign": 2,
        "owner": "Commune de Plouzané",
        "first": ["29019", "29235"],
    }
