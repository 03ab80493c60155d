"""Decisions of people about producers that no claim proves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.harvest.model import HarvestSource
from ckanext.odlocale.harvest import aliases, producers
from ckanext.odlocale.harvest import model as matches
from ckanext.odlocale.harvest.moving import place_again
from ckanext.odlocale.harvest.organizations import organization_for
from ckanext.odlocale.harvest.records import Source
from ckanext.odlocale.territory import shared as territory

Progress = Callable[[int, int], None]


class ReviewError(ValueError):
    """A decision cannot be taken; the message says why."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person says about a producer.

    :param decision: ``territory``, ``ignored`` or ``pending``, which takes a decision back
    :param territory: identifier of the territory it is
    :param alias: its name stands for the territory from now on, in every source
    :param organization: the territory gets an organization, should it have none
    """

    decision: str
    territory: str | None = None
    alias: bool = False
    organization: bool = False


def source_named(name: str) -> Source:
    """A harvest source by its name or id.

    :raises ReviewError: there is none
    """
    package = model.Package.get(name)
    source = HarvestSource.get(package.id) if package else None
    if source is None:
        message = tk._("There is no harvest source “{name}”. Write the name that is in its address.")
        raise ReviewError(message.format(name=name))
    return cast("Source", source)


def listed(source: Source | None = None, every: bool = False) -> list[dict[str, Any]]:
    """The producers that wait for a decision, those with most datasets first.

    :param source: only this source's
    :param every: also those decided
    """
    return producers.listed(
        producers.Asked(state="all" if every else "pending", source=source.id if source else None)
    )


def decide(source: Source, key: str, choice: Choice, author: str) -> None:
    """Write a decision down: what comes from now on follows it, what is here does with :func:`apply`.

    :raises ReviewError: there is no such producer or territory, or its name cannot be an alias
    """
    row = matches.decision_on(source.id, key)
    if row is None and not matches.objects_of(source.id, key):
        message = tk._(
            "The source has no producer “{key}”. “ckan odlocale harvest review” lists those that wait."
        )
        raise ReviewError(message.format(key=key))
    name = row.publisher_name if row is not None else matches.name_of(source.id, key)
    if row is not None and row.decision == matches.TERRITORY and row.territory:
        aliases.forget(name, row.territory)
    chosen = _territory(choice)
    if choice.alias and chosen is not None:
        _remember(name, chosen, author)
    if choice.organization and chosen is not None:
        organization_for(chosen)
    matches.decide(source.id, key, matches.Decided(choice.decision, chosen, author, name))
    model.Session.commit()


def apply(source_id: str, key: str, progress: Progress) -> int:
    """Put the datasets of a producer where its decision says. May be done again: a killed one is.

    :returns: how many datasets were placed
    """
    objects = matches.objects_of(source_id, key)
    moved = 0
    for done, harvest_object in enumerate(objects, start=1):
        moved += place_again(harvest_object)
        progress(done, len(objects))
    matches.applied(source_id, key)
    matches.recount(source_id)
    model.Session.commit()
    return moved


def in_background(source_id: str, key: str) -> None:
    """The job that :func:`apply` is when a page asks for it."""
    apply(source_id, key, lambda _done, _total: None)


def _territory(choice: Choice) -> territory.TerritoryId | None:
    if choice.decision != matches.TERRITORY:
        return None
    record = territory.resolve(choice.territory or "")
    if record is None:
        message = tk._("There is no territory “{territory}”. Write an identifier like com-74042.")
        raise ReviewError(message.format(territory=choice.territory or ""))
    return record.id


def _remember(name: str, chosen: territory.TerritoryId, author: str) -> None:
    try:
        aliases.remember(name, chosen, author)
    except aliases.AliasError as error:
        raise ReviewError(str(error)) from error
