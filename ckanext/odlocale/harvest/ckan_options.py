"""The options of ckanext-harvest's CKAN harvester: same names, same meaning.

``remote_orgs`` has no effect here, since a dataset goes where its producer is; ``force_all`` is the gather
stage's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.odlocale.harvest.remote_ckan import RemoteCkan

FROM_ELSEWHERE = ("packages", "package_count", "created", "users", "groups", "tags", "extras", "display_name")

LocalGroup = Callable[[Mapping[str, Any]], dict[str, str] | None]
"""The group of this portal that a remote group means, None when it has none."""


def filters_of(options: Mapping[str, Any]) -> list[str]:
    """What a source takes of its portal, as filters of its search, all of which hold."""
    return [
        *_filters(options, "organizations_filter", "organization"),
        *_filters(options, "groups_filter", "groups"),
    ]


def _filters(options: Mapping[str, Any], setting: str, field: str) -> Iterator[str]:
    included, excluded = options.get(f"{setting}_include"), options.get(f"{setting}_exclude")
    if included:
        yield " OR ".join(f"{field}:{name}" for name in included)
    elif excluded:
        yield from (f"-{field}:{name}" for name in excluded)


def with_options(
    package: dict[str, Any], options: Mapping[str, Any], local: LocalGroup, names: Mapping[str, str]
) -> dict[str, Any]:
    """The dataset as the options of its source want it.

    :param names: what ``{…}`` in a default extra stands for
    """
    return {
        **package,
        "tags": _tags(package, options),
        "groups": _groups(package, options, local),
        "extras": _extras(package, options, names),
    }


def _tags(package: Mapping[str, Any], options: Mapping[str, Any]) -> list[Any]:
    tags = _listed(package.get("tags"))
    return [*tags, *(tag for tag in options.get("default_tags") or [] if tag not in tags)]


def _groups(
    package: Mapping[str, Any], options: Mapping[str, Any], local: LocalGroup
) -> list[dict[str, str]]:
    wanted = [{"name": name, "id": name} for name in options.get("default_groups") or []]
    if options.get("remote_groups") in ("only_local", "create"):
        wanted = [*_listed(package.get("groups")), *wanted]
    found = (local(group) for group in wanted if isinstance(group, dict))
    return list({group["id"]: group for group in found if group}.values())


def _extras(
    package: Mapping[str, Any], options: Mapping[str, Any], names: Mapping[str, str]
) -> list[dict[str, Any]] | Mapping[str, Any]:
    extras: Any = package.get("extras")
    defaults: Mapping[str, Any] = options.get("default_extras") or {}
    if not defaults:
        return extras or []
    kept = [extra for extra in _listed(extras) if isinstance(extra, dict)]
    if isinstance(extras, Mapping):
        kept = [{"key": key, "value": value} for key, value in extras.items()]
    if options.get("override_extras"):
        kept = [extra for extra in kept if extra.get("key") not in defaults]
    present = {extra.get("key") for extra in kept}
    added = {key: value for key, value in defaults.items() if key not in present}
    return [*kept, *({"key": key, "value": _filled(value, names)} for key, value in added.items())]


def _filled(value: Any, names: Mapping[str, str]) -> Any:
    if not isinstance(value, str):
        return value
    for name, meant in names.items():
        value = value.replace(f"{{{name}}}", meant)
    return value


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def names_for(harvest_object: Any, dataset: str) -> dict[str, str]:
    """What a default extra may speak of.

    :param dataset: the id of the dataset
    """
    source: Any = harvest_object.source
    return {
        "harvest_source_id": source.id,
        "harvest_source_url": source.url.strip("/"),
        "harvest_source_title": source.title or "",
        "harvest_job_id": harvest_object.harvest_job_id,
        "harvest_object_id": harvest_object.id,
        "dataset_id": dataset,
    }


def local_group(
    group: Mapping[str, Any], options: Mapping[str, Any], remote: RemoteCkan
) -> dict[str, str] | None:
    """The group of this portal with the id or the name of a remote one, made when the source says so."""
    for text in (group.get("id"), group.get("name")):
        found = model.Group.get(text) if isinstance(text, str) and text else None
        if found is not None and not found.is_organization and found.state == "active":
            return {"id": found.id, "name": found.name}
    if options.get("remote_groups") != "create":
        return None
    return _made(remote.group(str(group.get("id") or group.get("name"))))


def _made(group: dict[str, Any] | None) -> dict[str, str] | None:
    if group is None:
        return None
    kept = {key: value for key, value in group.items() if key not in FROM_ELSEWHERE}
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    context: Any = {"user": user, "ignore_auth": True}
    try:
        made = tk.get_action("group_create")(context, kept)
    except tk.ValidationError:
        return None
    return {"id": made["id"], "name": made["name"]}
