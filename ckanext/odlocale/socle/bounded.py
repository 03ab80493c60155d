"""Checks of ckanext-validation within bounds of time and memory.

It reads links and files as they come: one without an end, one line of two gigabytes or a web page takes the
worker's memory, or ends as “invalid” although nothing was read. Here a link is fetched first, up to a size
and a time; what is no table is told as an error; and the resource keeps the verdict that it had.
"""

from __future__ import annotations

import functools
import logging
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import ckan.plugins.toolkit as tk
import requests
from ckan import model
from rq.timeouts import BaseTimeoutException

from ckanext.odlocale.socle.config import largest_checked
from ckanext.odlocale.socle.report import teller_of
from ckanext.odlocale.socle.verdict import Verdict
from ckanext.odlocale.socle.wording import language
from ckanext.odlocale.tables.archive import open_archive
from ckanext.odlocale.tables.source import form_of
from ckanext.odlocale.tables.types import UnreadableError
from ckanext.odlocale.visiting.download import MEGABYTE, Limits, UnreadLinkError, pieces

log = logging.getLogger(__name__)

# What our own reader can tell from what is no table.
TABLES = frozenset({"csv", "tsv", "txt", "xls", "xlsx", "ods"})
# How a job that takes too long is told to it; frictionless makes of it an error of the file.
OUT_OF_TIME = "Task exceeded maximum timeout value"


class UnreadError(Exception):
    """A file was not read, so there is nothing to say about its content; the message is for people."""


def within_bounds(theirs: Callable[..., Any]) -> Callable[..., Any]:
    """Its function that judges a file or a link, on a file of bounded size that is a table.

    The function raises `UnreadError` for what cannot be judged.
    """

    @functools.wraps(theirs)
    def validate(source: str, _format: str = "csv", schema: Any = None, **options: Any) -> Any:
        with _file(source, options.pop("http_session", None)) as path:
            _refuse_unreadable(path, _format)
            report = theirs(str(path), _format=_format, schema=schema, **options)
        if any(OUT_OF_TIME in note for (note,) in report.flatten(["note"])):
            raise UnreadError(_too_long())
        return report

    return validate


def leaving_the_former(theirs: Callable[[Any], None]) -> Callable[[Any], None]:
    """Its job: one that breaks off is told as an error, and the resource keeps the status that it had."""

    @functools.wraps(theirs)
    def run(resource: Any) -> None:
        try:
            theirs(resource)
        except UnreadError as error:
            _broken_off(resource, str(error))
        except BaseTimeoutException:
            _broken_off(resource, _too_long())
        except Exception:
            _broken_off(resource, tk._("The check broke off. The administrator of the portal can read why."))
            raise

    return run


@contextmanager
def linked(url: str, session: requests.Session | None = None) -> Iterator[Path]:
    """What a link gives, as a file on this disk.

    :raises UnreadError: it cannot be read
    """
    with tempfile.TemporaryDirectory(prefix="odlocale-") as folder:
        path = Path(folder) / "file"
        try:
            with path.open("wb") as copy:
                copy.writelines(pieces(url, Limits(largest_checked() * MEGABYTE), session))
        except UnreadLinkError as error:
            raise UnreadError(str(error)) from error
        yield path


@contextmanager
def _file(source: str, session: requests.Session | None) -> Iterator[Path]:
    # CKAN shows no link that begins so: it writes http:// before one without a scheme.
    if source.startswith("/"):
        yield Path(source)
        return
    if session is not None and "ckan.download_proxy" in tk.config:
        session.proxies.update(dict.fromkeys(("http", "https"), tk.config["ckan.download_proxy"]))
    with linked(source, session) as path:
        yield path


def _refuse_unreadable(path: Path, form: str) -> None:
    try:
        if path.stat().st_size > largest_checked() * MEGABYTE:
            message = tk._(
                "The file is larger than {size} MB. Choose its standard if it has one: such files have no "
                "limit. Otherwise publish it as several files."
            )
            raise UnreadError(message.format(size=largest_checked()))
        if form in TABLES and form_of(path) in ("xlsx", "ods"):
            open_archive(path).close()
    except UnreadableError as error:
        told = teller_of(Verdict(), language()).reason(error.key, error.values)
        raise UnreadError(told) from error


def _too_long() -> str:
    return tk._("The file takes too long to be checked. Publish it as several files.")


def _broken_off(resource: str | Mapping[str, Any], why: str) -> None:
    from ckanext.validation.model import Validation

    resource_id = resource if isinstance(resource, str) else resource["id"]
    log.warning("The check of resource %s could not be made: %s", resource_id, why)
    model.Session.rollback()
    row: Any = model.Session.query(Validation).filter_by(resource_id=resource_id).first()
    row = row or Validation(resource_id=resource_id)
    now = datetime.now(UTC).replace(tzinfo=None)
    row.status, row.error, row.finished = "error", {"message": [why]}, now
    model.Session.add(row)
    model.Session.commit()
    _say_error(resource_id, now)


def _say_error(resource_id: str, now: datetime) -> None:
    """On a resource that was never judged; another keeps what was found when its file was last read."""
    site = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    shown = tk.get_action("resource_show")({"ignore_auth": True}, {"id": resource_id})
    if shown.get("validation_status"):
        return
    said = {"validation_status": "error", "validation_timestamp": now.isoformat()}
    context: Any = {"ignore_auth": True, "user": site, "_validation_performed": True}
    tk.get_action("resource_patch")(context, {"id": resource_id, **said})
