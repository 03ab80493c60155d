"""Which kits help somebody where they are, most fitting first. PURE."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

MOST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Kit:
    """What a kit helps with; an empty set means: with all of them.

    :param rank: sorts kits in their reading order
    """

    name: str
    title: str
    kind: str
    stage: str
    rank: str
    schemas: frozenset[str] = frozenset()
    levels: frozenset[str] = frozenset()
    strata: frozenset[str] = frozenset()
    rules: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Situation:
    """Where somebody is: every empty part is not known.

    :param schemas: the sets of the socle that it is about
    :param rules: the rules that a file does not follow
    :param stage: the step to be taken next
    """

    schemas: frozenset[str] = frozenset()
    rules: frozenset[str] = frozenset()
    level: str = ""
    stratum: str = ""
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A kit, and the rules of the situation that it was written for."""

    kit: Kit
    rules: frozenset[str]


def helpful(kits: Iterable[Kit], situation: Situation, most: int = MOST_SHOWN) -> list[Chosen]:
    """The kits that help, the most fitting first, then in their reading order.

    One for other sets, levels or strata does not help, nor does one that says nothing about the rule, the set
    and the stage that it is about.
    """
    scored = [(fitness(kit, situation), kit) for kit in kits]
    fitting = [(score, kit) for score, kit in scored if score > 0]
    fitting.sort(key=lambda one: (-one[0], one[1].rank, one[1].name))
    return [Chosen(kit, kit.rules & situation.rules) for _, kit in fitting[:most]]


def fitness(kit: Kit, situation: Situation) -> int:
    """How well a kit fits: 0 for not at all."""
    if not _is_for(kit.levels, situation.level) or not _is_for(kit.strata, situation.stratum):
        return 0
    if kit.schemas and situation.schemas and not kit.schemas & situation.schemas:
        return 0
    rule, schema = bool(kit.rules & situation.rules), bool(kit.schemas & situation.schemas)
    stage = bool(situation.stage) and kit.stage == situation.stage
    return 8 * rule + 4 * schema + 2 * stage


def _is_for(accepted: frozenset[str], asked: str) -> bool:
    return not accepted or not asked or asked in accepted
