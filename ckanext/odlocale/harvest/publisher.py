"""Which territory's authority produced a dataset, from what its catalogue says. Decides, and writes nothing.

The order of proof: SIRET, SIREN, INSEE code, address or identifier of the publisher, the organization of the
remote catalogue, the spatial coverage when the names agree with it, then an exact name that only one
territory has. Claims that contradict each other lower the certainty or prove nothing: a dataset without a
recognised producer waits for a person, one given to the wrong commune is seen by nobody.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from ckanext.odlocale.cog.shared import (
    GENERIC_NAMES,
    Level,
    Name,
    TerritoryId,
    normalise_name,
    siren_of,
    strip_kind,
)
from ckanext.odlocale.harvest.claims import (
    Agent,
    Case,
    Certainty,
    Claims,
    Directory,
    Evidence,
    Identification,
    of_name,
    understand,
)

KEY_BYTES = 1000


def examine(claims: Claims, directory: Directory, within: str | None = None) -> tuple[Evidence, ...]:
    """Every claim with what it means here, whether or not it is enough; for the person who has to decide.

    :param within: the territory that limits the search by name
    """
    return understand(claims, directory, within).evidence


def identify(claims: Claims, directory: Directory, within: str | None = None) -> Identification | None:
    """Recognise the producer of a dataset.

    :param within: the territory that limits the search by name: names alone prove little in all of France
    :returns: None when nothing points to one territory, or when numbers point to several
    """
    case = understand(claims, directory, within)
    if any(evidence.matched for evidence in case.numbers):
        return _by_numbers(case.numbers, (*case.names, *_hinted(case.authors)))
    host = _host(case, within)
    if host is not None:
        return _by_host(host, case, directory)
    return _by_coverage(case) or _by_name(case, within)


def key_of(claims: Claims) -> str:
    """What tells one producer of a source from another: a decision holds for all datasets of a key.

    :returns: the strongest claim about the publisher, else about the remote organization and its author when
        that names an authority; the coverage is part of it where the name is only “Mairie”, or missing
    """
    return _bounded(_key_of(claims))


def _key_of(claims: Claims) -> str:
    if claims.publisher:
        key = _agent_key(claims.publisher)
        if claims.organization and _says_little(claims.publisher):
            key = f"{key} / {_agent_key(claims.organization)}"
        return _with_coverage(key, claims.publisher.names, claims)
    authors = _authorities(claims.authors)
    parts = [_agent_key(claims.organization)] if claims.organization else []
    parts += [f"name:{_squeezed(authors[0])}"] if authors else []
    return _with_coverage(" / ".join(parts) or "none", (*authors, *claims.organization.names), claims)


def name_of(claims: Claims) -> str:
    """The producer's name as the source writes it; empty when it has none."""
    if claims.publisher:
        names: tuple[str, ...] = (*claims.publisher.names, *claims.publisher.addresses)
    else:
        names = (*_authorities(claims.authors), *claims.organization.names, *claims.authors)
    return names[0][:500] if names else ""


def _agent_key(agent: Agent) -> str:
    if agent.numbers:
        return f"siren:{siren_of(agent.numbers[0])}"
    if agent.codes:
        return str(agent.codes[0])
    if agent.names:
        return f"name:{_squeezed(agent.names[0])}"
    return f"address:{agent.addresses[0]}"[:500]


def _says_little(agent: Agent) -> bool:
    """True for “Service SIG”: many organizations of a catalogue have one."""
    return not (agent.numbers or agent.codes) and not _authorities(agent.names)


def _bounded(key: str) -> str:
    """Short enough for an index of PostgreSQL, and still unlike any other."""
    if len(key.encode()) <= KEY_BYTES:
        return key
    return f"{key[:100]}… {hashlib.sha256(key.encode()).hexdigest()}"


def _with_coverage(key: str, names: Sequence[str], claims: Claims) -> str:
    says_who = any(normalise_name(name) not in GENERIC_NAMES for name in names) or not key.startswith(
        ("name:", "none")
    )
    return key if says_who or not claims.coverage else f"{key} @ {claims.coverage[0][:200]}"


def _authorities(authors: Iterable[str]) -> list[str]:
    return [author for author in authors if strip_kind(author)[0] is not None]


def _by_numbers(numbers: Sequence[Evidence], names: Iterable[Name]) -> Identification | None:
    meant = {territory for evidence in numbers for territory in evidence.matched}
    if len(meant) != 1:
        return None
    territory = meant.pop()
    others = [of_name("name", name) for name in names if name.contradicts(territory)]
    others += [evidence for evidence in numbers if evidence.stranger]
    proof = tuple(evidence for evidence in numbers if evidence.matched)
    return Identification(territory, (*proof, *others), _unless(bool(others)))


