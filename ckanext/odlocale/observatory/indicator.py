"""What an indicator is: a question, what it counts of each place, and the words to tell it with. PURE."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from ckanext.odlocale.observatory.facts import Place

Words = Callable[[], str]
"""A sentence in the reader's language: a function, since the language is known when it is read."""


class Unit(StrEnum):
    """What the numerator and the denominator count."""

    AUTHORITIES = "authorities"
    PEOPLE = "people"
    DATASETS = "datasets"
    FILES = "files"
    POINTS = "points"
    STANDARDS = "standards"
    SOURCES = "sources"


class Count(NamedTuple):
    """What one place, or many together, add to an indicator: the numerator is at most the denominator."""

    numerator: int
    denominator: int

    @property
    def rate(self) -> float | None:
        """Between 0 and 1; None when there is nothing to count."""
        return self.numerator / self.denominator if self.denominator else None


NOTHING = Count(0, 0)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator of the observatory.

    :param name: of letters, figures and underscores; in addresses, tables and files
    :param title: what it is called
    :param question: the question that it answers
    :param numerator: what is counted
    :param denominator: among what
    :param rule: how it is counted, and by which law or method
    :param version: changes with the rule: figures of two versions are not compared
    :param unit: of numerator and denominator
    :param count: what a place adds; of the places together it is the sum, so that every territory is the sum
        of its parts
    :param unmeasured: where there is nothing to count for want of a measure: that it is so, and what to do
        about it; empty when nothing is missing
    """

    name: str
    title: Words
    question: Words
    numerator: Words
    denominator: Words
    rule: Words
    unit: Unit
    count: Callable[[Place], Count]
    version: int = 1
    unmeasured: Words = str

    @property
    def rule_name(self) -> str:
        """What a kept figure names as its rule, like ``open@1``."""
        return f"{self.name}@{self.version}"
