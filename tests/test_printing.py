"""Text in the fonts of every reader of PDF."""

from __future__ import annotations

from ckanext.odlocale.printing import printable


def test_the_letters_of_french_stay_and_others_lose_their_accents() -> None:
    assert printable("L’Haÿ-les-Œufs « à 5 € »… Țăndărei 中") == "L’Haÿ-les-Œufs « à 5 € »… Tandarei ?"
