"""Whose row it is, and whether it belongs into a consolidated file. PURE."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

# Given SIREN and INSEE codes, the territories of those that have one.
Known = Callable[[Collection[str]], Mapping[str, str]]

# More than there are authorities below any owner: a column of other numbers does not fill the memory.
REMEMBERED = 50_000


class Fate(StrEnum):
    """What becomes of a row. `elsewhere`: it is right, and another territory's."""

    TAKEN = "taken"
    ELSEWHERE = "elsewhere"
    FOREIGN = "foreign"


@dataclass
class Whose:
    """Tells whose the rows of one file are.

    A row belongs to whom it names, if that is who publishes the file or somebody inside; to who publishes
    it when it names nobody that is known: a school, a municipal body. Nobody publishes in the place of a
    neighbour.

    :param owner: the territory that publishes the file
    :param below: what the owner wholly contains
    :param inside: what the consolidated file is about: a territory and what it wholly contains
    """

    owner: str
    below: frozenset[str]
    inside: frozenset[str]
    known: Known
    _met: dict[str, str] = field(default_factory=dict)

    @property
    def owner_is_inside(self) -> bool:
        """Whether the whole file is what the consolidated file is about."""
        return self.owner in self.inside

    def meet(self, identifiers: Iterable[str | None]) -> None:
        """Find out about these all at once."""
        if len(self._met) > REMEMBERED:
            self._met.clear()
        new = {one for one in identifiers if one} - self._met.keys()
        if new:
            found = self.known(new)
            self._met |= {one: found.get(one, self.owner) for one in new}

    def territory(self, identifier: str | None) -> str:
        """The territory of a row that names this one, which was met before."""
        return self._met[identifier] if identifier else self.owner

    def fate(self, territory: str) -> Fate:
        """What becomes of a row of this territory."""
        if territory != self.owner and territory not in self.below:
            return Fate.FOREIGN if self.owner_is_inside else Fate.ELSEWHERE
        return Fate.TAKEN if territory in self.inside else Fate.ELSEWHERE
