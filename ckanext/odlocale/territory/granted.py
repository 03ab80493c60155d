"""Rights to publish that CKAN's roles do not know of: a room that gives some says so here."""

from __future__ import annotations

from typing import Protocol


class Grants(Protocol):
    """What somebody may do besides their roles."""

    def organizations_granted(self, user: str | None) -> list[str]:
        """The ids of the organizations in which they may publish."""
        ...

    def may_name(self, user: str | None, organization: str | None, territory: str) -> bool:
        """Whether their dataset in this organization may name this territory as its producer's."""
        ...


_given: dict[str, Grants] = {}


def grant_by(name: str, grants: Grants) -> None:
    """Have the rights that a room gives count, once under each name."""
    _given[name] = grants


def organizations(user: str | None) -> list[str]:
    """The organizations in which somebody may publish besides those of their roles."""
    return [one for grants in _given.values() for one in grants.organizations_granted(user)]


def may_name(user: str | None, organization: str | None, territory: str) -> bool:
    """Whether a dataset of an organization may name a territory that is not the organization's."""
    return any(grants.may_name(user, organization, territory) for grants in _given.values())
