"""The API of verdicts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.logic import validate

from ckanext.odlocale.socle import checking, saves, telling
from ckanext.odlocale.socle.logic import schema
from ckanext.odlocale.socle.publishing import filling
from ckanext.odlocale.socle.verdicts.choice import choice_of, is_looked_into, is_upload

Action = Callable[..., Any]


def actions() -> dict[str, Action]:
    """The actions of the plugin, with those that change one of ckanext-validation's where it is there."""
    own: dict[str, Action] = {
        "odlocale_socle_check": odlocale_socle_check,
        "odlocale_socle_verdict_show": odlocale_socle_verdict_show,
        "package_create": package_create,
        "package_update": package_update,
    }
    return (
        {**own, "resource_validation_run": resource_validation_run} if p.plugin_loaded("validation") else own
    )


@tk.side_effect_free
@validate(schema.verdict_show)
def odlocale_socle_verdict_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return the verdict on the file of a resource, as ``odlocale validate --json`` gives it.

    :param id: the resource
    :type id: string
    :param lang: ``fr`` or ``en``, the language of the sentences (optional, default: the reader's)
    :type lang: string

    :rtype: dictionary with ``verdict`` (``valid``, ``invalid``, ``unchecked``, ``error``), ``waiting`` (a
        newer file is about to be judged), ``proposed`` (nobody chose the standard, it was recognised),
        ``judged_on`` (date), ``hash`` (SHA-256 of the file), and all of ``odlocale validate --json``:
        ``schema``, ``version``, ``rows``, ``errors``, ``error_counts``, ``warnings``, ``warning_counts``…

    :raises NotFound: there is no such resource, or its file was never sent to be judged
    """
    tk.check_access("odlocale_socle_verdict_show", context, data_dict)
    resource = tk.get_action("resource_show")(context, {"id": data_dict["id"]})
    told = telling.document(resource, data_dict.get("lang"))
    if told is None:
        raise tk.ObjectNotFound(
            tk._("The file of this resource has no verdict. Choose a standard for it, or upload the file.")
        )
    return told


@validate(schema.check)
def odlocale_socle_check(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Judge the file of a resource now, unless neither it nor its standard changed since the last verdict.

    :param id: the resource, whose file is kept by this portal
    :type id: string
    :param force: judge the same file again (optional, default false)
    :type force: bool

    :rtype: dictionary with ``id``, ``verdict``, ``schema``, ``version``

    :raises NotFound: there is no such resource
    :raises ValidationError: the file is not kept by this portal, or is of a format that is not judged
    """
    tk.check_access("odlocale_socle_check", context, data_dict)
    resource = tk.get_action("resource_show")(context, {"id": data_dict["id"]})
    if not is_looked_into(resource):
        raise tk.ValidationError({"id": [_why_not(resource)]})
    row = checking.check(resource["id"], force=data_dict["force"])
    if row is None:
        raise tk.ObjectNotFound(tk._("The resource is gone."))
    return {"id": resource["id"], "verdict": row["verdict"], "schema": row["name"], "version": row["version"]}


def _why_not(resource: dict[str, Any]) -> str:
    if not is_upload(resource):
        return tk._("The file is a link to another site: upload it here to have it checked.")
    return tk._("A file of this format is checked only when a standard is chosen for it.")


@tk.chained_action
def package_create(next_action: Action, context: Any, data_dict: dict[str, Any]) -> Any:
    """Create a dataset as CKAN does; it takes tags and licence from the standards of its files."""
    for resource in filling.resources_of(data_dict):
        filling.mark(resource)
    return next_action(context, _filled(data_dict))


@tk.chained_action
def package_update(next_action: Action, context: Any, data_dict: dict[str, Any]) -> Any:
    """Update a dataset as CKAN does; it takes tags and licence from a standard just chosen for a file."""
    return next_action(context, _filled(data_dict))


def _filled(dataset: dict[str, Any]) -> dict[str, Any]:
    entries = filling.just_chosen(dataset)
    if not entries:
        return dataset
    licences = [one["id"] for one in tk.get_action("license_list")({"ignore_auth": True}, {})]
    return filling.filled(dataset, entries, licences)


@tk.chained_action
def resource_validation_run(next_action: Action, context: Any, data_dict: dict[str, Any]) -> Any:
    """Where a standard of the socle was chosen, we judge: there is one verdict."""
    told, wrong = tk.navl_validate(data_dict, schema.validation_run(), context)
    if wrong:
        raise tk.ValidationError(wrong)
    data_dict["resource_id"] = told["resource_id"]
    tk.check_access("resource_validation_run", context, data_dict)
    resource = tk.get_action("resource_show")({"ignore_auth": True}, {"id": data_dict.get("resource_id")})
    if choice_of(resource) is None or not is_looked_into(resource):
        return next_action(context, data_dict)
    if data_dict.get("async", True):
        saves.send([resource])
    else:
        checking.check(resource["id"], force=True)
    return None
