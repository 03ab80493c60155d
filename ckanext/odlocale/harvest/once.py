"""One dataset once: a record that arrives is stored, or known as another route to a dataset that is here."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Protocol

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects.postgresql import insert

from ckanext.harvest import queue
from ckanext.harvest.model import HarvestObject
from ckanext.odlocale.cog.shared import normalise_name
from ckanext.odlocale.harvest import locks, routes_known
from ckanext.odlocale.harvest.directory import PortalDirectory
from ckanext.odlocale.harvest.facts import Facts, facts_of
from ckanext.odlocale.harvest.last import digest_of
from ckanext.odlocale.harvest.placing import Decision
from ckanext.odlocale.harvest.rollup import SourcePolicy
from ckanext.odlocale.harvest.routes import Route, Verdict, comes_back, judge, keys_of, rank_of
from ckanext.odlocale.harvest.routes_known import FOLLOWED, PASSED, RETURNED, route_table
from ckanext.odlocale.territory import shared as territory

_route = route_table.c
_LOCKS = 0x0D10CA1E
"""Locks of routes are apart from those of records, which have one number only."""


class Arrived(Protocol):
    """A record on its way in, decided about."""

    @property
    def decision(self) -> Decision: ...
    @property
    def fields(self) -> dict[str, str]: ...
    @property
    def place(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Near:
    """What a source is near to.

    :param policy: of the source; its territory
    """

    policy: SourcePolicy
    directory: PortalDirectory

    def level_for(self, producer: territory.TerritoryId | None) -> territory.Level | None:
        """The level of the source's territory; None when a recognised producer is not in it."""
        here = self.policy.territory
        if here is None or producer in (None, here) or self.directory.contains(here, str(producer)):
            return here.level if here else None
        return None


@dataclass(frozen=True, slots=True)
class Standing:
    """What becomes of a record.

    :param kind: ``followed``, ``passed`` (another route is) or ``returned`` (this portal published it)
    :param package: id of the dataset here that it is a route to; None when it is still to be made
    """

    arrived: Arrived
    facts: Facts
    route: Route
    kind: str
    package: str | None
    verdict: Verdict

    @property
    def is_followed(self) -> bool:
        """True when the dataset is made from this record."""
        return self.kind == FOLLOWED

    @property
    def told(self) -> str:
        """Why it is not, as it is kept."""
        other = self.verdict.other
        return _told(self.kind, self.verdict.common, other.source if other else "")

    def keep(self, harvest_object: Any, user: str) -> None:
        """Write down what was decided about a record that is not stored now."""
        self._merge(user)
        _note(harvest_object, self)
        model.Session.commit()

    def crown(self, harvest_object: Any, user: str) -> None:
        """After it was stored: the dataset is this record's; who had it stays known as another route."""
        package = str(harvest_object.package_id)
        followed = replace(self, package=package)
        followed._merge(user)
        model.Session.query(HarvestObject).filter(
            HarvestObject.package_id == package,
            HarvestObject.current.is_(True),
            HarvestObject.id != harvest_object.id,
        ).update({"current": False})
        passed = {"standing": PASSED, "why": _told(PASSED, self.verdict.common, self.route.source)}
        others = sa.and_(_route.package_id == package, _route.standing == FOLLOWED)
        model.Session.execute(sa.update(route_table).where(others).values(passed))
        _note(harvest_object, followed)
        model.Session.commit()

    def _merge(self, user: str) -> None:
        """Datasets that turn out to be one: the spare one is deleted in CKAN's sense, and can be restored."""
        other = self.verdict.other
        here = {self.route.package, other.package if other else None} - {None, self.package}
        if self.package and self.kind != RETURNED:
            for spare in here:
                _replace(str(spare), self.package, user)


@contextmanager
def decided(harvest_object: Any, arrived: Arrived, near: Near) -> Iterator[Standing]:
    """Decide about a record, with every consumer kept out to which its dataset comes by another route.

    :param near: what is known of the source
    """
    facts = facts_about(harvest_object, arrived)
    route = _route_of(harvest_object, arrived, facts, near)
    with _alone_with(route.keys):
        yield _look(arrived, facts, route)


def looked_at(harvest_object: Any, arrived: Arrived, near: Near) -> Standing:
    """What would be decided; nothing is written."""
    facts = facts_about(harvest_object, arrived)
    return _look(arrived, facts, _route_of(harvest_object, arrived, facts, near))


def of_newcomer(harvest_object: Any, arrived: Arrived, near: Near) -> Standing | None:
    """What becomes of a record whose guid and keys nobody knows: its dataset is to be made.

    :returns: None when this portal published it
    """
    facts = facts_about(harvest_object, arrived)
    if comes_back([*facts.pages, *facts.identifiers], facts.chain[:-1], str(tk.config["ckan.site_url"])):
        return None
    route = _route_of(harvest_object, arrived, facts, near)
    return Standing(arrived, facts, route, FOLLOWED, None, Verdict(True))


def alone_with_new(keys: Iterable[str]) -> Any:
    """Hold what keeps other consumers from deciding about records of these keys; the keys that could be."""
    return locks.tried(keys, _LOCKS)


def note_new(stored: Iterable[tuple[Any, Standing]]) -> None:
    """Write down the routes of newcomers whose datasets were made, in one statement; it is not committed.

    :param stored: harvest objects, each with its standing
    """
    rows = [_row(one, replace(standing, package=one.package_id)) for one, standing in stored]
    if rows:
        statement = insert(route_table).values(rows)
        model.Session.execute(
            statement.on_conflict_do_update(
                index_elements=["source_id", "guid"],
                set_={name: statement.excluded[name] for name in rows[0]},
            )
        )


