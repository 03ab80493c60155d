"""The last valid version of each file that follows a standard, kept when the next one fails.

A version is written aside, then renamed, then noted with its verdict: whatever is killed in between, what is
noted is there.
"""

from __future__ import annotations

import logging
import os
import shutil
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects.postgresql import insert

from ckanext.odlocale.socle import opened
from ckanext.odlocale.socle.catalogue import find_schema
from ckanext.odlocale.socle.config import consolidation_organization
from ckanext.odlocale.socle.consolidation.model import valid_version_table
from ckanext.odlocale.socle.consolidation.source import Source, Version
from ckanext.odlocale.socle.verdicts.kept import Outcome

log = logging.getLogger(__name__)

FOLDER = Path("odlocale") / "valid"
SETTLED = 3600
_row = valid_version_table.c


def keep(resource_id: str, path: Path, columns: Mapping[str, Any]) -> None:
    """Keep a file that was found valid, where the portal consolidates; the caller commits.

    :param path: the file, under a name that says its form
    :param columns: of the table of verdicts
    """
    folder = _folder()
    if folder is None or not consolidation_organization() or not _is_worth_it(columns):
        return
    name = f"{resource_id}.{columns['hash'][:16]}{path.suffix}"
    try:
        if not _store(path.resolve(), folder / name, columns["hash"]):
            return
    except OSError:
        log.exception("The valid file of resource %s could not be kept for consolidation", resource_id)
        return
    row = {key: columns[key] for key in ("hash", "name", "version")}
    row |= {"resource_id": resource_id, "file": name}
    statement = insert(valid_version_table).values(row)
    model.Session.execute(statement.on_conflict_do_update(index_elements=["resource_id"], set_=row))


def _is_worth_it(columns: Mapping[str, Any]) -> bool:
    if columns["verdict"] != Outcome.VALID or columns["proposed"]:
        return False
    return not find_schema(columns["name"]).is_document


def _store(path: Path, target: Path, digest: str) -> bool:
    """Whether the file was kept: not when another took its place since it was judged."""
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f"{uuid.uuid4()}.part")
    try:
        # CKAN never writes into a file that it has: the bytes of this one stay, and take no place.
        os.link(path, aside)
    except OSError:
        shutil.copyfile(path, aside)
    if opened.digest(aside) != digest:
        aside.unlink()
        return False
    os.replace(aside, target)
    return True


def tidy() -> int:
    """Remove the versions that are noted no more, and what was written only in part; returns how many."""
    folder = _folder()
    if folder is None or not folder.is_dir():
        return 0
    noted = set(model.Session.execute(sa.select(_row.file)).scalars())
    # A version that is being kept right now is noted in a moment.
    left = [path for path in folder.iterdir() if path.name not in noted and _is_old(path)]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


def _is_old(path: Path) -> bool:
    with suppress(FileNotFoundError):
        return time.time() - path.lstat().st_ctime > SETTLED
    return False


@contextmanager
def opener(source: Source, version: Version) -> Iterator[Path]:
    """The file of a version of a source.

    :raises FileNotFoundError: it is not there any more
    """
    if version is Version.KEPT and source.kept:
        folder = _folder()
        if folder is None:
            raise FileNotFoundError(2, "no folder of kept versions")
        yield folder / source.kept.file
        return
    try:
        resource = tk.get_action("resource_show")({"ignore_auth": True}, {"id": source.resource})
    except tk.ObjectNotFound as error:
        raise FileNotFoundError(2, "the resource is gone") from error
    with opened.stored(resource) as path:
        yield path


def _folder() -> Path | None:
    root = tk.config.get("ckan.storage_path")
    return Path(root) / FOLDER if root else None
