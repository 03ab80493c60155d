"""Clauses of a search, found and rewritten."""

from __future__ import annotations

import pytest

from ckanext.odlocale.territory.clauses import clause, rewrite


def in_brackets(value: str) -> str:
    return f"[{value}]"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ('territoire:"com-74042"', "[com-74042]"),
        ("territoire:com-74042", "[com-74042]"),
        ('+territoire:"reg-84" +state:active', "+[reg-84] +state:active"),
        ('-territoire:"dep-74"', "-[dep-74]"),
        ('(territoire:dep-74 OR territoire:"dep-73")', "([dep-74] OR [dep-73])"),
        ('tags:"eau" territoire:"fr"', 'tags:"eau" [fr]'),
    ],
)
def test_a_territory_clause_is_replaced_where_it_stands(query: str, expected: str) -> None:
    assert rewrite(query, in_brackets) == expected


@pytest.mark.parametrize(
    "query",
    [
        'title:"le territoire:com-74042 en cartes"',
        'vocab_territoire:"com-74042"',
        "extras_territoire:com-74042",
        'tags:"a \\" territoire:fr"',
        "+state:active",
        "",
    ],
)
def test_what_only_looks_like_a_territory_clause_stays_as_it_is(query: str) -> None:
    assert rewrite(query, in_brackets) == query


def test_quotes_escaped_in_a_value_are_part_of_it() -> None:
    assert rewrite(r'territoire:"a\"b"', in_brackets) == '[a"b]'


def test_an_unfinished_quote_is_part_of_the_value_so_that_it_is_refused() -> None:
    assert rewrite('territoire:"com-74042', in_brackets) == '["com-74042]'


def test_an_empty_value_reaches_the_translation_so_that_it_is_refused() -> None:
    assert rewrite("territoire:(a OR b)", in_brackets) == "[](a OR b)"


def test_a_clause_holds_its_values_as_text() -> None:
    assert clause("tags", ['say "hi"', "a\\b"]) == 'tags:("say \\"hi\\"" OR "a\\\\b")'


def test_a_clause_without_values_matches_nothing() -> None:
    assert clause("tags", []) == "-*:*"
