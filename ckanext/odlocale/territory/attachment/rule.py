"""What becomes of an organization's territory when it is saved. PURE.

Nobody's own word makes an organization the authority of a territory: what its own administrators write is a
claim, and what they do not mention stays. A SIREN speaks when it is written, not at every later save: else a
refused claim would come back with each change of a description.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from ckanext.odlocale.cog.shared import siren_of
from ckanext.odlocale.territory.identity import field_of


class Outcome(Enum):
    """What to do with the territory that was asked for."""

    KEEP = "keep"
    WRITE = "write"
    CLAIM = "claim"


@dataclass(frozen=True, slots=True)
class Said:
    """What a save says about an organization's territory, against what is stored.

    :param given: a territory is named
    :param unchanged: it is named as it is stored
    :param emptied: the fields come without one
    :param same_siren: the SIREN, or its absence, is the stored one
    """

    given: bool
    unchanged: bool
    emptied: bool
    same_siren: bool


def said(
    data: Mapping[str, Any], stored: Mapping[str, str | None], territory_field: str, siren_field: str
) -> Said:
    """Read what a save says.

    :param data: the organization as the caller gives it
    :param stored: its two fields before
    """
    raw = data.get(territory_field)
    written = field_of(data, territory_field).strip() or ("several" if raw else "")
    return Said(
        given=bool(written),
        unchanged=bool(written) and written == stored[territory_field],
        emptied=not written and (territory_field in data or "extras" in data),
        same_siren=_siren(field_of(data, siren_field)) == _siren(stored[siren_field]),
    )


def _siren(text: str | None) -> str | None:
    return siren_of(text) or text or None


def outcome(
    asked: str | None, said: Said, confirmed: str | None, today: str | None, direct: bool
) -> tuple[Outcome, str | None]:
    """Decide what a save does to an organization's territory.

    :param asked: the territory that its fields, or its SIREN, mean
    :param confirmed: the territory that it has
    :param today: what that is called today, when it has merged into another
    :param direct: whoever saves may write territories
    :returns: what to do, and the territory to keep, write or claim
    """
    speaks = said.given or not said.same_siren
    if said.unchanged or not speaks or asked is None:
        removed = direct and said.emptied
        return (Outcome.WRITE, None) if removed else (Outcome.KEEP, confirmed)
    if direct or asked in (confirmed, today):
        return Outcome.WRITE, asked
    return Outcome.CLAIM, asked
