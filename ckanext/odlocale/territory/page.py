"""What a territory's page shows, decided from values. PURE."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar
from urllib.parse import urlencode

from ckanext.odlocale.cog.shared import Level, TerritoryId, normalise_name
from ckanext.odlocale.territory.clauses import clause
from ckanext.odlocale.territory.terms import LEVEL_FIELD, produced_by, within

SCOPE_PARAMETER = "portee"
SOURCE_PARAMETER = "de"
_NOT_FACETS = {"q", "page", "sort", SCOPE_PARAMETER, SOURCE_PARAMETER}


class Scope(StrEnum):
    """Whose datasets a territory's page lists; the values are in its address."""

    OWN = "territoire"
    BELOW = "dessous"
    ABOVE = "dessus"


class Named(Protocol):
    """What is needed of a territory to list it."""

    @property
    def id(self) -> TerritoryId: ...
    @property
    def name(self) -> str: ...
    @property
    def level(self) -> Level: ...


AnyNamed = TypeVar("AnyNamed", bound=Named)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asked of a territory's page.

    :param sort: Solr's syntax, as CKAN's own search form sends it, or None
    :param chosen: facet fields and values, in the order of the address
    :param scopes: the tabs that the territory has
    :param extras: parameters that other extensions read (``ext_…``)
    :param source: of the tab above, the one territory whose datasets are wanted; None for all of them
    """

    q: str
    sort: str | None
    scope: Scope
    scopes: tuple[Scope, ...]
    chosen: tuple[tuple[str, str], ...]
    extras: Mapping[str, str]
    source: TerritoryId | None = None

    @property
    def grouped(self) -> dict[str, list[str]]:
        """The chosen values by facet field, as CKAN's search form shows them."""
        found: dict[str, list[str]] = {}
        for field, value in self.chosen:
            found.setdefault(field, []).append(value)
        return found

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the search form carries along beside the words and the order."""
        return [*self.chosen, *self._scope(self.scope), *self._source(self.source)]

    def address(self, page: str, scope: str) -> str:
        """The address of a tab; the words and the order stay, the chosen facets are of another list.

        :param page: the address of the territory's page
        """
        return _address(page, [*self._words(), *self._scope(Scope(scope))])

    def source_address(self, page: str, source: TerritoryId | None) -> str:
        """The address of the datasets of one territory above, or of all of them."""
        return _address(page, [*self._words(), *self._scope(Scope.ABOVE), *self._source(source)])

    def sources(self, ancestors: Sequence[TerritoryId]) -> Sequence[TerritoryId]:
        """Those of a territory's ancestors whose datasets the tab above lists."""
        return [self.source] if self.source else ancestors

    def level_address(self, page: str, level: Level) -> str:
        """The address of the datasets below that producers of one level publish."""
        return _address(page, [*self._words(), (LEVEL_FIELD, str(level))])

    def _words(self) -> list[tuple[str, str]]:
        return [(name, value) for name, value in (("q", self.q), ("sort", self.sort)) if value]

    def _scope(self, scope: Scope) -> list[tuple[str, str]]:
        # What the page shows by default is not in its address, so that there is one address for it.
        return [] if scope is default_scope(self.scopes) else [(SCOPE_PARAMETER, str(scope))]

    def _source(self, source: TerritoryId | None) -> list[tuple[str, str]]:
        return [(SOURCE_PARAMETER, source)] if source else []

    def filters(self) -> list[str]:
        """One Solr clause for each chosen facet value."""
        return [clause(field, [value]) for field, value in self.chosen]


def _address(page: str, parameters: Sequence[tuple[str, str]]) -> str:
    return f"{page}?{urlencode(parameters)}" if parameters else page


def scopes_of(has_below: bool, has_above: bool) -> tuple[Scope, ...]:
    """The tabs of a territory: none for below without anything below, none for above the country."""
    below = (Scope.BELOW,) if has_below else ()
    return (Scope.OWN, *below, *((Scope.ABOVE,) if has_above else ()))


def default_scope(scopes: Collection[Scope]) -> Scope:
    """The tab that is open when the reader asks for none."""
    return Scope.BELOW if Scope.BELOW in scopes else Scope.OWN


