"""What the saving of a resource sets off: its choice is put in order, and its file is sent to be judged."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

import ckan.plugins.toolkit as tk
from ckan import model, types
from redis.exceptions import RedisError
from werkzeug.datastructures import FileStorage

from ckanext.odlocale.socle import checking, opened
from ckanext.odlocale.socle.catalogue import UnknownSchemaError, find_schema
from ckanext.odlocale.socle.config import Checking, queue, timeout
from ckanext.odlocale.socle.config import checking as mode_of
from ckanext.odlocale.socle.owners import owner_of
from ckanext.odlocale.socle.publishing import filling
from ckanext.odlocale.socle.publishing.template import Identity, file_name
from ckanext.odlocale.socle.refusal import refusal
from ckanext.odlocale.socle.schema_address import address_of
from ckanext.odlocale.socle.verdicts import store
from ckanext.odlocale.socle.verdicts.choice import (
    SAID_FIELDS,
    SCHEMA_FIELD,
    asked_for,
    choice_of,
    is_looked_into,
    normalised,
)
from ckanext.odlocale.socle.verdicts.kept import Outcome

log = logging.getLogger(__name__)

EVENTS = {"package_create": "create", "package_update": "update", "resource_create": "create"}


def subscriptions() -> dict[Any, list[Any]]:
    """The saves to follow; the file is there when these signals are sent."""
    return {tk.signals.action_succeeded: [{"sender": name, "receiver": saved} for name in EVENTS]}


def before_create(resource: dict[str, Any]) -> None:
    """Put a new resource in order; an invalid file is refused where the portal says so.

    :raises ValidationError: there is no such standard, or the file is invalid
    """
    _put_in_order(resource)
    _refuse_invalid(resource, "create")
    filling.mark(resource)
    _name(resource)


def before_update(current: Mapping[str, Any], resource: dict[str, Any]) -> None:
    """Put a changed resource in order; an invalid file is refused where the portal says so.

    :raises ValidationError: there is no such standard, or the file is invalid
    """
    if current.get(SCHEMA_FIELD) and not resource.get(SCHEMA_FIELD):
        # The address that came with the standard goes with it.
        resource.update({"schema": ""} if resource.get("schema") == current.get("schema") else {})
    _put_in_order(resource)
    _refuse_invalid(resource, "update")
    filling.mark(resource, current)


def saved(sender: str, *, context: types.Context, result: Any, **_: Any) -> None:
    """Have the files of a saved dataset judged that changed, or whose standard did."""
    # Its transaction is still open, or it is a part of a save that sends its own signal.
    if context.get("defer_commit"):
        return
    try:
        _send(_resources(sender, result), EVENTS[sender])
    except RedisError:
        log.exception(
            "Files could not be queued to be judged. Run `ckan odlocale socle check` when Redis is back."
        )


def send(resources: Iterable[Mapping[str, Any]]) -> int:
    """Have these files judged in the background; returns how many."""
    wanted = {one["id"]: asked_for(one) for one in resources if is_looked_into(one)}
    if wanted:
        store.ask(wanted)
        model.Session.commit()
    for resource_id in wanted:
        tk.enqueue_job(
            checking.check,
            [resource_id],
            title=f"odlocale: judge the file of resource {resource_id}",
            queue=queue(),
            rq_kwargs={"timeout": timeout()},
        )
    return len(wanted)


def _send(resources: list[Mapping[str, Any]], event: str) -> None:
    known = store.of_resources([one["id"] for one in resources])
    left = [key for key in known if not any(one["id"] == key and is_looked_into(one) for one in resources)]
    if left:
        store.forget(left)
        model.Session.commit()
    changed = [
        one
        for one in resources
        if is_looked_into(one) and (one["id"] not in known or known[one["id"]]["asked_for"] != asked_for(one))
    ]
    if mode_of(event) is Checking.BACKGROUND:
        send(changed)
    else:
        for one in changed:
            checking.check(one["id"])


def _resources(sender: str, result: Any) -> list[Mapping[str, Any]]:
    if sender == "resource_create":
        return [result]
    dataset = result
    if isinstance(result, str):
        dataset = tk.get_action("package_show")({"ignore_auth": True}, {"id": result})
    return list(dataset.get("resources") or [])


def _put_in_order(resource: dict[str, Any]) -> None:
    for field in SAID_FIELDS:
        resource.pop(field, None)
    if not resource.get(SCHEMA_FIELD):
        return
    resource[SCHEMA_FIELD] = _known(str(resource[SCHEMA_FIELD]))
    resource["schema"] = address_of(find_schema(resource[SCHEMA_FIELD]))


def _name(resource: dict[str, Any]) -> None:
    """Name a file that nobody named by the rule of its standard."""
    choice = choice_of(resource)
    if choice is None or choice.entry is None or resource.get("name"):
        return
    owner = owner_of(str(resource.get("package_id") or ""))
    identity = Identity(owner.name or "", owner.siren) if owner else None
    proposed = file_name(choice.entry, identity, datetime.now(UTC).strftime("%Y%m%d"))
    upload = resource.get("upload")
    name = (
        upload.filename if isinstance(upload, FileStorage) else urlsplit(str(resource.get("url") or "")).path
    )
    form = PurePosixPath(name or "").suffix
    resource["name"] = proposed.rpartition(".")[0] + form if form else proposed


def _known(text: str) -> str:
    try:
        return normalised(text)
    except UnknownSchemaError as error:
        sentence = tk._("There is no standard “{name}”. The page {page} lists them.")
        told = sentence.format(name=text[:60], page=tk.url_for("odlocale_socle.index"))
        raise tk.ValidationError({SCHEMA_FIELD: [told]}) from error


def _refuse_invalid(resource: Mapping[str, Any], event: str) -> None:
    upload = resource.get("upload")
    if choice_of(resource) is None or not isinstance(upload, FileStorage):
        return
    if mode_of(event) is not Checking.REFUSE:
        return
    with opened.uploading(upload) as path:
        columns = checking.judged(path, resource, opened.digest(path))
    if columns["verdict"] != Outcome.VALID:
        raise refusal(columns)
