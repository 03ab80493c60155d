"""Judging the stored file of a resource, and keeping what was found."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from rq.timeouts import BaseTimeoutException

from ckanext.odlocale.socle import mirror, opened
from ckanext.odlocale.socle.consolidation import versions
from ckanext.odlocale.socle.coverage import producers
from ckanext.odlocale.socle.judging import AUTO, judge_file
from ckanext.odlocale.socle.verdict import Verdict
from ckanext.odlocale.socle.verdicts import store
from ckanext.odlocale.socle.verdicts.choice import asked_for, choice_of, is_looked_into
from ckanext.odlocale.socle.verdicts.kept import KEPT_PER_RULE, RULES, Row, row_of
from ckanext.odlocale.territory.shared import reindex_datasets

log = logging.getLogger(__name__)

Resource = Mapping[str, Any]


def check(resource_id: str, *, force: bool = False) -> Row | None:
    """Judge the file of a resource, unless its verdict is about these very bytes and this very standard.

    :param force: judge the same file again
    :returns: the row of the table of verdicts; None for what is gone or is not judged
    """
    try:
        resource = tk.get_action("resource_show")({"ignore_auth": True}, {"id": resource_id})
    except tk.ObjectNotFound:
        return None
    if not is_looked_into(resource):
        store.forget([resource_id])
        _made_known(resource)
        return None
    if _judge(resource, force=force):
        _made_known(resource)
    return store.of_resource(resource_id)


def judged(path: Path, resource: Resource, digest: str) -> dict[str, Any]:
    """The columns of the table of verdicts that judging this file for this resource fills.

    :param digest: the hash of the file
    """
    verdict = judge_file(path, _asked(resource), kept=KEPT_PER_RULE)
    return {**row_of(verdict, chosen=_is_chosen(resource)), "hash": digest, "asked_schema": _asked(resource)}


def keep(resource: Resource, columns: Mapping[str, Any]) -> None:
    """Keep a verdict on the file of a resource, for us and for ckanext-validation."""
    store.keep(resource["id"], {**columns, "asked_for": asked_for(resource)})
    producers.keep(resource["id"], columns["producers"])
    mirror.write(resource, columns)
    model.Session.commit()


def _judge(resource: Resource, *, force: bool) -> bool:
    """Whether there is a new verdict."""
    try:
        with opened.stored(resource) as path:
            digest = opened.digest(path)
            if not force and _is_known(digest, resource):
                store.still_right(resource["id"])
                model.Session.commit()
                return False
            columns = judged(path, resource, digest)
            versions.keep(resource["id"], path, columns)
    except OSError as error:
        log.warning("The file of resource %s could not be opened: %s", resource["id"], error)
        columns = _unjudged(resource, "not-stored")
    except BaseTimeoutException:
        model.Session.rollback()
        columns = _unjudged(resource, "too-long")
    keep(resource, columns)
    return True


def _is_known(digest: str, resource: Resource) -> bool:
    row = store.of_resource(resource["id"])
    about = (row["hash"], row["asked_schema"], row["rules"]) if row else None
    return about == (digest, _asked(resource), RULES)


def _unjudged(resource: Resource, reason: str) -> dict[str, Any]:
    choice = choice_of(resource)
    verdict = Verdict(choice.entry if choice else None, reason=(reason, {}))
    columns = row_of(verdict, chosen=choice is not None)
    return {**columns, "hash": None, "asked_schema": _asked(resource)}


def _asked(resource: Resource) -> str:
    choice = choice_of(resource)
    return choice.text if choice else AUTO


def _is_chosen(resource: Resource) -> bool:
    return choice_of(resource) is not None


def _made_known(resource: Resource) -> None:
    # Not a save of the dataset: nobody changed it.
    reindex_datasets([resource["package_id"]])
