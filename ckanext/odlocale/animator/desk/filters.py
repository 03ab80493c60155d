"""Which rows of the desk are asked for. PURE."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ckanext.odlocale.animator.desk.attention import Need, Row, Who
from ckanext.odlocale.animator.desk.steps import ORDER
from ckanext.odlocale.cog.shared import STRATA, normalise_name

WORDS = "q"
NO_STEP = "none"
NO_AGREEMENT = "none"

_VALUES: Mapping[str, Callable[[Row], str]] = {
    "besoin": lambda row: row.need.value,
    "qui": lambda row: row.who.value,
    "etape": lambda row: row.step.step.value if row.step else NO_STEP,
    "mandat": lambda row: row.facts.agreement.status.value if row.facts.agreement else NO_AGREEMENT,
    "obligation": lambda row: row.facts.duty,
    "niveau": lambda row: row.facts.level,
    "population": lambda row: row.stratum or "",
}
FILTERS = tuple(_VALUES)
"""The parameters of the page's address, each with one value."""

_ORDERS: Mapping[str, Sequence[str]] = {
    "besoin": [need.value for need in Need],
    "qui": [who.value for who in Who],
    "etape": [NO_STEP, *(step.value for step in ORDER)],
    "population": STRATA,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person asked of the desk.

    :param words: of a name, or a code
    :param chosen: filter to value
    """

    words: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """The same, as parameters of an address."""
        return [*([(WORDS, self.words)] if self.words else []), *self.chosen.items()]

    def without(self, name: str) -> Asked:
        """The same question without one filter."""
        return Asked(self.words, {key: value for key, value in self.chosen.items() if key != name})


def asked_of(parameters: Mapping[str, str]) -> Asked:
    """What the parameters of an address ask for; those that mean nothing here are left out."""
    chosen = {name: parameters[name] for name in FILTERS if parameters.get(name)}
    return Asked(parameters.get(WORDS, "").strip()[:200], chosen)


def matching(rows: Iterable[Row], asked: Asked) -> list[Row]:
    """The rows that are asked for, in the order in which they need attention."""
    kept = [row for row in rows if _has(row, asked.chosen)]
    if asked.words:
        words = normalise_name(asked.words)
        kept = [row for row in kept if _is_called(row, words)]
    return sorted(kept, key=lambda row: row.order)


def _has(row: Row, chosen: Mapping[str, str]) -> bool:
    return all(_VALUES[name](row) == value for name, value in chosen.items())


def _is_called(row: Row, words: str) -> bool:
    return words in normalise_name(row.facts.name) or row.facts.id.partition("-")[2].startswith(words)


def counted(rows: Iterable[Row]) -> dict[str, dict[str, int]]:
    """For each filter, how many rows have each value, in the order in which values are to be read."""
    listed = list(rows)
    return {name: _ordered(name, Counter(map(value, listed))) for name, value in _VALUES.items()}


def _ordered(name: str, numbers: Counter[str]) -> dict[str, int]:
    order = _ORDERS.get(name, sorted(numbers))
    return {value: numbers[value] for value in order if numbers[value]}
