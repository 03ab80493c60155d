"""What a harvest leaves alone in a dataset that is here already: what people changed. PURE.

The organization and the territory of a dataset are compared with what a harvest last put there. Where they
differ a person moved it, and it stays where that person put it, until it is put back.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

NEVER_PROTECTED = ("id", "name", "state", "type", "owner_org")


@dataclass(frozen=True, slots=True)
class Put:
    """Where a dataset is, or was put.

    :param organization: id, None for none
    :param territory: its producer's, empty for none
    """

    organization: str | None
    territory: str

    def as_text(self) -> str:
        """As it is kept with the harvest object."""
        return json.dumps([self.organization, self.territory])


def put_from(text: str | None) -> Put | None:
    """What was kept; None when nothing was, or nothing that can be read."""
    try:
        organization, territory = json.loads(text or "")
    except (ValueError, TypeError):
        return None
    return Put(organization, str(territory or ""))


@dataclass(frozen=True, slots=True)
class Edits:
    """What a person changed, and a harvest keeps."""

    organization: bool = False
    territory: bool = False


def edits(put: Put | None, here: Put) -> Edits:
    """What differs from what a harvest put there; nothing when that is not known."""
    if put is None:
        return Edits()
    return Edits(put.organization != here.organization, put.territory != here.territory)


def with_protected(
    package: Mapping[str, Any], shown: Mapping[str, Any], protected: Collection[str]
) -> dict[str, Any]:
    """The harvested dataset with the protected fields as they are here; one that is empty here stays empty.

    :param package: about to be stored
    :param shown: the dataset as it is
    :param protected: fields or keys of extras
    """
    kept = {**package, **{key: shown[key] for key in protected if key in shown and key != "extras"}}
    ours = [extra for extra in shown.get("extras") or [] if extra["key"] in protected]
    theirs = [extra for extra in package.get("extras") or [] if extra["key"] not in protected]
    return {**kept, "extras": [*theirs, *ours]}
