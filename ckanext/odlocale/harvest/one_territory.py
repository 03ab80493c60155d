"""The lookups of the pure modules for one territory and those that share its name: nothing is asked twice."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from ckanext.odlocale.cog.shared import Level, TerritoryId, normalise_name, of_this_name, strip_kind
from ckanext.odlocale.harvest import aliases
from ckanext.odlocale.harvest.claims import Certainty, Claims, Evidence
from ckanext.odlocale.harvest.publisher import examine, identify
from ckanext.odlocale.territory import shared as territory


@dataclass(frozen=True, slots=True)
class OneTerritory:
    """Knows one territory by its codes and names, and nobody else but those that have one of these names.

    :param called: by each of its names, normalised, all that have it
    :param above: what contains it
    """

    id: TerritoryId
    siren: str | None
    called: Mapping[str, Sequence[TerritoryId]]
    above: Collection[TerritoryId] = ()

    def by_siren(self, siren: str) -> TerritoryId | None:
        """The territory, by its own SIREN."""
        return self.id if siren == self.siren else None

    def by_code(self, code: TerritoryId) -> TerritoryId | None:
        """The territory, by its own identifier."""
        return self.id if code == self.id else None

    def by_name(
        self, normalised: str, level: Level | None = None, within: str | None = None
    ) -> Sequence[TerritoryId]:
        """Those of this name."""
        found = self.called.get(normalised, ())
        near = [one for one in found if within is None or one == self.id]
        return of_this_name([one for one in near if level in (None, one.level)], (), level)

    def contains(self, container: str, inner: str) -> bool:
        """True for what contains the territory."""
        return inner == self.id and container in self.above


@dataclass(frozen=True, slots=True)
class Recognised:
    """What shows that somebody is the territory, or may be."""

    certainty: Certainty
    evidence: tuple[Evidence, ...]


def known_here(record: territory.TerritoryRecord) -> OneTerritory:
    """What the portal knows of a territory. Six queries at most."""
    also = aliases.of_territories([record.id]).get(record.id, ())
    called: dict[str, Sequence[TerritoryId]] = {normalise_name(name): [record.id] for name in also}
    for name in (normalise_name(record.name), strip_kind(record.name)[1]):
        found = [*territory.by_name(name, record.level), *territory.by_name(name)]
        called[name] = tuple(dict.fromkeys(found))
    return OneTerritory(record.id, record.siren, called, territory.ancestors(record.id))


def recognised(claims: Claims, known: OneTerritory) -> Recognised | None:
    """Whether somebody is a territory: surely, perhaps (a person has to look), or not at all."""
    found = identify(claims, known)
    if found is not None:
        return Recognised(found.certainty, found.evidence) if found.territory == known.id else None
    evidence = examine(claims, known)
    if not any(known.id in one.matched for one in evidence):
        return None
    return Recognised(
        Certainty.DOUBTFUL, tuple(one for one in evidence if known.id in one.matched or one.stranger)
    )
