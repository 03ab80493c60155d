"""The files that a consolidated file is made of, and which version of each is used. PURE."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from enum import StrEnum

from ckanext.odlocale.socle.catalogue import find_schema
from ckanext.odlocale.socle.verdicts.kept import RULES, Outcome

# Raised when consolidated files are written otherwise: all of them are then made again.
FORM = "1"


class Version(StrEnum):
    """A version of the file of a resource: what it is today, or the last one that was valid."""

    CURRENT = "current"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Kept:
    """The last valid version of the file of a resource.

    :param version: of the standard that it follows
    :param file: its name in the folder of kept versions
    """

    hash: str
    version: str
    file: str


@dataclass(frozen=True, slots=True)
class Source:
    """A public file, with what was found out about it.

    :param dataset: the name of its dataset
    :param owner: the territory that publishes it
    :param verdict: ``valid``, ``invalid``, ``error`` or ``unchecked``, on the bytes of `hash`
    :param reason: why it cannot be judged, as a key of `messages` with its values
    :param territories: those that it has rows of, as far as the consolidated file goes
    """

    resource: str
    dataset: str
    owner: str
    licence: str
    verdict: str
    version: str | None = None
    hash: str | None = None
    kept: Kept | None = None
    reason: tuple[str, dict[str, str]] | None = None
    territories: tuple[str, ...] = ()


def used(source: Source) -> Version | None:
    """The version whose rows are taken; None when no row can be.

    Those of a valid file, of today or before, rather than the right rows of one that fails.
    """
    if source.kept and (source.verdict != Outcome.VALID or source.kept.hash == source.hash):
        return Version.KEPT
    return Version.CURRENT if source.verdict in {Outcome.VALID, Outcome.INVALID} else None


def is_earlier(source: Source) -> bool:
    """Whether the rows are those of an earlier version, since today's fails."""
    return source.verdict != Outcome.VALID and used(source) is Version.KEPT


def version_of(source: Source) -> str | None:
    """The version of the standard that the rows follow."""
    return source.kept.version if source.kept and used(source) is Version.KEPT else source.version


def fingerprint(schema: str, sources: Iterable[Source]) -> str:
    """Changes when the consolidated file would: its sources, their rows, the rules, the standard.

    :param schema: the name of the set
    """
    told = [FORM, RULES, find_schema(schema).version, *sorted(map(astuple, sources), key=repr)]
    return hashlib.sha256(json.dumps(told, default=str).encode()).hexdigest()


def columns(schema: str, sources: Iterable[Source]) -> list[str]:
    """The columns of the rows: those of the latest version of the set, then those that only older ones have.

    :param schema: the name of the set
    """
    latest = find_schema(schema)
    older = sorted({version for one in sources if (version := version_of(one))} - {latest.version})
    entries = [latest, *(find_schema(f"{schema}@{version}") for version in reversed(older))]
    return list(dict.fromkeys(name for entry in entries for name in entry.table.names))


# What portals call a licence that lets everybody reuse the data under the conditions of the other.
_OPEN = frozenset({"lov2", "fr-lo", "etalab-2.0", "licence-ouverte-2.0", "LO-2.0"})
_SHARE_ALIKE = frozenset({"odc-odbl", "ODbL-1.0"})


def licence(sources: Iterable[Source]) -> str:
    """The licence of all rows together, by its usual name; empty when no single one fits them.

    Rows under the Licence Ouverte may be in a database under the ODbL, not the other way round.
    """
    found = {one.licence for one in sources if used(one) is not None}
    if found and found <= _OPEN:
        return "Licence Ouverte 2.0"
    return "ODbL" if found and found <= _OPEN | _SHARE_ALIKE else ""
