"""Makes ckanext-validation 2.2.0 start and work on CKAN 2.11 and 2.12.

Its code is that of CKAN 2.9 in four places: it asks SQLAlchemy's metadata for the database, uses names that
`ckan.lib.uploader` no longer has, calls hooks that were renamed (`before_create`), and waits for hooks that
are never called (`after_create` of a dataset; see `automatic`). Each repair here tests that its piece is
missing, so that a later ckanext-validation which has it is left alone.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import ckan.plugins as p
import sqlalchemy as sa
from ckan import model
from ckan.common import aslist
from ckan.config.declaration import Declaration
from ckan.exceptions import CkanConfigurationException
from ckan.lib import uploader
from sqlalchemy.exc import UnboundExecutionError
from werkzeug.datastructures import FileStorage

from ckanext.odlocale.socle import bounded, checked_save, schema_address
from ckanext.odlocale.visiting import session

OURS = "odlocale_socle"
THEIRS = "validation"
UNDECLARED = {
    "ckanext.validation.formats": "csv xls xlsx",
    "ckanext.validation.default_validation_options": "",
    "ckanext.validation.form.hide_upload_source": "false",
    "ckanext.validation.form.hide_url_source": "false",
    "ckanext.validation.form.hide_json_source": "false",
}


def start(plugins: str | list[str] | None) -> None:
    """Repairs ckanext-validation when it is enabled, before CKAN loads its plugin.

    :param plugins: the value of ckan.plugins
    :raises CkanConfigurationException: `validation` is listed before `odlocale_socle`
    """
    names = aslist(plugins)
    if THEIRS not in names:
        return
    if OURS in names and names.index(THEIRS) < names.index(OURS):
        raise CkanConfigurationException(
            f"ckan.plugins lists {THEIRS} before {OURS}, which makes it start on this CKAN: "
            f"write {OURS} before {THEIRS}."
        )
    repair_tables()
    repair_uploads()
    repair_checked_saves()
    repair_site_user_key()
    guard_addresses()
    bound_checks()


def repair_tables() -> None:
    """Its two questions to the database fail where SQLAlchemy's metadata is not bound to an engine."""
    from ckanext.validation import model as tables

    tables.tables_exist = _or_else(tables.tables_exist, _table_exists)
    tables.create_tables = _or_else(tables.create_tables, _create_table)


def _or_else(theirs: Callable[[], Any], ours: Callable[[], Any]) -> Callable[[], Any]:
    """Theirs, and ours where theirs cannot work: no such method, no bound metadata, no engine given."""

    @functools.wraps(theirs)
    def call() -> Any:
        try:
            return theirs()
        except (AttributeError, TypeError, UnboundExecutionError):
            return ours()

    return call


def _table_exists() -> bool:
    # Asked once before CKAN has an engine, only to warn: the migration of odlocale_socle makes the table.
    return model.meta.engine is None or sa.inspect(model.meta.engine).has_table("validation")


def _create_table() -> None:
    from ckanext.validation.model import Validation

    Validation.__table__.create(model.meta.engine, checkfirst=True)


class UploaderView:
    """`ckan.lib.uploader` as ckanext-validation expects it: the real module, and the names it no longer has.

    :param extra: these names and their values
    """

    def __init__(self, **extra: Any) -> None:
        self.__dict__.update(extra)

    def __getattr__(self, name: str) -> Any:
        return getattr(uploader, name)


def repair_uploads() -> None:
    """Names gone from the uploader module, and files kept in a storage instead of a folder (CKAN 2.12)."""
    from ckanext.validation import jobs, utils

    former = {"ALLOWED_UPLOAD_TYPES": (FileStorage,), "_get_underlying_file": _underlying_file}
    missing = {name: value for name, value in former.items() if not hasattr(uploader, name)}
    if missing:
        utils.uploader = UploaderView(**missing)
    if hasattr(uploader, "FKResourceUpload"):
        jobs.uploader = UploaderView(get_resource_uploader=_resource_uploader)


def declare_settings(declaration: Declaration) -> None:
    """Its settings, read without being declared: CKAN 2.11 writes a warning into the log each time."""
    for name, default in UNDECLARED.items():
        if name not in declaration:
            declaration.declare(name, default)


def _underlying_file(wrapper: FileStorage) -> Any:
    return wrapper.stream


def _resource_uploader(resource: dict[str, Any]) -> Any:
    from ckanext.odlocale.socle.stored_file import StoredFile

    found = uploader.get_resource_uploader(resource)
    return StoredFile(found) if isinstance(found, uploader.FKResourceUpload) else found


def repair_checked_saves() -> None:
    """Saving with a synchronous check calls hooks of other plugins by names they had before CKAN 2.10."""
    from ckanext.validation.logic import action

    if not hasattr(p.IResourceController, "before_create"):
        action.resource_create = checked_save.resource_create
        action.resource_update = checked_save.resource_update


def repair_site_user_key() -> None:
    """A function it calls for files of private datasets kept elsewhere, and does not have."""
    from ckanext.validation import utils

    if not hasattr(utils, "get_site_user_api_key"):
        # CKAN's site user has no key any more: `ckanext.validation.pass_auth_header_value` gives one.
        setattr(utils, "get_site_user_api_key", lambda: "")  # noqa: B010 - what it does not have


def guard_addresses() -> None:
    """Links and schemas that others wrote are opened where the public Internet is, and nowhere else."""
    from ckanext.validation import jobs

    jobs.requests = SimpleNamespace(Session=session.GuardedSession, get=schema_address.read)


def bound_checks() -> None:
    """A check ends within bounds, and one that could not be made leaves the verdict that was there."""
    from ckanext.validation import jobs
    from ckanext.validation.logic import action

    if not hasattr(jobs.run_validation_job, "__wrapped__"):
        jobs._validate_table = bounded.within_bounds(jobs._validate_table)  # noqa: SLF001 - what its job calls
        jobs.run_validation_job = bounded.leaving_the_former(jobs.run_validation_job)
        action.run_validation_job = jobs.run_validation_job