def asked_of(
    parameters: Sequence[tuple[str, str]],
    facets: Collection[str],
    scopes: tuple[Scope, ...],
    ancestors: Collection[TerritoryId] = (),
) -> Asked:
    """Read the parameters of a territory's page.

    Parameters of nobody (a newsletter's ``utm_source``) are left alone, where CKAN's own search page
    would look for datasets having such a field and find none.

    :param ancestors: the territories above, of which the reader may ask for one
    """
    single = dict(reversed(parameters))
    scope = next((one for one in scopes if one == single.get(SCOPE_PARAMETER)), default_scope(scopes))
    wanted = (one for one in ancestors if scope is Scope.ABOVE and one == single.get(SOURCE_PARAMETER))
    chosen = tuple(
        (name, value) for name, value in parameters if value and name in facets and name not in _NOT_FACETS
    )
    return Asked(
        q=single.get("q", ""),
        sort=single.get("sort") or None,
        scope=scope,
        scopes=scopes,
        chosen=chosen,
        extras={name: value for name, value in single.items() if name.startswith("ext_")},
        source=next(wanted, None),
    )


def scope_clause(scope: Scope, territory: TerritoryId, ancestors: Sequence[TerritoryId]) -> str:
    """The Solr clause of the datasets that a tab lists."""
    if scope is Scope.OWN:
        return produced_by([territory])
    if scope is Scope.ABOVE:
        return produced_by(ancestors)
    return within(territory)


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many datasets a territory has: its own, with all below, above it; below by level, largest first.

    ``above_by_level`` tells those above apart by producer, of which there is one on each level.
    """

    own: int
    below: int
    above: int
    by_level: tuple[tuple[Level, int], ...]
    above_by_level: Mapping[Level, int] = dataclasses.field(default_factory=dict)

    def of(self, scope: Scope) -> int:
        """The number of datasets that a tab lists."""
        return {Scope.OWN: self.own, Scope.BELOW: self.below, Scope.ABOVE: self.above}[scope]


def numbers_clause(territory: TerritoryId, ancestors: Sequence[TerritoryId]) -> str:
    """The Solr clause of all datasets that ``numbers`` counts: below and above in one search."""
    if not ancestors:
        return within(territory)
    return f"({within(territory)} OR {produced_by(ancestors)})"


def numbers(level: Level, level_counts: Mapping[str, int]) -> Numbers:
    """Tell a territory's own, lower and higher datasets apart by their producers' levels.

    That is enough: nothing above a territory is of its level or lower, and nothing below it is higher.

    :param level: the territory's own level
    :param level_counts: the facet of producers' levels over ``numbers_clause``
    """
    counts = {one: level_counts.get(str(one), 0) for one in Level}
    lower = tuple((one, count) for one, count in counts.items() if one.rank >= level.rank and count)
    higher = {one: count for one, count in counts.items() if one.rank < level.rank and count}
    return Numbers(
        own=counts[level],
        below=sum(count for _, count in lower),
        above=sum(higher.values()),
        by_level=lower,
        above_by_level=higher,
    )


def by_name(records: Iterable[AnyNamed], level: Level | None = None) -> list[AnyNamed]:
    """Territories in the order of their names as people read them: accents and hyphens do not count.

    :param level: only those of this level
    """
    kept = (record for record in records if level is None or record.level is level)
    return sorted(kept, key=lambda record: (normalise_name(record.name), record.id))


def most_published(territories: Iterable[AnyNamed], counts: Mapping[str, int], most: int) -> list[AnyNamed]:
    """Those territories that have most datasets, most first; none without datasets.

    :param counts: the number of datasets by territory id
    :param most: how many at most
    """
    having = sorted((one for one in territories if counts.get(one.id)), key=lambda one: -counts[one.id])
    return having[:most]


def trail(
    ancestors: Iterable[TerritoryId], contains: Collection[tuple[TerritoryId, TerritoryId]]
) -> list[TerritoryId]:
    """The ancestors of a breadcrumb, largest first: each contains the next.

    Ancestors are not one line: a commune's EPCI may straddle two départements. Of the longest lines the one
    through the largest territories wins, which is the one through the département.

    :param ancestors: all the ancestors, in any order
    :param contains: pairs (larger, smaller) among them
    """
    lines: list[list[TerritoryId]] = [[]]
    for one in sorted(ancestors, key=lambda each: each.level.rank):
        lines += [[*line, one] for line in lines if not line or (line[-1], one) in contains]
    return min(lines, key=lambda line: (-len(line), [one.level.rank for one in line]))
