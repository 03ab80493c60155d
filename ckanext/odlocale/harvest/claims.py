"""What a catalogue says about the producer of a dataset, and what each claim means here. Values only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from ckanext.odlocale.cog.shared import Name, NameDirectory, TerritoryId, called, siren_of, understand_name
from ckanext.odlocale.harvest.identifiers import authority_numbers, coverage_code, typed_code


class Certainty(StrEnum):
    """How far an identification can be trusted: only certain ones place a dataset without a person."""

    CERTAIN = "certain"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True, slots=True)
class Agent:
    """What a catalogue says about somebody: a publisher, or the organization that keeps the dataset there.

    :param names: as written, the most explicit first
    :param numbers: SIRET and SIREN, as written
    :param codes: territories named by a typed code
    :param addresses: URI, homepage and other identifiers
    :param local: the territory of the organization of this portal that has the same id
    """

    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    codes: tuple[TerritoryId, ...] = ()
    addresses: tuple[str, ...] = ()
    local: TerritoryId | None = None

    def __bool__(self) -> bool:
        return bool(self.names or self.numbers or self.codes or self.addresses)


@dataclass(frozen=True, slots=True)
class Claims:
    """Everything in a dataset's description that may tell its producer.

    :param authors: names that may be a person, a service or the producer (CKAN's ``author``, ``maintainer``)
    :param contacts: names of contact points, the weakest of all
    :param coverage: addresses, codes and names of the spatial coverage
    """

    publisher: Agent = field(default_factory=Agent)
    organization: Agent = field(default_factory=Agent)
    authors: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    coverage: tuple[str, ...] = ()


class Directory(NameDirectory, Protocol):
    """The lookups that recognising needs."""

    def by_siren(self, siren: str) -> TerritoryId | None: ...

    def by_code(self, code: TerritoryId) -> TerritoryId | None: ...

    def contains(self, container: str, inner: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class Evidence:
    """One claim, its value as written, and the territories it means (several when it is ambiguous)."""

    claim: str
    value: str
    matched: tuple[TerritoryId, ...] = ()

    def __str__(self) -> str:
        return f"{self.claim}: {self.value}"

    @property
    def only(self) -> TerritoryId | None:
        """The one territory it means."""
        return self.matched[0] if len(self.matched) == 1 else None

    @property
    def stranger(self) -> bool:
        """True for a SIREN or SIRET that no territory here has: somebody else's, whatever the name."""
        return not self.matched and self.claim.endswith(("siren", "siret"))


@dataclass(frozen=True, slots=True)
class Identification:
    """The territory recognised, by which evidence."""

    territory: TerritoryId
    evidence: tuple[Evidence, ...]
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Case:
    """All evidence of one dataset, sorted by who it is about."""

    numbers: tuple[Evidence, ...]
    names: tuple[Name, ...]
    authors: tuple[Name, ...]
    host: tuple[Evidence, ...]
    host_names: tuple[Name, ...]
    coverage: tuple[Evidence, ...]
    contacts: tuple[Name, ...]

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """All of it, strongest first."""
        named = (("name", self.names), ("author", self.authors), ("contact", self.contacts))
        names = (of_name(claim, name) for claim, group in named for name in group)
        hosts = (of_name("organization", name) for name in self.host_names)
        return (*self.numbers, *self.host, *hosts, *self.coverage, *names)


def understand(claims: Claims, directory: Directory, within: str | None) -> Case:
    """Look every claim up.

    :param within: the territory that limits the search by name; None for all of France
    """

    def named(names: Iterable[str]) -> tuple[Name, ...]:
        return tuple(understand_name(name, directory, within) for name in names)

    return Case(
        numbers=tuple(_numbers(claims.publisher, directory, "")),
        names=named(claims.publisher.names),
        authors=named(claims.authors),
        host=tuple(_numbers(claims.organization, directory, "organization ")),
        host_names=named(claims.organization.names),
        coverage=tuple(_coverage(claims.coverage, directory)),
        contacts=named(claims.contacts),
    )


def _numbers(agent: Agent, directory: Directory, about: str) -> Iterator[Evidence]:
    for number in sorted(agent.numbers, key=len, reverse=True):
        claim = "siret" if len(number) == 14 else "siren"
        yield Evidence(about + claim, number, _one(directory.by_siren(siren_of(number) or "")))
    for code in agent.codes:
        yield Evidence(f"{about}insee", code, _one(directory.by_code(code)))
    for address in agent.addresses:
        yield Evidence(f"{about}address", address[:500], tuple(_behind(address, directory)))
    if agent.local is not None:
        yield Evidence(f"{about}id", agent.local, (agent.local,))


def _behind(address: str, directory: Directory) -> Iterator[TerritoryId]:
    code = typed_code(address)
    found = [directory.by_code(code)] if code else []
    found += [directory.by_siren(siren_of(number) or "") for number in authority_numbers(address)]
    yield from dict.fromkeys(territory for territory in found if territory)


def _coverage(texts: Iterable[str], directory: Directory) -> Iterator[Evidence]:
    for text in texts:
        code = coverage_code(text)
        matched = _one(directory.by_code(code)) if code else called(text, directory, None)
        yield Evidence("spatial", text[:500], matched)


def _one(territory: TerritoryId | None) -> tuple[TerritoryId, ...]:
    return (territory,) if territory else ()


def of_name(claim: str, name: Name) -> Evidence:
    """A name as evidence, with who has it in the territory searched."""
    return Evidence(claim, name.text, name.here)
