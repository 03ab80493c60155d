"""A record between its reading and its storing."""

from __future__ import annotations

import json
from dataclasses import dataclass

from ckanext.odlocale.harvest.claims import Claims
from ckanext.odlocale.harvest.placing import Decision


@dataclass(frozen=True, slots=True)
class Prepared:
    """A dataset on its way in.

    :param identity: what no dataset of another source has: its id, or the guid of its harvest object
    """

    decision: Decision
    fields: dict[str, str]
    identity: str

    @property
    def place(self) -> str:
        """Changes when the dataset has to be placed anew."""
        placement = self.decision.placement
        return json.dumps([placement.kind, placement.organization, *self.fields.values()], ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Told:
    """What the content of a harvest object says of itself.

    :param origin: the dataset's page in its catalogue
    :param identity: what no dataset of another source has
    """

    claims: Claims
    origin: str
    identity: str
