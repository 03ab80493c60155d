"""Saving a resource with a synchronous check: the file is judged first, and saved only when it is valid.

In place of ckanext-validation's own two actions, which copy those of CKAN 2.9. They save, judge and then
delete what is invalid, so that on an update the file published before is lost too; here nothing changes.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlparse

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan import types
from werkzeug.datastructures import FileStorage

from ckanext.odlocale.socle import bounded, schema_address
from ckanext.odlocale.socle.refusal import summary_of
from ckanext.validation.interfaces import IDataValidation

Save = Callable[[types.Context, dict[str, Any]], dict[str, Any]]


@tk.chained_action
def resource_create(up_func: Save, context: types.Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """CKAN's `resource_create`; with `ckanext.validation.run_on_create_sync` on, an invalid file is refused.

    :raises ValidationError: under `validation`, the report
    """
    from ckanext.validation import settings

    if settings.get_create_mode_from_config() != "sync":
        return up_func(context, data_dict)
    tk.check_access("resource_create", context, data_dict)
    return _save_if_valid(up_func, context, data_dict)


@tk.chained_action
def resource_update(up_func: Save, context: types.Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """CKAN's `resource_update`; with `ckanext.validation.run_on_update_sync` on, an invalid file is refused.

    :raises ValidationError: under `validation`, the report
    """
    from ckanext.validation import settings

    if settings.get_update_mode_from_config() != "sync" or data_dict.pop("_skip_next_validation", None):
        return up_func(context, data_dict)
    tk.check_access("resource_update", context, data_dict)
    return _save_if_valid(up_func, context, data_dict)


def _save_if_valid(save: Save, context: types.Context, resource: dict[str, Any]) -> dict[str, Any]:
    from ckanext.validation import utils

    utils.process_schema_fields(resource)
    judged = _is_supported(resource) and all(
        plugin.can_validate(context, resource) for plugin in p.PluginImplementations(IDataValidation)
    )
    if judged:
        _refuse_invalid(resource)
    saved = save(context, resource)
    if not judged:
        return saved
    # Once more, on what was saved: writes the report and the status, and tells the plugins that wait for it.
    tk.get_action("resource_validation_run")(
        {"ignore_auth": True}, {"resource_id": saved["id"], "async": False}
    )
    return tk.get_action("resource_show")(context, {"id": saved["id"]})


def _is_supported(resource: dict[str, Any]) -> bool:
    from ckanext.validation import settings

    return _format(resource) in settings.get_supported_formats()


def _format(resource: dict[str, Any]) -> str:
    """The format it says, else that of the name of its file, as CKAN guesses when it saves."""
    upload = resource.get("upload")
    name = upload.filename if isinstance(upload, FileStorage) else urlparse(resource.get("url") or "").path
    return (resource.get("format") or PurePosixPath(name or "").suffix[1:]).lower()


def _refuse_invalid(resource: dict[str, Any]) -> None:
    from ckanext.validation import jobs

    options = _options(resource)
    schema = _schema(resource)
    try:
        with _source(resource) as source:
            report = jobs._validate_table(  # noqa: SLF001 - what its own job calls
                source, _format=_format(resource), schema=schema, **options
            )
    except bounded.UnreadError as error:
        summary = {tk._("File"): summary_of(1, str(error))}
        raise tk.ValidationError({"url": [str(error)]}, error_summary=summary) from error
    verdict = report if isinstance(report, dict) else report.to_dict()
    if not verdict["valid"]:
        _hide_folders(verdict)
        raise tk.ValidationError({"validation": [verdict]}, error_summary={tk._("File"): _summary(verdict)})


def _hide_folders(verdict: dict[str, Any]) -> None:
    """Leaves of each path on this machine the name of the file, as ckanext-validation does for uploads."""
    for task in verdict.get("tasks", []):
        if task["place"].startswith("/"):
            task["place"] = PurePosixPath(task["place"]).name


def _summary(verdict: dict[str, Any]) -> str:
    """One sentence for the top of the form, where CKAN would write the whole report."""
    errors = [
        *verdict.get("errors", []),
        *(error for task in verdict.get("tasks", []) for error in task["errors"]),
    ]
    return summary_of(len(errors), errors[0]["message"] if errors else "")


def _options(resource: dict[str, Any]) -> dict[str, Any]:
    from ckanext.validation import settings

    own = resource.get("validation_options") or {}
    return settings.get_default_validation_options() | (json.loads(own) if isinstance(own, str) else own)


def _schema(resource: dict[str, Any]) -> Any:
    """The Table Schema of the resource, fetched if it is an address; None without one."""
    from ckanext.validation import validators

    try:
        schema = validators.resource_schema_validator(resource.get("schema"), {})
    except tk.Invalid as error:
        raise tk.ValidationError({"schema": [error.error]}) from error
    if schema and schema.startswith("http"):
        return _fetch(schema)
    return json.loads(schema) if schema else None


def _fetch(address: str) -> Any:
    import requests

    try:
        return schema_address.read(address).json()
    except (requests.RequestException, ValueError) as error:
        raise tk.ValidationError({"schema": [f"{address} gives no schema: {error}"]}) from error


@contextmanager
def _source(resource: dict[str, Any]) -> Iterator[str]:
    """Where to read the file: a copy of the one being uploaded, the one uploaded before, or its address."""
    upload = resource.get("upload")
    if isinstance(upload, FileStorage):
        with tempfile.TemporaryDirectory(prefix="odlocale-") as folder:
            yield _copy(upload, Path(folder))
    elif path := _stored_path(resource):
        yield path
    else:
        with bounded.linked(str(resource.get("url") or "")) as fetched:
            yield str(fetched)


def _copy(upload: FileStorage, folder: Path) -> str:
    # The report shows the last part of this path as the name of the file.
    path = folder / (Path(upload.filename or "").name or "file")
    upload.stream.seek(0)
    with path.open("wb") as copy:
        shutil.copyfileobj(upload.stream, copy)
    upload.stream.seek(0)
    return str(path)


def _stored_path(resource: dict[str, Any]) -> str | None:
    from ckanext.validation import jobs

    if resource.get("url_type") != "upload" or not resource.get("id"):
        return None
    found = jobs.uploader.get_resource_uploader(dict(resource))
    return found.get_path(resource["id"]) if isinstance(found, jobs.uploader.ResourceUpload) else None
