"""The API of harvests."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.logic import side_effect_free, validate
from redis.exceptions import RedisError

from ckanext.odlocale.harvest import producers, rehoming, review, seen, vanished
from ckanext.odlocale.harvest.documents import FetchError
from ckanext.odlocale.harvest.logic import approving, auth, jobs, onboarding, schema
from ckanext.odlocale.harvest.records import Source
from ckanext.odlocale.harvest.reporting import first_of, report_of
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
        ``territory``, ``territory_name``, ``candidates`` (``id``, ``name``, ``level``, ``situation``: the
        département or région around, ``aliases``), ``author``, ``created``, ``decided``, ``applied``
        (moments, UTC) and ``datasets``

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


@side_effect_free
@validate(schema.sources)
def odlocale_harvest_source_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """A page of the harvest sources that the user answers for: how each is, its last run and its figures.

    :param limit: default 50, at most 1000
    :param offset: default 0

    :rtype: dictionary with ``count`` and ``results``: dictionaries with ``id``, ``name``, ``title``, ``url``,
        ``type``, ``organization``, ``frequency``, ``next_run``, ``health`` (``good``, ``running``, ``never``,
        ``late``, ``partly``, ``held``, ``failed``, ``waiting``, ``refused`` or ``off``), ``last_run``, and
        the numbers ``datasets``, ``rolled_up``, ``in_review``, ``producers_in_review``, ``elsewhere``,
        ``vanished`` and ``held``
    """
    tk.check_access("odlocale_harvest_source_list", context, data_dict)
    limit = min(data_dict["limit"], MOST)
    scope = seen.Scope(auth.organizations_of(context), limit=limit, offset=data_dict["offset"])
    return {"count": seen.count(scope), "results": seen.sources(scope)}


@side_effect_free
@validate(schema.source)
def odlocale_harvest_source_report(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """How the harvests of a source went, for who answers for it.

    :param id: name or id of the harvest source

    :rtype: a dictionary as those of ``odlocale_harvest_source_list``, with ``runs`` (the last ten),
        ``causes`` (errors of the last run by what they say: ``count`` and the first ``examples``, each
        ``about`` and ``message``), ``elsewhere_examples`` (records not stored, with ``title`` and ``why``)
        ``part`` (what it takes of its portal, by filter: lists of values; empty for all of it) and
        ``approval`` (``state``: ``waiting``, ``approved`` or ``refused``; ``asked_by``, ``asked``,
        ``decided_by``, ``reason``)

    :raises NotFound: there is no such source
    """
    tk.check_access("odlocale_harvest_source_report", context, data_dict)
    return report_of(_source(data_dict["id"]))


@side_effect_free
@validate(schema.source)
def odlocale_harvest_source_preview(context: Any, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """What a harvest of a source would do with its first twenty datasets; nothing is written.

    :param id: name or id of the harvest source

    :rtype: list of dictionaries as ``ckan odlocale harvest preview --json`` gives them

    :raises NotFound: there is no such source
    :raises ValidationError: it cannot be read; the message says why
    """
    tk.check_access("odlocale_harvest_source_preview", context, data_dict)
    try:
        return first_of(_named(data_dict["id"]))
    except (FetchError, ValueError) as error:
        raise tk.ValidationError({"id": [str(error)]}) from error


@side_effect_free
def odlocale_harvest_rehome_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """The harvested datasets that belong in another organization by now, and what was moved lately.

    :rtype: dictionary with ``proposals``: dictionaries with ``key``, ``territory``, ``territory_name``,
        ``kind``, ``datasets``, ``here`` and ``there`` (titles); and ``batches``: ``batch``, ``datasets``,
        ``moved``, ``author`` and ``undone``
    """
    tk.check_access("odlocale_harvest_rehome_list", context, data_dict)
    return {"proposals": rehoming.shown(rehoming.proposals()), "batches": rehoming.batches()}


@validate(schema.rehome)
def odlocale_harvest_rehome_apply(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Move the datasets of proposals in a background job; it can be undone.

    :param keys: of the proposals, a list; without it all of them are

    :rtype: dictionary with ``keys``
    """
    tk.check_access("odlocale_harvest_rehome_apply", context, data_dict)
    keys = data_dict.get("keys")
    _enqueue(rehoming.in_background, str(context.get("user") or ""), keys)
    return {"keys": keys}


@validate(schema.batch)
def odlocale_harvest_rehome_undo(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Move the datasets of a batch back, in a background job.

    :param batch: as ``odlocale_harvest_rehome_list`` gives it

    :rtype: dictionary with ``batch``
    """
    tk.check_access("odlocale_harvest_rehome_undo", context, data_dict)
    _enqueue(rehoming.back_in_background, data_dict["batch"])
    return {"batch": data_dict["batch"]}


def actions() -> dict[str, Callable[..., Any]]:
    """Name to function, as CKAN wants them."""
    found = (
        odlocale_harvest_vanished_list,
        odlocale_harvest_vanished_confirm,
        odlocale_harvest_producer_list,
        odlocale_harvest_producer_decide,
        odlocale_harvest_source_list,
        odlocale_harvest_source_report,
        odlocale_harvest_source_preview,
        odlocale_harvest_rehome_list,
        odlocale_harvest_rehome_apply,
        odlocale_harvest_rehome_undo,
    )
    return (
        {action.__name__: action for action in found}
        | approving.actions()
        | onboarding.actions()
        | jobs.actions()
    )


def _enqueue(job: Callable[..., None], *arguments: Any) -> None:
    """Without Redis what was decided is written down all the same; the next harvest brings it about."""
    try:
        tk.enqueue_job(
            job, list(arguments), title=f"odlocale: {' '.join(map(str, (job.__name__, *arguments)))[:200]}"
        )
    except RedisError:
        log.exception("queueing %s", job.__name__)


def _source(name: str) -> str:
    return _named(name).id


def _named(name: str) -> Source:
    try:
        return source_named(name)
    except ReviewError as error:
        raise tk.ObjectNotFound(str(error)) from error
