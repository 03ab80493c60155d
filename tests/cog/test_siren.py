"""SIREN numbers as they are written."""

from __future__ import annotations

import pytest

from ckanext.odlocale.cog.shared import siren_of


@pytest.mark.parametrize(
    "text",
    ["217400423", "217 400 423", "217.400.423", "21740042300018", "217 400 423 00018", " 217-400-423 "],
)
def test_a_siren_is_found_in_a_siren_or_siret(text: str) -> None:
    assert siren_of(text) == "217400423"


@pytest.mark.parametrize(
    "text",
    [None, "", "217400424", "21740042300019", "21740042", "2174004230", "abcdefghi", "２１７４００４２３"],
)
def test_a_wrong_number_is_none(text: str | None) -> None:
    assert siren_of(text) is None
