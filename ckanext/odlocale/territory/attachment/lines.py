"""Lines that each say which territory an organization is: what is to be done with each. PURE."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Outcome(StrEnum):
    """What becomes of a line."""

    DONE = "done"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


class Why(StrEnum):
    """What there is to tell about a line; each has its sentence."""

    ATTACHED = "attached"
    ALREADY = "already"
    EMPTY = "empty"
    REPEATED = "repeated"
    NO_ORGANIZATION = "no organization"
    UNKNOWN_ORGANIZATION = "unknown organization"
    UNKNOWN_TERRITORY = "unknown territory"
    SEVERAL_TERRITORIES = "several territories"
    CONTRADICTED = "contradicted"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Line:
    """What somebody wrote.

    :param number: the row of the table, as a spreadsheet counts it
    """

    number: int
    organization: str
    territory: str


@dataclass(frozen=True, slots=True)
class Known:
    """An organization of the portal, with the territory it has."""

    id: str
    name: str
    territory: str | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be done with a line.

    :param organization: None when it is unknown
    :param territory: what is meant, None when it is unknown
    :param others: what else it may mean, or the lines it repeats or contradicts
    """

    line: Line
    outcome: Outcome
    why: Why
    organization: Known | None = None
    territory: str | None = None
    others: tuple[str, ...] = field(default=())


def judge(
    lines: Iterable[Line], organizations: Mapping[str, Known], territories: Mapping[str, Sequence[str]]
) -> list[Verdict]:
    """Decide about each line; two that want different territories for one organization are both refused.

    :param organizations: by what lines may call them
    :param territories: what each text may mean, several when it is ambiguous
    """
    verdicts = [_judged(line, organizations.get(line.organization), territories) for line in lines]
    wanted: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        if verdict.organization and verdict.territory:
            wanted.setdefault(verdict.organization.id, []).append(verdict)
    changed = {id(old): new for group in wanted.values() if len(group) > 1 for old, new in _settled(group)}
    return [changed.get(id(verdict), verdict) for verdict in verdicts]


def _judged(line: Line, organization: Known | None, territories: Mapping[str, Sequence[str]]) -> Verdict:
    if not line.organization:
        return Verdict(line, Outcome.REFUSED, Why.NO_ORGANIZATION)
    if organization is None:
        return Verdict(line, Outcome.REFUSED, Why.UNKNOWN_ORGANIZATION)
    if not line.territory:
        return Verdict(line, Outcome.UNCHANGED, Why.EMPTY, organization)
    meant = tuple(territories.get(line.territory, ()))
    if len(meant) != 1:
        why = Why.SEVERAL_TERRITORIES if meant else Why.UNKNOWN_TERRITORY
        return Verdict(line, Outcome.REFUSED, why, organization, None, meant)
    if meant[0] == organization.territory:
        return Verdict(line, Outcome.UNCHANGED, Why.ALREADY, organization, meant[0])
    return Verdict(line, Outcome.DONE, Why.ATTACHED, organization, meant[0])


def _settled(group: Sequence[Verdict]) -> Iterator[tuple[Verdict, Verdict]]:
    agreed = len({verdict.territory for verdict in group}) == 1
    for position, verdict in enumerate(group):
        others = tuple(str(other.line.number) for other in group if other is not verdict)
        if not agreed:
            yield verdict, _with(verdict, Outcome.REFUSED, Why.CONTRADICTED, others)
        elif position:
            yield verdict, _with(verdict, Outcome.UNCHANGED, Why.REPEATED, (str(group[0].line.number),))


def _with(verdict: Verdict, outcome: Outcome, why: Why, others: tuple[str, ...]) -> Verdict:
    return Verdict(verdict.line, outcome, why, verdict.organization, verdict.territory, others)
