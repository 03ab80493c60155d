"""What is seen of a territory on a day: every figure with its parts. Three queries at most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ckanext.odlocale.observatory import registry
from ckanext.odlocale.observatory.computing import ANIMATOR, figures, is_told_apart
from ckanext.odlocale.observatory.history import days, ledger
from ckanext.odlocale.observatory.history import figures as kept
from ckanext.odlocale.observatory.indicator import NOTHING, Count, Indicator
from ckanext.odlocale.observatory.parts import WHOLE


@dataclass(frozen=True, slots=True)
class Seen:
    """The figures of a territory, or of an animator.

    :param scope: the id of the territory, or as ``animator_scope`` writes it
    :param day: the day of the figures
    :param edition: the frozen edition that they are of; None for nightly ones
    :param counts: by indicator and part; what is not there has nothing to count
    """

    scope: str
    day: date
    indicators: Sequence[Indicator]
    counts: Mapping[tuple[str, str], Count]
    edition: str | None = None

    @property
    def animator(self) -> str | None:
        """The id of the animator's organization; None when the figures are of a territory."""
        return self.scope.removeprefix(ANIMATOR) if self.scope.startswith(ANIMATOR) else None

    def count(self, indicator: str, part: str = WHOLE) -> Count:
        """A figure; nothing of nothing when there is nothing to count."""
        return self.counts.get((indicator, part), NOTHING)


def seen(scope: str, day: date | None = None) -> Seen | None:
    """The figures of a territory or an animator on a day, or on the last one that has any; None before it.

    Those of large territories are read, those of smaller ones, which are kept without their parts, worked out
    from what was known that day.
    """
    at = days.at(day) if day else days.latest()
    if at is None:
        return None
    indicators = registry.indicators()
    if is_told_apart(scope):
        counts = {(one.key.indicator, one.key.part): one.count for one in kept.on(at, [scope])}
    else:
        counts = _worked_out(scope, at, indicators)
    return Seen(scope, at, indicators, counts)


def _worked_out(scope: str, day: date, indicators: Sequence[Indicator]) -> dict[tuple[str, str], Count]:
    found = figures(ledger.known_on(day, scope), indicators, only=scope)
    return {(key.indicator, key.part): count for key, count in found.items()}


def seen_in_edition(scope: str, edition: str) -> Seen | None:
    """The figures of a territory or an animator in a frozen edition; None when it has none there."""
    found = kept.of_edition(edition, scope)
    if not found:
        return None
    counts = {(one.key.indicator, one.key.part): one.count for one in found}
    return Seen(scope, found[0].date, registry.indicators(), counts, edition)


def side_by_side(
    territories: Iterable[str], day: date, indicators: Sequence[str]
) -> dict[str, dict[str, Count]]:
    """Some figures of several territories, without their parts: by territory, then by indicator. One query.

    Not of communes, whose figures are what they are themselves.
    """
    found: dict[str, dict[str, Count]] = {str(one): {} for one in territories}
    for one in kept.on(day, list(found), indicators, part=WHOLE):
        found[one.key.scope][one.key.indicator] = one.count
    return found
