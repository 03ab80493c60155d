"""Names of authorities, understood: the level they say, what remains of them, and who has this name. PURE."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from ckanext.odlocale.cog.ids import Level, TerritoryId
from ckanext.odlocale.cog.names import normalise_name, strip_kind

GENERIC_NAMES = frozenset(("commune", "mairie", "ville", "municipalite", "hotel ville", "commune nouvelle"))
"""Normalised names that say what kind of authority it is, not which."""
SHORT_NAME = 4
"""Bare names up to this many letters are as often acronyms (ARS, SEM, EU) as communes (Ars, Sem, Eu)."""
LONGEST = 500


class NameDirectory(Protocol):
    """Where names are looked up."""

    def by_name(
        self, normalised: str, level: Level | None = None, within: str | None = None
    ) -> Sequence[TerritoryId]: ...


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it was understood: the level it says, what remains of it, and who has this name."""

    text: str
    level: Level | None
    rest: str
    here: tuple[TerritoryId, ...]
    anywhere: tuple[TerritoryId, ...]

    @property
    def generic(self) -> bool:
        """True for “Mairie” or “Commune”: it says what kind of authority, not which."""
        return self.level is not None and not self.rest

    @property
    def long_enough(self) -> bool:
        """False for a bare name that may be an acronym."""
        return self.level is not None or len(self.rest) > SHORT_NAME

    def agrees(self, territory: TerritoryId) -> bool:
        """True when this may be the name of the territory."""
        return self.level is territory.level if self.generic else territory in self.anywhere

    def contradicts(self, territory: TerritoryId) -> bool:
        """True when this is somebody else's name, or says another level."""
        if self.agrees(territory):
            return False
        return bool(self.anywhere) or self.level not in (None, territory.level)


def understand_name(text: str, directory: NameDirectory, within: str | None) -> Name:
    """Look a name up.

    :param within: the territory that limits the search; None for all of France
    """
    if normalise_name(text) in GENERIC_NAMES:
        return Name(text[:LONGEST], Level.COM, "", (), ())
    level, rest = strip_kind(text)
    anywhere = called(text, directory, None)
    here = called(text, directory, within) if within is not None and anywhere else anywhere
    return Name(text[:LONGEST], level, rest, here, anywhere)


def called(text: str, directory: NameDirectory, within: str | None) -> tuple[TerritoryId, ...]:
    """Who has this name, taken apart or whole: a commune may be called Ville-du-Pont."""
    level, rest = strip_kind(text)
    whole = normalise_name(text)
    found = list(directory.by_name(rest, level, within)) if rest else []
    if whole != rest:
        found += directory.by_name(whole, None, within)
    return tuple(dict.fromkeys(found))


def of_this_name(
    current: Iterable[TerritoryId], former: Iterable[TerritoryId], level: Level | None
) -> list[TerritoryId]:
    """Who answers to a name, of all territories that have it.

    Names that are gone count only when no current territory has it. Without a level, an EPCI counts only
    when no commune has it: bare “Agen” is the commune, the EPCI is called “Agglomération d'Agen”.

    :param current: the territories in force that are called so
    :param former: the successors of those that were
    :param level: what the name says; the territories are of this level already
    """
    found = sorted(set(current) or set(former))
    communes = [territory for territory in found if territory.level is Level.COM]
    if level is None and communes:
        return [territory for territory in found if territory.level not in (Level.EPCI, Level.EPT)]
    return found