def _host(case: Case, within: str | None) -> Identification | None:
    """Who keeps the dataset in its catalogue: in CKAN that is the publisher, unless another is named."""
    if any(evidence.matched for evidence in case.host):
        return _by_numbers(case.host, case.host_names)
    found = [name for name in case.host_names if len(name.here) == 1]
    meant = {name.here[0] for name in found}
    if len(meant) != 1:
        return None
    sure = all(_sure(name, within) for name in found) and not any(evidence.stranger for evidence in case.host)
    return Identification(
        meant.pop(), tuple(of_name("organization", name) for name in found), _unless(not sure)
    )


def _by_host(host: Identification, case: Case, directory: Directory) -> Identification | None:
    names = (*case.names, *_hinted(case.authors))
    others = [name for name in names if not name.agrees(host.territory)]
    if not others:
        agreeing = tuple(of_name("name", name) for name in names)
        return Identification(host.territory, (*host.evidence, *agreeing), host.certainty)
    below = {
        found: name for name in others for found in name.anywhere if directory.contains(host.territory, found)
    }
    if len(below) == 1:
        [(territory, name)] = below.items()
        return _below(territory, name, host, others)
    if below or any(name.anywhere or name.level for name in others):
        return None
    strangers = tuple(of_name("name", name) for name in others)
    return Identification(host.territory, (*host.evidence, *strangers), Certainty.DOUBTFUL)


def _below(
    territory: TerritoryId, name: Name, host: Identification, others: Sequence[Name]
) -> Identification:
    """A commune that its EPCI publishes for: the host vouches for where, the name says who."""
    contradicted = any(other.contradicts(territory) for other in others)
    doubtful = contradicted or not name.long_enough or host.certainty is Certainty.DOUBTFUL
    proof = Evidence("name", name.text, (territory,))
    return Identification(territory, (proof, *host.evidence), _unless(doubtful))


def _by_coverage(case: Case) -> Identification | None:
    """The coverage tells which of several namesakes it is; it proves nothing against another name."""
    covered = {evidence.only for evidence in case.coverage}
    territory = covered.pop() if len(covered) == 1 else None
    if territory is None or territory.level is Level.FR:
        return None
    names = _producer_names(case)
    if not names and not case.authors and not case.numbers and not case.host:
        return Identification(territory, case.coverage, Certainty.DOUBTFUL)
    agreeing = [name for name in names if name.agrees(territory)]
    if not agreeing:
        return None
    doubtful = _has_stranger(case) or any(name.contradicts(territory) for name in names)
    proof = (*case.coverage, *(of_name("name", name) for name in names))
    return Identification(territory, proof, _unless(doubtful))


def _by_name(case: Case, within: str | None) -> Identification | None:
    names = _producer_names(case)
    if not names and not case.numbers:
        return _by_contact(case)
    found = [name for name in names if len(name.here) == 1]
    meant = {name.here[0] for name in found}
    if len(meant) != 1:
        return None
    territory = meant.pop()
    doubtful = _has_stranger(case) or any(name.contradicts(territory) for name in names)
    doubtful = doubtful or not any(_sure(name, within) for name in found)
    return Identification(territory, tuple(of_name("name", name) for name in found), _unless(doubtful))


def _by_contact(case: Case) -> Identification | None:
    found = [name for name in _hinted(case.contacts) if len(name.here) == 1]
    meant = {name.here[0] for name in found}
    proof = tuple(of_name("contact", name) for name in found)
    return Identification(meant.pop(), proof, Certainty.DOUBTFUL) if len(meant) == 1 else None


def _producer_names(case: Case) -> list[Name]:
    return [*(case.names or case.host_names), *_hinted(case.authors)]


def _hinted(names: Iterable[Name]) -> list[Name]:
    """Names that say “commune de…”: an author who does not may be a person or a service."""
    return [name for name in names if name.level is not None]


def _sure(name: Name, within: str | None) -> bool:
    """A bare name proves something only inside a territory smaller than France."""
    return name.level is not None or (within not in (None, Level.FR) and name.long_enough)


def _has_stranger(case: Case) -> bool:
    return any(evidence.stranger for evidence in (*case.numbers, *case.host))


def _unless(doubtful: bool) -> Certainty:
    return Certainty.DOUBTFUL if doubtful else Certainty.CERTAIN


def _squeezed(name: str) -> str:
    return " ".join(name.casefold().split())[:500]
