"""Publishing a set: the dataset, then its file. What is refused leaves nothing behind."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import types
from werkzeug.datastructures import FileStorage

from ckanext.odlocale.socle.catalogue import Entry
from ckanext.odlocale.socle.publishing.declared import further_fields
from ckanext.odlocale.socle.publishing.proposal import address_of
from ckanext.odlocale.socle.publishing.who import identity_of
from ckanext.odlocale.socle.verdicts.choice import SCHEMA_FIELD

MOST_NAMES = 50


def publish(
    entry: Entry,
    organization: Mapping[str, Any],
    fields: Mapping[str, Any],
    upload: FileStorage,
    context: Any,
) -> dict[str, Any]:
    """Make the dataset of a set and put the file into it.

    :param fields: title, notes, licence and tags of the dataset, and the ``name`` of the file
    :returns: the resource
    :raises ValidationError: a field or the file is refused; nothing was made
    :raises NotAuthorized: this person may not publish for this organization
    """
    # The proposed name ends as the standard's own form does; the file may be of another.
    form = PurePosixPath(upload.filename or "").suffix
    told = str(fields.get("name") or entry.about["naming"])
    name = (told.rpartition(".")[0] or told) + form
    dataset = _dataset(entry, organization, {key: fields[key] for key in fields if key != "name"}, context)
    try:
        return tk.get_action("resource_create")(
            types.Context(**context),
            {
                "package_id": dataset["id"],
                "name": name,
                "format": form[1:].upper(),
                SCHEMA_FIELD: entry.name,
                "upload": upload,
            },
        )
    except Exception:
        tk.get_action("dataset_purge")({"ignore_auth": True, "user": context["user"]}, {"id": dataset["id"]})
        raise


def _dataset(
    entry: Entry, organization: Mapping[str, Any], fields: dict[str, Any], context: Any
) -> dict[str, Any]:
    address = _free(address_of(entry, organization))
    further = further_fields(entry, identity_of(organization))
    asked = {**further, **fields, "name": address, "owner_org": organization["id"]}
    return tk.get_action("package_create")(types.Context(**context), asked)


def _free(address: str) -> str:
    """This address of a dataset, or the next that nobody has."""
    from ckan import model

    tried = [address, *(f"{address}-{number}" for number in range(2, MOST_NAMES))]
    taken = {
        row.name for row in model.Session.query(model.Package.name).filter(model.Package.name.in_(tried))
    }
    return next((one for one in tried if one not in taken), address)
