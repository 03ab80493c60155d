"""Beside the rooms: text in the fonts that every reader of PDF has: none is carried along. PURE."""

from __future__ import annotations

import unicodedata

LETTERS = "cp1252"
"""The encoding of these fonts: all that French needs."""
FONT = "Helvetica"


def printable(text: str) -> str:
    """The text with the letters that the font has: others without their accents, or as a question mark."""
    return "".join(_letter(letter) for letter in text.replace("\u202f", "\xa0"))


def _letter(letter: str) -> str:
    for tried in (letter, unicodedata.normalize("NFKD", letter)[:1]):
        try:
            tried.encode(LETTERS)
        except UnicodeEncodeError:
            continue
        return tried
    return "?"
