"""Catalogue files of the SCDL, read line by line."""

from __future__ import annotations

import pytest

from ckanext.odlocale.harvest import scdl
from ckanext.odlocale.tables.source import open_table

VALUES = {
    "COLL_NOM": "CC Fier et Usses",
    "COLL_SIRET": "24740077300010",
    "ID": "budget-2026",
    "TITRE": "Budget",
    "DESCRIPTION": "Voté en mars",
    "PRODUCTEUR_NOM": "Commune de Sillingy",
    "PRODUCTEUR_SIRET": "21740272600010",
    "COUV_SPAT_NOM": "Sillingy",
    "DATE_MAJ": "30/06/2026",
    "DATE_PUBL": "20222-01-01",
    "MOTS_CLES": "budget;finances",
    "LICENCE": "Licence Ouverte-LO",
    "FORMAT_RESSOURCES": "csv;json",
    "URL": "https://x.org/budget.csv",
}


def line(**values: str) -> scdl.Line:
    return scdl.Line(2, {**VALUES, **values})


def read(tmp_path, content: bytes) -> list[scdl.Line]:
    path = tmp_path / "catalogue.csv"
    path.write_bytes(content)
    return list(scdl.lines(open_table(path, scdl.COLUMNS)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_any_common_encoding_and_separator_is_read(tmp_path, encoding, separator) -> None:
    rows = (["TITRE", "ID", "URL"], ["Écoles à Évian, dès l'été", "1", "https://x.org/é"])
    text = "".join(separator.join(f'"{cell}"' for cell in row) + "\r\n" for row in rows)
    found = read(tmp_path, text.encode(encoding))
    assert [one.text("TITRE") for one in found] == ["Écoles à Évian, dès l'été"]


def test_columns_are_found_whatever_their_case_accents_and_order(tmp_path) -> None:
    found = read(tmp_path, "Url;Mots clés;titre;Autre\nhttps://x.org/;a;T;z\n;;;\n".encode())
    assert [one.values for one in found] == [{"URL": "https://x.org/", "MOTS_CLES": "a", "TITRE": "T"}]


def test_the_producer_is_found_in_other_words_and_first_in_those_of_the_standard(tmp_path) -> None:
    header = "Titre;URL;Propriétaire;Diffuseur;Couverture;COLL_NOM;Date mise à jour"
    found = read(tmp_path, f"{header}\nT;https://x.org/;Ville A;B;C;Ville D;2026\n".encode())
    said = {"PRODUCTEUR_NOM": "Ville A", "COLL_NOM": "Ville D", "COUV_SPAT_NOM": "C", "DATE_MAJ": "2026"}
    assert [one.values for one in found] == [{"TITRE": "T", "URL": "https://x.org/", **said}]


@pytest.mark.parametrize(
    ("labels", "lacking"), [(["TITRE", "URL"], []), (["Titre"], ["URL"]), (["nom", "x"], ["TITRE", "URL"])]
)
def test_a_table_without_titles_or_addresses_is_no_catalogue(labels, lacking) -> None:
    assert scdl.missing(labels) == lacking


def test_a_line_becomes_a_dataset() -> None:
    found = scdl.package(line())
    extras = {extra["key"]: extra["value"] for extra in found["extras"]}
    assert (found["title"], found["notes"], found["license_id"]) == ("Budget", "Voté en mars", "lov2")
    assert extras == {"spatial_text": "Sillingy", "modified": "2026-06-30"}


def test_its_claims_name_the_producer_and_who_keeps_the_catalogue() -> None:
    claims = scdl.claims_of(line())
    assert (claims.publisher.names, claims.organization.names) == (
        ("Commune de Sillingy",),
        ("CC Fier et Usses",),
    )


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, "24740077300010/budget-2026"),
        ({"COLL_SIRET": ""}, "budget-2026"),
        ({"ID": ""}, "https://x.org/budget.csv"),
        ({"ID": "", "URL": ""}, None),
    ],
)
def test_what_identifies_a_line(values, expected) -> None:
    assert scdl.identifier(line(**values)) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, [("https://x.org/budget.csv", "budget.csv", "CSV")]),
        ({"FORMAT_RESSOURCES": "xlsx"}, [("https://x.org/budget.csv", "budget.csv", "XLSX")]),
        (
            {"URL": "https://x.org/a https://x.org/b"},
            [("https://x.org/a", "a", "CSV"), ("https://x.org/b", "b", "JSON")],
        ),
        ({"URL": "javascript:alert(1)"}, []),
        ({"URL": "https://x.org/", "FORMAT_RESSOURCES": ""}, [("https://x.org/", "Budget", "")]),
    ],
)
def test_resources_come_from_the_address(values, expected) -> None:
    found = scdl.resources(line(**values))
    assert [(one["url"], one["name"], one["format"]) for one in found] == expected


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2026", "2026"),
        ("2026-06", "2026-06"),
        ("2026-06-30T10:00:00", "2026-06-30"),
        ("1/6/2026", "2026-06-01"),
        ("20222-01-01", ""),
        ("20222", ""),
        ("31/13/2026", ""),
        ("hier", ""),
    ],
)
def test_dates_are_dates_or_nothing(written, date) -> None:
    assert scdl.iso_date(written) == date
