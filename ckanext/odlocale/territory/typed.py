"""What somebody types to find a territory, as the database looks it up. PURE."""

from __future__ import annotations

import re

from ckanext.odlocale.cog.shared import normalise_name

MOST_CHARACTERS = 200
"""Longer than any name of a territory; more is no search but a mistake, or worse."""

_GROUPED_DIGITS = re.compile(r"[0-9][0-9\s.]*")
_UNFINISHED = re.compile(r"(?:^|[^\w])(ste?)$", re.IGNORECASE)


def code_of(typed: str) -> str:
    """The code that was typed: digits without their grouping, of a SIRET the SIREN; any other text as it is.

    :param typed: what a person wrote in a search field
    """
    text = typed.strip()
    if not _GROUPED_DIGITS.fullmatch(text):
        return text
    digits = re.sub(r"[\s.]", "", text)
    return digits[:9] if len(digits) == 14 else digits


def words_query(typed: str) -> str:
    """The query of PostgreSQL's text search in which every word typed starts a word; empty for no word.

    A last word “st” may stand for saint, or be the start of Strasbourg.

    :param typed: what a person wrote so far
    """
    text = code_of(typed)
    terms = [f"{word}:*" for word in normalise_name(text).split()]
    unfinished = _UNFINISHED.search(text)
    if terms and unfinished:
        terms[-1] = f"({terms[-1]} | {unfinished[1].lower()}:*)"
    return " & ".join(terms)
