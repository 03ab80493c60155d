"""Which territory an organization without one may be the authority of, and how surely. PURE.

Four things speak: the commune it is attached to has merged; its SIREN; its name; the territories that its
datasets name. What a number says is certain, and so is a name that says what it is (“Mairie de Bonneville”)
when only one territory answers to it. Two weaker signs that agree are certain together. Signs that contradict
each other leave the choice to a person, and so does a name that several territories have.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Protocol

from ckanext.odlocale.cog.shared import (
    Level,
    Name,
    NameDirectory,
    TerritoryId,
    normalise_name,
    strip_kind,
    understand_name,
)

MOST_CANDIDATES = 8

_ASIDE = re.compile(r"[(\[]([^)\]]*)[)\]]?")
_CODE_AT_END = re.compile(r"[\s,_-]+(\d{5}|97\d|\d\d|2[ab])\s*$", re.IGNORECASE)
_CODE = re.compile(r"\s*(\d{5}|97\d|\d\d|2[ab])\s*", re.IGNORECASE)


class Certainty(StrEnum):
    """How far a proposal can be trusted; only certain ones are ticked without a person."""

    CERTAIN = "certain"
    LIKELY = "likely"
    AMBIGUOUS = "ambiguous"


class Sign(StrEnum):
    """What speaks for a territory, strongest first."""

    SUCCESSOR = "successor"
    SIREN = "siren"
    NAME = "name"
    DATASETS = "datasets"


class Narrowing(StrEnum):
    """What told the one meant from others of its name."""

    HINT = "hint"
    DATASETS = "datasets"
    PORTAL = "portal"


@dataclass(frozen=True, slots=True)
class Subject:
    """What is known of an organization.

    :param names: its title, then its name in addresses
    :param attached: the territory it is attached to, which is no more
    :param producers: the territories that its datasets name, with the number of datasets
    """

    names: tuple[str, ...]
    siren: str | None = None
    attached: TerritoryId | None = None
    producers: Mapping[TerritoryId, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Proof:
    """One sign for a territory.

    :param value: what was read: a SIREN, a name, a former commune, a number of datasets
    :param narrowed: what told it from others of its name
    :param strong: enough by itself
    :param namesakes: how many answer to the name
    """

    sign: Sign
    territory: TerritoryId
    value: str
    narrowed: Narrowing | None = None
    strong: bool = True
    namesakes: int = 1


@dataclass(frozen=True, slots=True)
class Proposal:
    """A territory that an organization may be the authority of."""

    territory: TerritoryId
    certainty: Certainty
    proofs: tuple[Proof, ...]


class Directory(NameDirectory, Protocol):
    """The lookups that proposing needs."""

    def by_siren(self, siren: str) -> TerritoryId | None: ...
    def successor(self, territory: TerritoryId) -> TerritoryId | None: ...
    def touches(self, container: str, inner: str) -> bool: ...
    def around(self, territories: Sequence[TerritoryId]) -> TerritoryId | None: ...


def propose(subject: Subject, directory: Directory, within: str | None = None) -> tuple[Proposal, ...]:
    """The territories that an organization may be the authority of, the likeliest first.

    :param within: the territory of the portal, which tells namesakes apart
    """
    named = _by_name(subject, directory, within)
    proofs = [*_by_number(subject, directory), *named, *_by_datasets(subject, directory)]
    found = _weighed(proofs, directory)
    return tuple(sorted(found, key=_order)[:MOST_CANDIDATES])


def beside_others(proposal: Proposal) -> Proposal:
    """A proposal for a territory that has an organization already: only a number is still certain of it."""
    numbered = any(proof.sign in (Sign.SIREN, Sign.SUCCESSOR) for proof in proposal.proofs)
    doubted = proposal.certainty is Certainty.CERTAIN and not numbered
    return replace(proposal, certainty=Certainty.LIKELY) if doubted else proposal


def looked_up(names: Iterable[str]) -> Iterator[str]:
    """The normalised names under which :func:`propose` will ask for these."""
    for text in names:
        name, hint = _apart(text)
        yield from (normalise_name(name), strip_kind(name)[1], normalise_name(hint))


def _order(proposal: Proposal) -> tuple[int, int, int, int, str]:
    signs = [list(Sign).index(proof.sign) for proof in proposal.proofs]
    level = proposal.territory.level.rank
    return list(Certainty).index(proposal.certainty), -len(signs), min(signs), level, proposal.territory


def _by_number(subject: Subject, directory: Directory) -> Iterator[Proof]:
    heir = directory.successor(subject.attached) if subject.attached else None
    if heir and subject.attached:
        yield Proof(Sign.SUCCESSOR, heir, subject.attached)
    holder = directory.by_siren(subject.siren) if subject.siren else None
    if holder and subject.siren:
        yield Proof(Sign.SIREN, holder, subject.siren)


def _by_name(subject: Subject, directory: Directory, within: str | None) -> list[Proof]:
    """What the title says; the name in addresses only when that says nothing."""
    for text in subject.names:
        written, hint = _apart(text)
        name = understand_name(written, directory, None)
        if name.anywhere:
            areas = _areas(hint, subject, directory, within)
            return list(_named(name, text, areas, directory))
    return []


def _areas(
    hint: str, subject: Subject, directory: Directory, within: str | None
) -> dict[Narrowing, list[str]]:
    """Where the one meant may be, most telling first."""
    areas = {
        Narrowing.HINT: _hinted(hint, directory),
        Narrowing.DATASETS: list(subject.producers),
        Narrowing.PORTAL: [within] if within and within != Level.FR else [],
    }
    return {by: found for by, found in areas.items() if found}


def _named(
    name: Name, text: str, areas: Mapping[Narrowing, list[str]], directory: Directory
) -> Iterator[Proof]:
    meant, narrowed, elsewhere = list(name.anywhere), None, False
    for by, found in areas.items():
        near = [one for one in meant if any(_related(one, area, directory) for area in found)]
        elsewhere = elsewhere or not near
        narrowed = by if near and narrowed is None else narrowed
        meant = near or meant
    sure = name.level is not None or (name.long_enough and narrowed in (Narrowing.HINT, Narrowing.PORTAL))
    for territory in meant:
        proof = Proof(Sign.NAME, territory, text, narrowed, sure and not elsewhere, len(meant))
        yield proof if len(name.anywhere) > 1 or len(meant) > 1 else replace(proof, narrowed=None)


def _related(one: str, area: str, directory: Directory) -> bool:
    return directory.touches(area, one) or directory.touches(one, area)


def _by_datasets(subject: Subject, directory: Directory) -> Iterator[Proof]:
    producers = list(subject.producers)
    around = producers[0] if len(producers) == 1 else directory.around(producers)
    if around and around.level is not Level.FR:
        yield Proof(Sign.DATASETS, around, str(sum(subject.producers.values())), strong=False)


def _weighed(proofs: Sequence[Proof], directory: Directory) -> list[Proposal]:
    single = [proof for proof in proofs if proof.namesakes == 1]
    several = [proof for proof in proofs if proof.namesakes > 1]
    elsewhere = {proof.territory for proof in single}
    # A name that several have is settled by any other sign for one of them.
    agreeing = [
        replace(proof, namesakes=1, strong=False) for proof in several if proof.territory in elsewhere
    ]
    open_ones = [] if agreeing else several
    signs = _by_territory([*single, *agreeing])
    certain = {territory for territory, found in signs.items() if len(found) > 1 or found[0].strong}
    contradicted = len(certain) > 1 or any(
        _contradicted(territory, signs, directory) for territory in certain
    )
    return [
        *(
            Proposal(territory, _certainty(territory in certain and not contradicted), tuple(found))
            for territory, found in signs.items()
        ),
        *(Proposal(proof.territory, Certainty.AMBIGUOUS, (proof,)) for proof in open_ones),
    ]


def _contradicted(
    territory: TerritoryId, signs: Mapping[TerritoryId, list[Proof]], directory: Directory
) -> bool:
    """A name that stands alone, while the datasets are from somewhere else."""
    if any(proof.sign is not Sign.NAME for proof in signs[territory]):
        return False
    others = [other for other in signs if other != territory]
    return any(not _related(territory, other, directory) for other in others)


def _certainty(certain: bool) -> Certainty:
    return Certainty.CERTAIN if certain else Certainty.LIKELY


def _by_territory(proofs: Iterable[Proof]) -> dict[TerritoryId, list[Proof]]:
    found: dict[TerritoryId, list[Proof]] = {}
    for proof in proofs:
        found.setdefault(proof.territory, []).append(proof)
    return found


def _apart(text: str) -> tuple[str, str]:
    """A name, and what it adds to be told from others: “Ville d'Annecy (74)”, “mairie-seyssel-01”."""
    aside = _ASIDE.search(text)
    if aside:
        return (text[: aside.start()] + " " + text[aside.end() :]).strip() or text, aside[1]
    code = _CODE_AT_END.search(text)
    return (text[: code.start()], code[1]) if code else (text, "")


def _hinted(hint: str, directory: Directory) -> list[str]:
    code = _CODE.fullmatch(hint)
    if code:
        digits = code[1].upper()
        return [f"dep-{digits[: 3 if digits.startswith('97') else 2]}"]
    return [*directory.by_name(normalise_name(hint), None)] if hint else []