def facts_about(harvest_object: Any, arrived: Arrived) -> Facts:
    """What the record of a harvest object says of itself."""
    origin = arrived.fields[territory.ORIGIN_URL_FIELD]
    catalogue = arrived.fields[territory.ORIGIN_CATALOGUE_FIELD]
    return facts_of(json.loads(harvest_object.content), origin, catalogue)


def hand_over(ended: Any, package_id: str) -> bool:
    """Have the next route to a dataset followed, now that one ended; False when none can be.

    May be done again: when a consumer was killed after it, the dataset is the other route's already.
    """
    if _is_of_another(package_id, ended):
        return True
    for other in routes_known.heirs(package_id, str(ended.harvest_source_id), ended.guid):
        routes_known.forget(ended.harvest_source_id, [ended.guid])
        current = model.Session.query(HarvestObject).filter_by(package_id=package_id, current=True)
        current.update({"current": False})
        model.Session.commit()
        harvester = queue.get_harvester(other.source.type)
        if harvester is not None and harvester.import_stage(other) is True:
            return True
    return False


def _is_of_another(package_id: str, ended: Any) -> bool:
    found = model.Session.query(HarvestObject.harvest_source_id, HarvestObject.guid).filter_by(
        package_id=package_id, current=True
    )
    return any(one != (ended.harvest_source_id, ended.guid) for one in map(tuple, found))


def _route_of(harvest_object: Any, arrived: Arrived, facts: Facts, near: Near) -> Route:
    decision = arrived.decision
    producer = str(decision.producer or normalise_name(decision.name))
    rank = rank_of(near.level_for(decision.producer))
    keys = keys_of(facts.identifiers, facts.pages, facts.files)
    source = harvest_object.harvest_source_id or ""
    return Route(source, harvest_object.guid, keys, producer, rank, facts.modified)


def _look(arrived: Arrived, facts: Facts, route: Route) -> Standing:
    site = str(tk.config["ckan.site_url"])
    made_here = _made_here(facts)
    if made_here or comes_back([*facts.pages, *facts.identifiers], facts.chain[:-1], site):
        local = made_here or _local(facts, site)
        return Standing(arrived, facts, route, RETURNED, local, Verdict(False))
    known = routes_known.alike(route)
    own = replace(route, package=routes_known.own_package(route))
    verdict = judge(own, known)
    other = verdict.other.package if verdict.other else None
    kind, package = (FOLLOWED, own.package or other) if verdict.followed else (PASSED, other)
    return Standing(arrived, facts, own, kind, package, verdict)


@contextmanager
def _alone_with(keys: Iterable[str]) -> Iterator[None]:
    with model.ensure_engine().connect() as connection:
        for key in sorted(keys):
            connection.execute(sa.select(sa.func.pg_advisory_lock(_LOCKS, sa.func.hashtext(key))))
        try:
            yield
        finally:
            connection.execute(sa.select(sa.func.pg_advisory_unlock_all()))


def _note(harvest_object: Any, standing: Standing) -> None:
    row = _row(harvest_object, standing)
    statement = insert(route_table).values(row)
    model.Session.execute(statement.on_conflict_do_update(index_elements=["source_id", "guid"], set_=row))


def _row(harvest_object: Any, standing: Standing) -> dict[str, Any]:
    route, facts = standing.route, standing.facts
    return {
        "source_id": route.source,
        "guid": route.guid,
        "package_id": standing.package,
        "object_id": harvest_object.id,
        "keys": sorted(route.keys),
        "producer": route.producer,
        "rank": route.rank,
        "modified": route.modified,
        "title": facts.title[:500],
        "origin": facts.origin[:2000],
        "digest": digest_of(harvest_object.content),
        "place": standing.arrived.place,
        "standing": standing.kind,
        "why": "" if standing.is_followed else standing.told,
        "decided": datetime.now(UTC).replace(tzinfo=None),
    }


def _replace(spare: str, kept: str, user: str) -> None:
    routes = sa.update(route_table).where(_route.package_id == spare)
    model.Session.execute(routes.values(package_id=kept, standing=PASSED))
    current = model.Session.query(HarvestObject).filter_by(package_id=spare, current=True)
    current.update({"current": False})
    context: Any = {"model": model, "session": model.Session, "user": user, "ignore_auth": True}
    with suppress(tk.ObjectNotFound):
        tk.get_action("package_delete")(context, {"id": spare})


def _made_here(facts: Facts) -> str | None:
    """The dataset of this identifier that nobody harvested: another portal got it from here."""
    harvested = sa.exists().where(HarvestObject.package_id == model.Package.id)
    query = sa.select(model.Package.id).where(model.Package.id.in_(facts.identifiers), ~harvested)
    return model.Session.execute(query.limit(1)).scalar()


def _local(facts: Facts, site: str) -> str | None:
    """The dataset of this portal that a record which came back is."""
    ours = site.rstrip("/")
    names = [one.rstrip("/").rpartition("/")[2][:100] for one in facts.pages if one.startswith(ours)]
    wanted = [*names, *facts.identifiers]
    query = sa.select(model.Package.id).where(
        sa.or_(model.Package.id.in_(wanted), model.Package.name.in_(wanted))
    )
    return model.Session.execute(query.limit(1)).scalar()


def _told(kind: str, common: str, source_id: str) -> str:
    return json.dumps({"kind": kind, "common": common, "source": source_id})
