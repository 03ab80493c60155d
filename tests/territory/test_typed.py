"""What somebody types to find a territory."""

from __future__ import annotations

import pytest

from ckanext.odlocale.territory.typed import code_of, words_query


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Saint-Étienne", "saint:* & etienne:*"),
        ("St Etienne", "saint:* & etienne:*"),
        ("ste-foy", "sainte:* & foy:*"),
        ("L'Île-d'Yeu", "ile:* & yeu:*"),
        ("Y", "y:*"),
        ("st", "(saint:* | st:*)"),
        ("Pont-St", "pont:* & (saint:* | st:*)"),
        ("Brest", "brest:*"),
        ("est", "est:*"),
        ("200 063 402", "200063402:*"),
        ("200 063 402 00017", "200063402:*"),
        ("74 000", "74000:*"),
        ("2A004", "2a004:*"),
        ("' | !:*", ""),
        ("", ""),
    ],
)
def test_every_word_typed_starts_a_word(typed: str, expected: str) -> None:
    assert words_query(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"), [(" 74 042 ", "74042"), ("20006340200017", "200063402"), ("Lyon 3", "Lyon 3")]
)
def test_a_code_is_read_without_its_grouping(typed: str, expected: str) -> None:
    assert code_of(typed) == expected
