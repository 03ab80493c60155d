"""Making a harvested dataset acceptable to CKAN without losing what it says. Values only.

Remote catalogues run other versions and other schemas: tags with an apostrophe, addresses that are no
addresses, resource ids that are numbers, dates in any form. Each would refuse the whole dataset.
"""

from __future__ import annotations

import json
import re
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import nh3

from ckanext.odlocale.harvest.indexable import is_readable_date

TAG_LENGTH = range(2, 101)
VERSION_LENGTH = 100
_NOT_IN_TAGS = re.compile(r"[^\w \-.]+")
_EMAIL = re.compile(r"^[^@\s<>\"']+@[\w-]+(?:\.[\w-]+)+$")
_TAG = re.compile(r"<[A-Za-z/!?]")
_ID = re.compile(r"^[A-Za-z0-9_-]{1,100}$")
_FROM_ELSEWHERE = frozenset(
    {
        *("organization", "owner_org", "creator_user_id", "revision_id", "revision_timestamp", "plugin_data"),
        *("relationships_as_object", "relationships_as_subject", "num_resources", "num_tags", "isopen"),
        *("license_title", "license_url", "tracking_summary", "metadata_created", "metadata_modified"),
        *("state", "type", "harvest_object_id", "harvest_source_id", "harvest_source_title"),
    }
)
_CORE = frozenset(
    {
        *("id", "name", "title", "author", "author_email", "maintainer", "maintainer_email", "license_id"),
        *("notes", "url", "version", "state", "type", "owner_org", "private", "resources", "tags"),
        *("tag_string", "extras", "groups", "metadata_modified"),
    }
)
_RESOURCE_DATES = ("created", "last_modified", "cache_last_updated")


def remote_id(package: Mapping[str, Any]) -> str | None:
    """The id of a dataset of a remote CKAN, None when it has none that could be used here."""
    found = package.get("id")
    return found if isinstance(found, str) and _ID.match(found) else None


@dataclass(frozen=True, slots=True)
class Declared:
    """Fields that the dataset schema of the site declares: no extra may have their name.

    :param simple: hold one text
    :param structured: hold anything else
    """

    simple: frozenset[str] = frozenset()
    structured: frozenset[str] = frozenset()


def tidy(package: dict[str, Any], identity: str, declared: Declared = Declared()) -> dict[str, Any]:
    """A copy of a dataset that CKAN will accept.

    :param package: a dataset as a remote CKAN or the DCAT parser gives it, with a title or a name
    :param identity: what makes the ids of its resources unlike those of any other dataset
    """
    kept = {key: value for key, value in package.items() if key not in _FROM_ELSEWHERE}
    title = title_of(package)
    kept.update(
        title=title, notes=without_scripts(_text(package.get("notes"))), type="dataset", state="active"
    )
    kept["tags"] = [{"name": name} for name in tag_names(package.get("tags"))]
    kept["resources"] = _resources(package.get("resources"), identity)
    extras = _extras(package.get("extras"))
    kept.update({key: value for key, value in extras.items() if key in declared.simple and not kept.get(key)})
    refused = {*kept, *_CORE, *_FROM_ELSEWHERE, *declared.simple, *declared.structured}
    kept["extras"] = [{"key": key, "value": value} for key, value in extras.items() if key not in refused]
    return _without_refused(kept)


def cleaned(value: Any) -> Any:
    """The same JSON without what PostgreSQL cannot keep: NUL, and halves of surrogate pairs."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, list | tuple):
        return [cleaned(item) for item in value]
    if isinstance(value, Mapping):
        return {cleaned(key): cleaned(item) for key, item in value.items()}
    return value


def without_scripts(text: str) -> str:
    """A description with the HTML that CKAN shows, and none that acts.

    CKAN cleans what its pages show; the API, feeds and other portals get what is stored. Text without a tag
    stays as it is: cleaning would write its ampersands and angle brackets anew.
    """
    return nh3.clean(text) if _TAG.search(text) else text


def title_of(package: Mapping[str, Any]) -> str:
    """The title of a dataset, or its name, empty when it has neither."""
    return _text(package.get("title")) or _text(package.get("name"))


def tag_names(tags: Any) -> list[str]:
    """Tags that CKAN accepts: other characters become spaces, accents stay, each once, sorted."""
    listed = tags if isinstance(tags, list) else []
    names = (tag.get("name") if isinstance(tag, Mapping) else tag for tag in listed)
    split = (part for name in names if isinstance(name, str) for part in re.split("[,;|]", name))
    cleaned = (" ".join(_NOT_IN_TAGS.sub(" ", part).split())[: TAG_LENGTH[-1]].strip() for part in split)
    return sorted({name for name in cleaned if len(name) in TAG_LENGTH})


def _without_refused(package: dict[str, Any]) -> dict[str, Any]:
    for key in ("author_email", "maintainer_email"):
        if not _EMAIL.match(_text(package.get(key)).strip()):
            package.pop(key, None)
    version = _text(package.get("version"))
    if len(version) > VERSION_LENGTH or not version:
        package.pop("version", None)
    return package


def _extras(extras: Any) -> dict[str, str]:
    """As texts, each key once, in a fixed order; without what CKAN takes for a date and breaks off at."""
    pairs = extras.items() if isinstance(extras, Mapping) else _pairs(extras)
    found = {str(key): _plain(value) for key, value in pairs if key and value not in (None, "", [], {})}
    return {
        key: value
        for key, value in sorted(found.items())
        if not key.endswith("_date") or is_readable_date(value)
    }


def _plain(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else _text(value)


def _pairs(extras: Any) -> Iterable[tuple[Any, Any]]:
    return ((extra.get("key"), extra.get("value")) for extra in _dicts(extras))


def _resources(resources: Any, identity: str) -> list[dict[str, Any]]:
    kept = [_resource(resource, identity) for resource in _dicts(resources)]
    ids: Counter[str] = Counter()
    for resource in kept:
        ids[resource["id"]] += 1
        if ids[resource["id"]] > 1:
            resource["id"] = _stable_id(identity, f"{resource['id']} {ids[resource['id']]}")
    return kept


def _resource(resource: dict[str, Any], identity: str) -> dict[str, Any]:
    """A resource with an id that stays the same, and is never that of another catalogue's resource."""
    kept = {
        key: value for key, value in resource.items() if value is not None and not _blank_node(key, value)
    }
    for key in ("url_type", "revision_id", "package_id", "state", "position", "distribution_ref"):
        kept.pop(key, None)
    if isinstance(kept.get("description"), str):
        kept["description"] = without_scripts(kept["description"])
    told = resource.get("id") or resource.get("uri") or f"{resource.get('url')} {resource.get('name')}"
    kept["id"] = _stable_id(identity, str(told))
    for key in _RESOURCE_DATES:
        moment = _moment(kept.pop(key, None))
        if moment:
            kept[key] = moment
    if not str(kept.get("size", "")).isdigit():
        kept.pop("size", None)
    return kept


def _blank_node(key: str, value: Any) -> bool:
    return key == "uri" and not str(value).startswith(("http:", "https:", "urn:"))


def _stable_id(identity: str, told: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{identity} {told}"))


def _moment(value: Any) -> str | None:
    """An ISO date in UTC without offset, the only form that CKAN takes on every version."""
    try:
        moment = datetime.fromisoformat(str(value).strip())
    except ValueError:
        return None
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC).replace(tzinfo=None)
    return moment.isoformat()


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()
