"""The API of harvests."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.logic import side_effect_free, validate
from redis.exceptions import RedisError

from ckanext.odlocale.harvest import producers, review, vanished
from ckanext.odlocale.harvest.logic import auth, jobs, schema
from ckanext.odlocale.harvest.records import Source
from ckanext.odlocale.harvest.review import ReviewError, source_named

log = logging.getLogger(__name__)

MOST = 1000
"""Producers that one call lists."""


@side_effect_free
@validate(schema.source)
def odlocale_harvest_vanished_list(context: Any, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """The datasets that a source no longer has, and that are still here.

    :param id: name or id of the harvest source
    :type id: string

    :rtype: list of dictionaries with ``guid``, ``name``, ``title``, ``since`` and ``delete_after`` (moments,
        UTC), ``waits`` (whether a person has to confirm the deletion) and ``confirmed_by``

    :raises NotFound: there is no such source
    """
    tk.check_access("odlocale_harvest_vanished_list", context, data_dict)
    return vanished.listed(_source(data_dict["id"]))


@validate(schema.source)
def odlocale_harvest_vanished_confirm(context: Any, data_dict: dict[str, Any]) -> dict[str, int]:
    """Agree to the deletion of what vanished from a source at once.

    Each dataset is deleted by the first harvest after its grace time; one that comes back before is kept.

    :param id: name or id of the harvest source
    :type id: string

    :rtype: dictionary with ``datasets``, how many were waiting

    :raises NotFound: there is no such source
    """
    tk.check_access("odlocale_harvest_vanished_confirm", context, data_dict)
    return {"datasets": vanished.confirm(_source(data_dict["id"]), str(context.get("user") or ""))}


@side_effect_free
@validate(schema.producers)
def odlocale_harvest_producer_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """A page of the producers that no claim proves, or that somebody decided about; most datasets first.

    :param state: ``pending`` (default), ``decided`` or ``all``
    :param source: name or id of a harvest source (optional)
    :param key: exactly this producer (optional)
    :param q: a part of the name (optional)
    :param limit: default 25, at most 1000
    :param offset: default 0

    :rtype: dictionary with ``count`` and ``results``, only of the sources that the user answers for:
        dictionaries with ``source``, ``source_title``, ``key``, ``name``, ``evidence``, ``decision``,
        ``territory``, ``territory_name``, ``candidates`` (``id``, ``name``, ``level``, ``aliases``),
        ``author``, ``created``, ``decided``, ``applied`` (moments, UTC) and ``datasets``

    :raises NotFound: there is no such source
    """
    tk.check_access("odlocale_harvest_producer_list", context, data_dict)
    asked = producers.Asked(
        state=data_dict["state"],
        source=_source(data_dict["source"]) if data_dict.get("source") else None,
        key=data_dict.get("key") or None,
        organizations=auth.organizations_of(context),
        q=data_dict.get("q") or "",
        limit=min(data_dict["limit"], MOST),
        offset=data_dict["offset"],
    )
    return {"count": producers.count(asked), "results": producers.listed(asked)}


@validate(schema.decision)
def odlocale_harvest_producer_decide(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Decide about a producer of a source: its datasets that are here follow in a background job.

    :param source: name or id of the harvest source
    :param key: the producer
    :param decision: ``territory``, ``ignored``, or ``pending`` to take a decision back
    :param territory: identifier, for ``territory``
    :param alias: remember the producer's name as one of the territory's (default: no)
    :param create_organization: make the territory's organization, should it have none (default: no); only for
        who may make organizations

    :rtype: dictionary with ``source``, ``key``, ``decision`` and ``territory``

    :raises NotFound: there is no such source
    """
    tk.check_access("odlocale_harvest_producer_decide", context, data_dict)
    source = _named(data_dict["source"])
    choice = review.Choice(
        data_dict["decision"],
        data_dict.get("territory"),
        data_dict.get("alias", False),
        data_dict.get("create_organization", False),
    )
    try:
        review.decide(source, data_dict["key"], choice, str(context.get("user") or ""))
    except ReviewError as error:
        raise tk.ValidationError({"decision": [str(error)]}) from error
    _enqueue(review.in_background, source.id, data_dict["key"])
    return {name: data_dict.get(name) for name in ("source", "key", "decision", "territory")}


def actions() -> dict[str, Callable[..., Any]]:
    """Name to function, as CKAN wants them."""
    found = (
        odlocale_harvest_vanished_list,
        odlocale_harvest_vanished_confirm,
        odlocale_harvest_producer_list,
        odlocale_harvest_producer_decide,
    )
    return {action.__name__: action for action in found} | jobs.actions()


def _enqueue(job: Callable[..., None], *arguments: str) -> None:
    """Without Redis what was decided is written down all the same; the next harvest brings it about."""
    try:
        tk.enqueue_job(job, list(arguments), title=f"odlocale: {job.__name__} {' '.join(arguments)[:200]}")
    except RedisError:
        log.exception("queueing %s", job.__name__)


def _source(name: str) -> str:
    return _named(name).id


def _named(name: str) -> Source:
    try:
        return source_named(name)
    except ReviewError as error:
        raise tk.ObjectNotFound(str(error)) from error
