"""What is seen of a territory on a day: every figure with its parts. Three queries at most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ckanext.odlocale.cog.shared import TerritoryId
from ckanext.odlocale.observatory import registry
from ckanext.odlocale.observatory.computing import TOLD_APART, figures
from ckanext.odlocale.observatory.history import days, ledger
from ckanext.odlocale.observatory.history import figures as kept
from ckanext.odlocale.observatory.indicator import NOTHING, Count, Indicator
from ckanext.odlocale.observatory.parts import WHOLE


@dataclass(frozen=True, slots=True)
class Seen:
    """The figures of a territory.

    :param day: the day of the figures
    :param edition: the frozen edition that they are of; None for nightly ones
    :param counts: by indicator and part; what is not there has nothing to count
    """

    territory: TerritoryId
    day: date
    indicators: Sequence[Indicator]
    counts: Mapping[tuple[str, str], Count]
    edition: str | None = None

    def count(self, indicator: str, part: str = WHOLE) -> Count:
        """A figure; nothing of nothing when there is nothing to count."""
        return self.counts.get((indicator, part), NOTHING)


def seen(territory: TerritoryId, day: date | None = None) -> Seen | None:
    """The figures of a territory on a day, or on the last one with figures; None before the first.

    Those of large territories are read, those of smaller ones, which are kept without their parts, worked out
    from what was known that day.
    """
    at = days.at(day) if day else days.latest()
    if at is None:
        return None
    indicators = registry.indicators()
    if territory.level in TOLD_APART:
        counts = {(one.key.indicator, one.key.part): one.count for one in kept.on(at, [territory])}
    else:
        counts = _worked_out(territory, at, indicators)
    return Seen(territory, at, indicators, counts)


def _worked_out(
    territory: TerritoryId, day: date, indicators: Sequence[Indicator]
) -> dict[tuple[str, str], Count]:
    found = figures(ledger.known_on(day, territory), indicators, only=territory)
    return {(key.indicator, key.part): count for key, count in found.items()}


def seen_in_edition(territory: TerritoryId, edition: str) -> Seen | None:
    """The figures of a territory in a frozen edition; None when it has none there."""
    found = kept.of_edition(edition, territory)
    if not found:
        return None
    counts = {(one.key.indicator, one.key.part): one.count for one in found}
    return Seen(territory, found[0].date, registry.indicators(), counts, edition)


def side_by_side(territories: Iterable[TerritoryId], day: date) -> dict[str, dict[str, Count]]:
    """The figures of several territories, without their parts: by territory, then by indicator. One query.

    Not of communes, whose figures are what they are themselves.
    """
    found: dict[str, dict[str, Count]] = {str(one): {} for one in territories}
    for one in kept.on(day, list(found), part=WHOLE):
        found[one.key.scope][one.key.indicator] = one.count
    return found
