"""An uploaded file that CKAN 2.12 keeps in a storage (a bucket, its own folder), as a file on this disk."""

from __future__ import annotations

import os
import tempfile
import weakref
from typing import Any

from ckan.lib import files, uploader


class StoredFile(uploader.ResourceUpload):
    """What ckanext-validation takes for a file in CKAN's folder, and so does not open by the site's address.

    That address may not be reachable from where jobs run, and refuses the files of private datasets.

    :param upload: CKAN's `FKResourceUpload` of the resource
    """

    def __init__(self, upload: Any) -> None:
        self.stored = upload

    def get_path(self, id: str) -> str:
        """Copies the file of the resource `id` to a temporary file, which goes when this object does.

        :raises ckan.lib.files.exc.MissingFileError: the storage does not have it
        """
        location = self.stored.get_path(id)
        handle, path = tempfile.mkstemp(prefix="odlocale-")
        weakref.finalize(self, os.unlink, path)
        with os.fdopen(handle, "wb") as copy:
            for part in self.stored.storage.stream(files.FileData(location)):
                copy.write(part)
        return path
