"""When a file is validated without anybody asking: after a save, in a background job."""

from __future__ import annotations

import logging
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model, types

from ckanext.odlocale.socle.consolidation.parts import may_be_part
from ckanext.odlocale.socle.consolidation.store import is_ours
from ckanext.odlocale.socle.verdicts.choice import choice_of

log = logging.getLogger(__name__)

# What ckanext-validation writes into the context of a save.
RESOURCE_CALL = "_resource_create_call"
OWN_SAVE = "_validation_performed"


def subscriptions() -> types.SignalMapping:
    """The saves to follow.

    Signals, not hooks: they are sent when the dataset and its files are there for the job to read.
    """
    receivers = {
        "package_create": dataset_created,
        "package_update": dataset_updated,
        "resource_create": resource_created,
    }
    return {
        tk.signals.action_succeeded: [
            {"sender": sender, "receiver": receiver} for sender, receiver in receivers.items()
        ]
    }


def dataset_created(sender: str, *, context: types.Context, result: Any, **_: Any) -> None:
    """Sends the files of a new dataset to be validated."""
    if _waits_for("create") and not context.get("defer_commit"):
        _validate_all(context, result)


def dataset_updated(sender: str, *, context: types.Context, result: Any, **_: Any) -> None:
    """Sends the files of a dataset that was saved as a whole; of a single resource, its own save speaks."""
    if _waits_for("update") and not context.get("defer_commit") and not _part_of_other_save(context, result):
        _validate_all(context, result)


def resource_created(sender: str, *, context: types.Context, result: dict[str, Any], **_: Any) -> None:
    """Sends the file of a new resource; to changed ones ckanext-validation's `after_resource_update` sees."""
    context.pop(RESOURCE_CALL, None)
    if _waits_for("create"):
        _validate(context, result)


def may_validate(resource: dict[str, Any]) -> bool:
    """Whether ckanext-validation judges a file without anybody asking.

    Not where a standard of the socle was chosen: we judge it, and `mirror` tells ckanext-validation. Not what
    we made of judged files. Nor a link of a dataset that a harvester brought: such files are elsewhere and
    many, a harvest would fetch them all, and addresses that a remote catalogue names are not to be opened
    from inside the portal's network.
    """
    uploaded = resource.get("url_type") == "upload" or bool(resource.get("upload"))
    if _is_part(resource) or (uploaded and choice_of(resource) is not None):
        return False
    return uploaded or not _is_harvested(resource.get("package_id"))


def _is_part(resource: dict[str, Any]) -> bool:
    return may_be_part(resource) and is_ours(resource["package_id"])


def _waits_for(event: str) -> bool:
    """Whether ckanext-validation is to validate in the background on this event, by a hook it lacks."""
    plugin = p.get_plugin("validation")
    if plugin is None or "after_dataset_create" in vars(type(plugin)):
        return False
    from ckanext.validation import settings

    modes = {"create": settings.get_create_mode_from_config, "update": settings.get_update_mode_from_config}
    return modes[event]() == "async"


def _part_of_other_save(context: types.Context, result: Any) -> bool:
    """The dataset is saved because a resource is, or its form is, or a verdict is written to it."""
    plugin: Any = p.get_plugin("validation")
    skipped = plugin.packages_to_skip.pop(_id(result), None)
    return bool(skipped or context.get("save") or context.get(RESOURCE_CALL) or context.get(OWN_SAVE))


def _id(result: Any) -> str:
    """The dataset's id: with `return_id_only` the action gives nothing else."""
    return result if isinstance(result, str) else result["id"]


def _validate_all(context: types.Context, result: Any) -> None:
    dataset = result
    if isinstance(result, str):
        dataset = tk.get_action("package_show")({"ignore_auth": True}, {"id": result})
    for resource in dataset.get("resources", []):
        _validate(context, resource)


def _validate(context: types.Context, resource: dict[str, Any]) -> None:
    plugin: Any = p.get_plugin("validation")
    try:
        plugin._handle_validation_for_resource(context, resource)  # noqa: SLF001 - what its own hooks call
    except tk.NotAuthorized:
        # It asks for the resource as the person of the web request; a script has none to see private data.
        log.warning("Resource %s is private: validate it with `ckan validation run -r`", resource["id"])


def _is_harvested(package_id: str | None) -> bool:
    if not package_id or not p.plugin_loaded("harvest"):
        return False
    from ckanext.harvest.model import HarvestObject

    found = sa.exists().where(HarvestObject.package_id == package_id)
    return bool(model.Session.scalar(sa.select(found)))
