"""The harvest objects of a dataset: which is current, whose it is, and one consumer at a time."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model

from ckanext.harvest.model import HarvestObject, HarvestObjectExtra
from ckanext.odlocale.harvest import config, locks, routes_known
from ckanext.odlocale.harvest.bounds import too_many_distributions
from ckanext.odlocale.harvest.local_edits import Put, put_from
from ckanext.odlocale.harvest.model import PLACE_EXTRA, PUBLISHER_EXTRA, PUT_EXTRA
from ckanext.odlocale.harvest.records import Object

_held = threading.local()
"""The guids that this very thread holds."""


class Refused(Exception):  # noqa: N818
    """A dataset is not imported; the message says why and what to do."""


class Withdrawn(Refused):
    """A dataset that its source no longer offers."""


def remember(harvest_object: Object, key: str, place: str, put: Put) -> None:
    """Keep who produced a dataset, where it belongs and where it was put, on its harvest object."""
    for name, value in ((PUBLISHER_EXTRA, key), (PLACE_EXTRA, place), (PUT_EXTRA, put.as_text())):
        existing = next((extra for extra in harvest_object.extras if extra.key == name), None)
        if existing is None:
            harvest_object.extras.append(HarvestObjectExtra(key=name, value=value))
        else:
            existing.value = value


@contextmanager
def alone_with(harvest_object: Object) -> Iterator[None]:
    """Keep other consumers from importing this dataset meanwhile: messages may be sent twice.

    Who holds a record may hold it again: the other route to a dataset often has the same guid.
    """
    mine: set[str] = _held.__dict__.setdefault("guids", set())
    if harvest_object.guid in mine:
        yield
        return
    with locks.held(harvest_object.guid):
        mine.add(harvest_object.guid)
        try:
            yield
        finally:
            mine.remove(harvest_object.guid)


def was_imported(harvest_object: Object) -> bool:
    """True when this very message was worked off, here or by another consumer."""
    model.Session.refresh(harvest_object)
    return bool(harvest_object.current and harvest_object.import_finished)


def last_put(package_id: str) -> Put | None:
    """Where a harvest last put a dataset; None when that was not kept."""
    query = (
        sa.select(HarvestObjectExtra.value)
        .join(HarvestObject, HarvestObject.id == HarvestObjectExtra.harvest_object_id)
        .where(HarvestObject.package_id == package_id, HarvestObjectExtra.key == PUT_EXTRA)
        .order_by(HarvestObject.gathered.desc())
    )
    return put_from(model.Session.execute(query.limit(1)).scalar())


def existing_of(guid: str) -> str | None:
    """The id of the dataset that a harvest made of a guid, a deleted one included: it is restored."""
    query = (
        sa.select(HarvestObject.package_id)
        .join(model.Package, model.Package.id == HarvestObject.package_id)
        .where(HarvestObject.guid == guid)
        .order_by(HarvestObject.current.desc(), HarvestObject.gathered.desc())
    )
    return model.Session.execute(query.limit(1)).scalar()


def is_superseded(harvest_object: Object) -> bool:
    """True for an old message: what was gathered later is here already, and must stay."""
    later = sa.exists().where(
        HarvestObject.guid == harvest_object.guid,
        HarvestObject.harvest_source_id == harvest_object.harvest_source_id,
        HarvestObject.current.is_(True),
        HarvestObject.gathered > harvest_object.gathered,
    )
    return bool(model.Session.scalar(sa.select(later)))


def is_unchanged(harvest_object: Object, place: str) -> bool:
    """True when the source says what it said last time, and the dataset is where it belongs."""
    last = (
        model.Session.query(HarvestObject)
        .join(model.Package, model.Package.id == HarvestObject.package_id)
        .filter(HarvestObject.guid == harvest_object.guid, HarvestObject.current.is_(True))
        .filter(HarvestObject.harvest_source_id == harvest_object.harvest_source_id)
        .filter(model.Package.state == "active", HarvestObject.id != harvest_object.id)
        .first()
    )
    if last is None or str(last.content) != harvest_object.content:
        return False
    return place in [extra.value for extra in last.extras if extra.key == PLACE_EXTRA]


def refuse_oversized(package: Mapping[str, Any]) -> None:
    """Leave out a dataset that would be too much for the portal.

    :raises Refused: it has too many distributions
    """
    reason = too_many_distributions(package, config.max_distributions())
    if reason:
        raise Refused(reason)


def refuse_foreign(package_id: str, harvest_object: Object) -> None:
    """Leave alone a dataset that this source did not bring.

    :param package_id: id of the dataset that would be overwritten
    :raises Refused: it was made here, or comes from another source
    """
    sources = (
        model.Session.query(HarvestObject.harvest_source_id)
        .filter(HarvestObject.package_id == package_id)
        .distinct()
    )
    known = {source_id for (source_id,) in sources}
    if harvest_object.harvest_source_id in known or routes_known.leads_to(package_id):
        return
    package = model.Package.get(package_id)
    # The very identifier of a dataset made here: it comes back, which is seen later.
    if package is not None and not known and package.id == harvest_object.guid:
        return
    name = package.name if package else package_id
    if known:
        message = tk._(
            "The dataset “{name}” already comes from another source. Choose which source brings it."
        )
    else:
        message = tk._("The dataset “{name}” of this portal has the same identifier. It was left as it is.")
    raise Refused(message.format(name=name))
