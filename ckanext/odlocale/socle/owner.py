"""Whose data a file holds, and whether that is who publishes it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from .findings import Finding

# For each column that says whose data a row is, the rows of each SIREN or INSEE code.
Producers = dict[str, Counter[str]]

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Owner:
    """Who publishes a file: `siren` is its own, `members` those it publishes for, `communes` INSEE codes."""

    name: str
    siren: str | None = None
    members: frozenset[str] = frozenset()
    communes: frozenset[str] = frozenset()

    def stands_for(self, identifier: str) -> bool:
        """Whether rows of this SIREN or commune are its own or its members'."""
        return identifier == self.siren or identifier in self.members or identifier in self.communes


def producers(columns: Mapping[str, str], watched: Mapping[str, Counter[str | None]]) -> Producers:
    """Rows counted by SIREN, or by commune. A cell that is no identifier is for the rules of its column."""
    return {name: _identified(columns[name], counts) for name, counts in watched.items()}


def _identified(kind: str, counts: Mapping[str | None, int]) -> Counter[str]:
    rows: Counter[str] = Counter()
    for text, count in counts.items():
        if (identifier := identifier_of(kind, text)) is not None:
            rows[identifier] += count
    return rows


def identifier_of(kind: str, text: str | None) -> str | None:
    """The SIREN of a SIRET, or an INSEE code; None for anything else."""
    bare = re.sub(r"\s", "", text or "").upper()
    pattern = r"\d{14}" if kind == "siret" else r"\d[\dAB]\d{3}"
    if not re.fullmatch(pattern, bare):
        return None
    return bare[:9] if kind == "siret" else bare


def is_shared(rows: Producers) -> bool:
    """Whether the file holds the data of several producers, as that of an EPCI for its communes."""
    return any(len(counts) > 1 for counts in rows.values())


def owner_findings(rows: Producers, owner: Owner, called: Callable[[str], str] = str) -> Iterator[Finding]:
    """Warnings that name both sides when rows belong to somebody whom the owner does not stand for.

    :param called: what the authority of a SIREN or an INSEE code is called; asked of those that are named
    """
    for column, counts in rows.items():
        foreign = [identifier for identifier, _ in counts.most_common() if not owner.stands_for(identifier)]
        if foreign and len(counts) == 1:
            own = (
                owner.siren
                if len(foreign[0]) == len("123456789")
                else ", ".join(sorted(owner.communes)[:SHOWN])
            )
            yield Finding(None, column, "owner", foreign[0], "owner-other",
                          {"found": called(foreign[0]), "owner": owner.name, "own": own or "?"})  # fmt: skip
        elif foreign:
            yield Finding(None, column, "owner", None, "owner-others",
                          {"count": len(counts), "foreign": len(foreign), "owner": owner.name,
                           "first": [called(one) for one in foreign[:SHOWN]]})  # fmt: skip
