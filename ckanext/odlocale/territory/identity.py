"""Who an organization is: its SIREN and its territory, decided from what was written. PURE."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol

from ckanext.odlocale.cog.shared import TerritoryId, siren_of


class Problem(Enum):
    """Why an organization's identity is refused."""

    SEVERAL_TERRITORIES = "several"
    UNCLEAR_NAME = "unclear"
    UNKNOWN_TERRITORY = "unknown"
    INVALID_SIREN = "invalid"
    SIREN_OF_ANOTHER = "another"


class IdentityError(ValueError):
    """An organization cannot be what was written.

    :param problem: which rule it breaks
    :param values: what the sentence shown to a person names
    """

    def __init__(self, problem: Problem, **values: str) -> None:
        super().__init__(problem, values)
        self.problem = problem
        self.values = values


@dataclass(frozen=True, slots=True)
class Identity:
    """An organization's territory and SIREN, normalised; None for what it has not."""

    territory: TerritoryId | None
    siren: str | None


class Known(Protocol):
    """What a decision needs to know of a territory."""

    @property
    def id(self) -> TerritoryId: ...
    @property
    def name(self) -> str: ...
    @property
    def siren(self) -> str | None: ...


class Directory(Protocol):
    """Where territories are looked up."""

    def resolve(self, text: str) -> Known | None: ...
    def by_siren(self, siren: str) -> Known | None: ...


def decide(territory: object, siren: object, directory: Directory) -> Identity:
    """Decide who an organization is.

    A SIREN alone tells the territory, when it is that of a territory's authority. A SIREN that is nobody's
    in the directory (an association's, a syndicat's) goes with any territory.

    :param territory: an identifier, or a bare code that only one territory has
    :param siren: a SIREN or SIRET, with or without spaces
    :raises IdentityError: one of the two is wrong, or they contradict each other
    """
    number = siren_number(siren)
    holder = directory.by_siren(number) if number else None
    written = one_territory(territory)
    if written is None:
        return Identity(holder.id if holder else None, number)
    record = directory.resolve(written)
    if record is None:
        raise IdentityError(Problem.UNKNOWN_TERRITORY, value=written[:60])
    # Some authorities run two territories (Paris is a commune and a département).
    if holder and holder.id != record.id and record.siren != number:
        raise IdentityError(Problem.SIREN_OF_ANOTHER, value=str(number), name=holder.name, id=holder.id)
    return Identity(record.id, number)


def siren_number(written: object) -> str | None:
    """The SIREN in what was written; None for nothing.

    :raises IdentityError: it is no valid SIREN or SIRET
    """
    text = str(written or "").strip()
    if not text:
        return None
    number = siren_of(text)
    if number is None:
        raise IdentityError(Problem.INVALID_SIREN, value=text[:60])
    return number


def one_territory(written: object) -> str | None:
    """The one territory in what was written; None for nothing.

    :raises IdentityError: there are several
    """
    parts = written if isinstance(written, (list, tuple)) else re.split(r"[\s,;|]+", str(written or ""))
    values = list(dict.fromkeys(str(part).strip() for part in parts if part and str(part).strip()))
    if len(values) > 1:
        raise IdentityError(Problem.SEVERAL_TERRITORIES, value=", ".join(values)[:60])
    return values[0] if values else None


_CODED = re.compile(r"fr|(?:[a-z]+-)?\d\w*", re.IGNORECASE)


def is_name(written: object) -> bool:
    """True for the name of a territory; false for identifiers and codes, however many."""
    parts = re.split(r"[\s,;|]+", written.strip()) if isinstance(written, str) else []
    return any(part and not _CODED.fullmatch(part) for part in parts)


def repeated(extras: Sequence[Mapping[str, Any]], key: str) -> bool:
    """True when a list of extras gives one key different values, of which CKAN would keep the last."""
    values = {extra.get("value") for extra in extras if extra.get("key") == key and not extra.get("deleted")}
    return len(values) > 1


def field_of(entity: Mapping[str, Any], key: str) -> str:
    """A field of an organization or dataset, kept at its top or among its extras; empty when it has none."""
    found = entity.get(key) or next(
        (one["value"] for one in entity.get("extras") or () if one["key"] == key), ""
    )
    return found if isinstance(found, str) else ""
