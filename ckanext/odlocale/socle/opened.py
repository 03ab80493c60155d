"""The uploaded file of a resource as a file on this disk, under the name it was given."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ckan.lib import uploader
from werkzeug.datastructures import FileStorage

from ckanext.odlocale.socle.verdicts.choice import suffix_of


@contextmanager
def stored(resource: Mapping[str, Any]) -> Iterator[Path]:
    """The file that CKAN keeps for a resource.

    :raises FileNotFoundError: CKAN does not have it, or keeps it in a way that gives no file
    """
    found = uploader.get_resource_uploader(dict(resource))
    if hasattr(uploader, "FKResourceUpload") and isinstance(found, uploader.FKResourceUpload):
        from ckanext.odlocale.socle.stored_file import StoredFile

        found = StoredFile(found)
    if not isinstance(found, uploader.ResourceUpload):
        raise FileNotFoundError(2, "the uploader of this portal gives no file")
    try:
        kept = found.get_path(resource["id"])
    except Exception as error:  # each storage has its own way of not having a file
        raise FileNotFoundError(2, str(error)) from error
    with _folder() as folder:
        # Its name in the storage has no suffix, which is part of recognising what a file is.
        path = folder / f"file.{_plain(suffix_of(resource))}"
        path.symlink_to(kept)
        yield path


@contextmanager
def uploading(upload: FileStorage) -> Iterator[Path]:
    """A copy of a file that is being uploaded; the upload can be read again afterwards."""
    with _folder() as folder:
        path = folder / f"file.{_plain(Path(upload.filename or '').suffix[1:])}"
        upload.stream.seek(0)
        with path.open("wb") as copy:
            shutil.copyfileobj(upload.stream, copy)
        upload.stream.seek(0)
        yield path


def digest(path: Path) -> str:
    """What tells these bytes from others."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="odlocale-") as folder:
        yield Path(folder)


def _plain(suffix: str) -> str:
    return "".join(one for one in suffix.lower() if one.isascii() and one.isalnum())[:10] or "csv"
