"""The consolidated dataset: made once, then brought up to date in one save, its addresses never changing."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

import ckan.plugins.toolkit as tk
from ckan import model
from werkzeug.datastructures import FileStorage

from ckanext.odlocale.socle.config import consolidation_organization
from ckanext.odlocale.socle.consolidation import telling
from ckanext.odlocale.socle.consolidation.parts import PARTS, part_id
from ckanext.odlocale.socle.consolidation.source import licence
from ckanext.odlocale.socle.consolidation.telling import Subject
from ckanext.odlocale.socle.publishing.declared import further_fields
from ckanext.odlocale.socle.publishing.proposal import licence_called
from ckanext.odlocale.socle.publishing.template import Identity


def publish(dataset_id: str, about: Subject, folder: Path) -> None:
    """Bring the dataset up to date with the files of a folder, in one save; make it when there is none.

    A new one is a draft until that save.

    :raises ValidationError: the portal refuses a field or a file
    """
    context = _context()
    shown = _shown(dataset_id, context)
    if shown is None:
        made = {"id": dataset_id, "name": _free(telling.address(about), dataset_id), "state": "draft"}
        shown = tk.get_action("package_create")(context(), {**_fields(about), **made})
    there = {one["id"]: one for one in shown["resources"]}
    with ExitStack() as stack:
        streams = {part: stack.enter_context((folder / part).open("rb")) for part in PARTS}
        parts = [
            {**_part(about, stream, part), "id": part_id(dataset_id, part)}
            for part, stream in streams.items()
        ]
        resources = [{**there.pop(one["id"], {}), **one} for one in parts] + list(there.values())
        told = {**_fields(about), "id": dataset_id, "state": "active", "resources": resources}
        tk.get_action("package_patch")(context(), told)


def withdraw(dataset_id: str) -> None:
    """Delete the dataset, as CKAN deletes: it can be found in the administrator's trash."""
    context = _context()
    if _shown(dataset_id, context) is not None:
        tk.get_action("package_delete")(context(), {"id": dataset_id})


def _context() -> Any:
    name = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    return lambda: {"ignore_auth": True, "user": name}


def _shown(dataset_id: str, context: Any) -> dict[str, Any] | None:
    try:
        return tk.get_action("package_show")(context(), {"id": dataset_id})
    except tk.ObjectNotFound:
        return None


def _fields(about: Subject) -> dict[str, Any]:
    entry, lang = about.entry, about.lang
    name = licence(about.sources)
    register = [one.id for one in model.Package.get_license_register().values()]
    tags = [*entry.about["tags"], telling.TAG[lang]]
    return {
        **further_fields(entry, Identity(about.territory, None, territory=about.code)),
        "title": telling.title(about),
        "notes": telling.notes(about),
        "license_id": licence_called(name, register) if name else "",
        "owner_org": consolidation_organization(),
        "private": False,
        "tags": [{"name": tag} for tag in tags],
    }


def _part(about: Subject, stream: IO[bytes], part: str) -> dict[str, Any]:
    return {
        "name": about.words[part],
        "format": "CSV",
        "url": telling.file_name(about, part),
        "upload": FileStorage(stream, telling.file_name(about, part), "upload"),
    }


def _free(name: str, dataset_id: str) -> str:
    return f"{name}-{dataset_id[:8]}" if model.Package.get(name) else name
