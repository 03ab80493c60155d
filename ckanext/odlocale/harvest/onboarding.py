"""What is published of a territory, here and on known portals, and the source that would bring the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.model.package import package_table

from ckanext.harvest.model import HarvestObject, HarvestSource
from ckanext.odlocale.harvest import config
from ckanext.odlocale.harvest.approval import APPROVED, approval_table
from ckanext.odlocale.harvest.asking import Answer, ask
from ckanext.odlocale.harvest.claims import Certainty
from ckanext.odlocale.harvest.drafts import Draft, DraftError, decoded, draft, is_same, takes_a_part
from ckanext.odlocale.harvest.one_territory import OneTerritory, Recognised, known_here, recognised
from ckanext.odlocale.harvest.placing import sentence
from ckanext.odlocale.harvest.portal_search import About, KnownPortal, Part, What, known_portal
from ckanext.odlocale.harvest.source_list import source_name
from ckanext.odlocale.territory import shared as territory

MOST_PORTALS = 20
"""Portals that one search asks."""
_package = package_table.c
_source: Any = HarvestSource.__table__


class OnboardingError(ValueError):
    """What is asked for cannot be had; the message says what to do instead."""


@dataclass(frozen=True, slots=True)
class SourceHere:
    """A source of this portal, and its configuration decoded."""

    name: str
    url: str
    type: str
    config: Any
    approved: bool


def search(record: territory.TerritoryRecord) -> dict[str, Any]:
    """What the portal has of a territory by harvests, and what known portals say. A fixed number of queries.

    :returns: ``sources`` of this portal that brought datasets of it, and ``portals`` with what each ``found``
    """
    sources = _sources()
    known, here = known_here(record), brought(record.id)
    portals, unusable = known_portals(sources)
    asked, left_out = portals[:MOST_PORTALS], portals[MOST_PORTALS:]
    answers = ask(asked, About(record.id, record.name), config.limits()) | dict.fromkeys(
        left_out, _not_asked()
    )
    told = [_told(portal, answers[portal], known, sources) for portal in portals]
    return {"sources": here, "portals": [*told, *map(_unusable, unusable)]}


def brought(territory_id: str) -> list[dict[str, Any]]:
    """The sources that brought public datasets of a territory, with their numbers, most first. One query."""
    field = territory.dataset_field(territory.TERRITORY_FIELD)
    home = package_table.alias("home")
    objects: Any = HarvestObject
    number = sa.func.count(field.c.id.distinct())
    query = (
        sa.select(home.c.name, home.c.title, _source.c.url, _source.c.type, number.label("datasets"))
        .join_from(field, package_table, _package.id == field.c.id)
        .join(objects, sa.and_(objects.package_id == _package.id, objects.current.is_(True)))
        .join(_source, _source.c.id == objects.harvest_source_id)
        .join(home, sa.and_(home.c.id == _source.c.id, home.c.state == "active"))
        .where(field.c.value == territory_id, _package.state == "active", _package.private.is_(False))
        .group_by(home.c.name, home.c.title, _source.c.url, _source.c.type)
        .order_by(number.desc(), home.c.name)
    )
    return [dict(row._mapping) for row in model.Session.execute(query)]


def known_portals(sources: Iterable[SourceHere]) -> tuple[list[KnownPortal], list[str]]:
    """The portals of the setting, then those of which an approved source takes only a part.

    :returns: the portals, and the entries of the setting that cannot be read
    """
    found, unusable = [], []
    for text in config.known_portals():
        try:
            found.append(known_portal(text))
        except ValueError:
            unusable.append(text)
    for one in sources:
        kind = takes_a_part(one.type, one.config) if one.approved else None
        if kind:
            found.append(KnownPortal(kind, one.url.rstrip("/")))
    return list(dict.fromkeys(found)), unusable


def drafted(record: territory.TerritoryRecord, portal: str, what: str, part: str) -> Draft:
    """The source of a part of a known portal: no other address can be asked for.

    :raises OnboardingError: the portal is not known, or has no such part
    """
    portals, _unusable = known_portals(_sources())
    chosen = next((one for one in portals if str(one) == portal), None)
    if chosen is None:
        message = tk._(
            "“{portal}” is no portal that is known here. Search again, and choose one of the list."
        )
        raise OnboardingError(message.format(portal=portal[:200]))
    try:
        return draft(chosen, What(what), part, record.id)
    except (DraftError, ValueError) as error:
        message = tk._("{portal} cannot be harvested in this way. Search again, and choose one of the list.")
        raise OnboardingError(message.format(portal=chosen.address)) from error


def fields_of(record: territory.TerritoryRecord, made: Draft) -> dict[str, Any]:
    """The draft as ``harvest_source_create`` takes it."""
    title = tk._("{territory} on {portal}").format(territory=record.name, portal=made.host)
    return {
        "url": made.url,
        "source_type": made.type,
        "title": title,
        "name": source_name(title, made.url + made.config),
        "frequency": "WEEKLY",
        **({"config": made.config} if made.config else {}),
    }


# --- The sources that are here --------------------------------------------------------------------


def _sources() -> list[SourceHere]:
    """The public sources of this portal, by name. One query."""
    query = (
        sa.select(_package.name, _source.c.url, _source.c.type, _source.c.config, approval_table.c.state)
        .join_from(_source, package_table, _package.id == _source.c.id)
        .outerjoin(approval_table, approval_table.c.source_id == _source.c.id)
        .where(_source.c.active.is_(True), _package.state == "active", _package.private.is_(False))
        .order_by(_package.name)
    )
    return [
        SourceHere(row.name, row.url, row.type, decoded(row.config), row.state in (None, APPROVED))
        for row in model.Session.execute(query)
    ]


# --- What portals said ----------------------------------------------------------------------------


def _told(
    portal: KnownPortal, answer: Answer, known: OneTerritory, sources: Sequence[SourceHere]
) -> dict[str, Any]:
    shown = {"portal": str(portal), "kind": str(portal.kind), "address": portal.address}
    if isinstance(answer, str):
        return {**shown, "failed": answer, "found": []}
    parts = ((part, recognised(part.claims, known)) for part in answer)
    whole = _whole((part, who) for part, who in parts if who is not None)
    found = [_found(portal, part, who, known, sources) for part, who in whole]
    return {**shown, "failed": None, "found": sorted(found, key=_surest)}


def _whole(parts: Iterable[tuple[Part, Recognised]]) -> Iterator[tuple[Part, Recognised]]:
    """A catalogue is harvested as a whole, whatever publishers it has."""
    catalogue: tuple[Part, Recognised] | None = None
    for part, who in parts:
        if part.what is not What.CATALOGUE:
            yield part, who
        elif catalogue is None:
            catalogue = part, who
        else:
            best = min(catalogue, (part, who), key=lambda one: one[1].certainty is Certainty.DOUBTFUL)
            catalogue = (
                replace(best[0], datasets=(catalogue[0].datasets or 0) + (part.datasets or 0)),
                best[1],
            )
    if catalogue is not None:
        yield catalogue


def _found(
    portal: KnownPortal, part: Part, who: Recognised, known: OneTerritory, sources: Sequence[SourceHere]
) -> dict[str, Any]:
    made = draft(portal, part.what, part.filter, known.id)
    same = (
        one.name
        for one in sources
        if one.url.rstrip("/") == made.url
        and one.type == made.type
        and is_same(one.config, decoded(made.config))
    )
    return {
        "what": str(part.what),
        "filter": part.filter,
        "title": part.title,
        "datasets": part.datasets,
        "read": part.read,
        "page": part.page,
        "certainty": str(who.certainty),
        "evidence": [sentence(one) for one in who.evidence][:10],
        "source": next(same, None),
    }


def _surest(found: dict[str, Any]) -> tuple[bool, bool, int]:
    doubtful = found["certainty"] == Certainty.DOUBTFUL
    return found["what"] == What.COVERAGE, doubtful, -(found["datasets"] or 0)


def _not_asked() -> str:
    message = tk._(
        "Not asked: so many portals are known here that a page would wait too long. The first {number} of "
        "ckanext.odlocale.harvest.known_portals are asked."
    )
    return message.format(number=MOST_PORTALS)


def _unusable(text: str) -> dict[str, Any]:
    message = tk._(
        "“{entry}” in ckanext.odlocale.harvest.known_portals cannot be read. Its administrator writes it "
        "like udata:https://www.data.gouv.fr, or with opendatasoft, ckan or dcat."
    )
    failed = message.format(entry=text[:200])
    return {"portal": text[:200], "kind": "", "address": text[:200], "failed": failed, "found": []}
