"""Choosing one animator by typing: which ones it may be, and which one was meant. PURE."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ckanext.odlocale.cog.shared import normalise_name

if TYPE_CHECKING:
    from ckanext.odlocale.animator.records import Animator


def resembling(known: Iterable[Animator], typed: str) -> list[Animator]:
    """Those of which every word typed begins a word of the title or the name, in the order given."""
    words = normalise_name(typed).split()
    return [one for one in known if all(_begins(one, word) for word in words)]


def _begins(one: Animator, word: str) -> bool:
    return any(
        part.startswith(word) for text in (one.title, one.name) for part in normalise_name(text).split()
    )


def meant(known: Iterable[Animator], written: str) -> list[Animator]:
    """The animator of this id or name; else those of this title, one when it is clear."""
    text, found = written.strip(), list(known)
    exact = [one for one in found if text in (one.organization, one.name)]
    return exact or [one for one in found if normalise_name(one.title) == normalise_name(text)]
