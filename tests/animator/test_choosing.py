"""Choosing an animator by typing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from ckanext.odlocale.animator import choosing


@dataclass(frozen=True)
class Named:
    organization: str
    name: str
    title: str


KNOWN: Any = [
    Named("1", "adico", "ADICO de l'Oise"),
    Named("2", "haute-savoie", "Département de la Haute-Savoie"),
    Named("3", "syndicat-1", "Syndicat d'Énergie"),
    Named("4", "syndicat-2", "Syndicat d'énergie"),
]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ["1", "2", "3", "4"]),
        ("savoie", ["2"]),
        ("dep sav", ["2"]),
        ("ÉNERG", ["3", "4"]),
        ("syndicat-2", ["4"]),
        ("%_", ["1", "2", "3", "4"]),
        ("voie", []),
    ],
)
def test_every_word_typed_begins_a_word_of_the_title_or_the_name(typed: str, found: list[str]) -> None:
    assert [one.organization for one in choosing.resembling(KNOWN, typed)] == found


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("haute-savoie", ["2"]),
        ("3", ["3"]),
        (" departement de la haute savoie ", ["2"]),
        ("Syndicat d'énergie", ["3", "4"]),
        ("Haute", []),
        ("", []),
    ],
)
def test_an_animator_is_meant_by_its_id_its_name_or_its_whole_title(written: str, found: list[str]) -> None:
    assert [one.organization for one in choosing.meant(KNOWN, written)] == found
