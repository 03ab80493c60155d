"""Writing the datasets: made once, then only the files that are others than last time."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from datetime import date
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from werkzeug.datastructures import FileStorage

from ckanext.odlocale.observatory import config
from ckanext.odlocale.observatory.published.contents import Dataset, File, datasets
from ckanext.odlocale.observatory.published.mark import MARK
from ckanext.odlocale.socle.shared import dataset_fields, licence_called

# https://op.europa.eu/en/web/eu-vocabularies/dataset/-/resource?uri=http://publications.europa.eu/resource/dataset/frequency
DAILY = "http://publications.europa.eu/resource/authority/frequency/DAILY"


class PublishingError(Exception):
    """The figures cannot be published; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was done with a dataset.

    :param files: the names of the files that were written
    """

    name: str
    made: bool
    files: tuple[str, ...]


def publish(day: date) -> list[Written]:
    """Publish the figures of a day in the organization of the setting. Twice the same day is as once.

    Killed at any line, it is run again: what is written stays, the rest follows.

    :raises PublishingError: there is no such organization, no folder for uploads, a dataset was deleted, or
        the site's own schema of datasets asks for more
    """
    owner = _owner()
    return [_written(one, owner) for one in datasets(day)]


def _owner() -> str:
    wanted = config.publisher()
    found = model.Group.get(wanted) if wanted else None
    if found is None or not found.is_organization or found.state != "active":
        sentence = tk._(
            "There is no organization “{name}” to publish in. Write the name of one in the setting {setting}."
        )
        raise PublishingError(sentence.format(name=wanted, setting=config.PUBLISHER))
    if not tk.config.get("ckan.storage_path"):
        raise PublishingError(
            tk._("Files cannot be uploaded here: set ckan.storage_path, then run this again.")
        )
    return found.id


def _written(wanted: Dataset, owner: str) -> Written:
    found = _existing(wanted.name)
    if found is None:
        found = _act("package_create", **_about(wanted, owner))
        return Written(wanted.name, True, _files(wanted, found))
    about = _about(wanted, owner)
    if any(found.get(key) != about[key] for key in ("title", "notes", "owner_org")):
        _act("package_patch", id=found["id"], **{key: about[key] for key in ("title", "notes", "owner_org")})
    return Written(wanted.name, False, _files(wanted, found))


def _existing(name: str) -> dict[str, Any] | None:
    try:
        found = _act("package_show", id=name)
    except tk.ObjectNotFound:
        return None
    if found["state"] != "active":
        sentence = tk._(
            "The dataset {name} was deleted. Restore it, or purge it to have it made anew; to publish no "
            "more, empty the setting {setting}."
        )
        raise PublishingError(sentence.format(name=name, setting=config.PUBLISHER))
    return found


def _about(wanted: Dataset, owner: str) -> dict[str, Any]:
    further = {"frequency": DAILY}
    # A field that the site's schema declares is no extra field.
    declared = further if further.keys() <= dataset_fields().keys() else {}
    extras = {MARK: "oui", **({} if declared else further)}
    licences = [one.id for one in model.Package.get_license_register().values()]
    return {
        "name": wanted.name,
        "title": wanted.title,
        "notes": wanted.notes,
        "owner_org": owner,
        "license_id": licence_called("Licence Ouverte 2.0", licences),
        "tags": [{"name": "observatoire"}, {"name": "open data"}],
        "extras": [{"key": key, "value": value} for key, value in extras.items()],
        **declared,
    }


def _files(wanted: Dataset, found: dict[str, Any]) -> tuple[str, ...]:
    known = {one["name"]: one for one in found.get("resources", [])}
    return tuple(one.name for one in wanted.files if _file(one, known.get(one.title), found["id"]))


def _file(wanted: File, known: dict[str, Any] | None, dataset: str) -> bool:
    """Whether the file had to be written."""
    digest = hashlib.sha256(wanted.content).hexdigest()
    if known and known.get("hash") == digest:
        return False
    about: dict[str, Any] = {
        "name": wanted.title,
        "format": wanted.format,
        "hash": digest,
        "url": wanted.name,
    }
    about["upload"] = FileStorage(io.BytesIO(wanted.content), wanted.name, "upload")
    if known:
        _act("resource_patch", id=known["id"], **about)
    else:
        _act("resource_create", package_id=dataset, **about)
    return True


def _act(action: str, /, **data: Any) -> Any:
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    try:
        return tk.get_action(action)({"ignore_auth": True, "user": user}, data)
    except tk.ValidationError as error:
        said = " ".join(f"{name}: {problem}" for name, problem in error.error_summary.items())
        sentence = tk._(
            "This portal refuses the dataset of the figures. {problem} Have the schema of datasets ask for "
            "less, or empty the setting {setting}."
        )
        raise PublishingError(sentence.format(problem=said, setting=config.PUBLISHER)) from error
