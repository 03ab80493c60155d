"""Names as people write them."""

from __future__ import annotations

import pytest

from ckanext.odlocale.cog.shared import Level, normalise_name, search_name, strip_kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L'Abergement-Clémenciat", "abergement clemenciat"),
        ("L’Haÿ-les-Roses", "hay roses"),
        ("L HAY LES ROSES", "hay roses"),
        ("Le Havre", "havre"),
        ("Œuilly", "oeuilly"),
        ("St-Étienne", "saint etienne"),
        ("Ste. Foy s/ Saône", "sainte foy sur saone"),
        ("SAINT  ÉTIENNE", "saint etienne"),
        ("\u00a0Saint\u2011Étienne ", "saint etienne"),
        ("Lamballe Terre & Mer", "lamballe terre et mer"),
        ("Ville-du-Bois (La)", "ville bois"),
        ("(COBAS)", "cobas"),
        ("Les", "les"),
        ("", ""),
        ("«»", ""),
    ],
)
def test_spellings_come_to_one_form(text: str, expected: str) -> None:
    assert normalise_name(text) == expected


@pytest.mark.parametrize(
    ("text", "level", "rest"),
    [
        ("Commune de Brocas", Level.COM, "brocas"),
        ("COMMUNE D ACIGNE", Level.COM, "acigne"),
        ("COMMUNE LE PERREUX SUR MARNE", Level.COM, "perreux sur marne"),
        ("Mairie de Bonneville", Level.COM, "bonneville"),
        ("Mairie Bonneville", Level.COM, "bonneville"),
        ("Ville du Mans", Level.COM, "mans"),
        ("ville-de-paris", Level.COM, "paris"),
        ("Commune nouvelle d'Arrou", Level.COM, "arrou"),
        ("Département de l'Ain", Level.DEP, "ain"),
        ("Conseil départemental de la Gironde", Level.DEP, "gironde"),
        ("Région Île-de-France", Level.REG, "ile france"),
        ("Conseil régional d'Occitanie", Level.REG, "occitanie"),
        ("Collectivité de Corse", Level.REG, "corse"),
        ("Communauté de communes du Pays de Gex", Level.EPCI, "pays gex"),
        ("C.C. du Pays de Gex", Level.EPCI, "pays gex"),
        ("CDC VALLEES DE L'ORNE ET DE L'ODON", Level.EPCI, "vallees orne et odon"),
        ("Communauté d’Agglomération du Puy-en-Velay", Level.EPCI, "puy en velay"),
        ("Rennes Métropole", Level.EPCI, "rennes"),
        ("Métropole de Lyon", Level.EPCI, "lyon"),
        ("EPT Plaine Commune", Level.EPT, "plaine commune"),
        ("Bonneville", None, "bonneville"),
    ],
)
def test_what_an_authority_is_comes_off_its_name(text: str, level: Level | None, rest: str) -> None:
    assert strip_kind(text) == (level, rest)


@pytest.mark.parametrize("text", ["Ville-d'Avray", "Ville-la-Grand", "Ville-du-Pont", "Villeneuve-d'Ascq"])
def test_a_commune_called_ville_is_no_kind(text: str) -> None:
    assert strip_kind(text) == (None, normalise_name(text))


@pytest.mark.parametrize("text", ["Mairie", "Ville de", "Commune", "", "Département"])
def test_a_kind_alone_is_a_name(text: str) -> None:
    assert strip_kind(text) == (None, normalise_name(text))


def test_an_epci_is_found_by_its_name_without_its_kind() -> None:
    assert search_name(Level.EPCI, "CA Colmar Agglomération") == strip_kind("Colmar Agglomération")[1]


def test_a_commune_is_found_by_its_whole_name() -> None:
    assert search_name(Level.COM, "Ville-d'Avray") == "ville avray"
