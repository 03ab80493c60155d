"""The API of kits."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.logic import validate

from ckanext.odlocale.animator.kits import reuse
from ckanext.odlocale.animator.kits.declared import TYPE
from ckanext.odlocale.animator.kits.finding import helping_with, kits_about
from ckanext.odlocale.animator.kits.helping import Kit, Situation
from ckanext.odlocale.animator.logic import desk_schema as schema
from ckanext.odlocale.animator.records import animator

__all__ = [
    "odlocale_kit_list",
    "odlocale_kit_reuse",
]


@tk.side_effect_free
@validate(schema.kit_list)
def odlocale_kit_list(context: Any, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the kits that help in a situation, the most fitting first; without one, all in reading order.

    :param schema: a set of the socle, as ``scdl/deliberations`` (optional)
    :type schema: string
    :param rule: a rule that a file does not follow, as ``siret`` (optional)
    :type rule: string
    :param level: of the authority, as ``com`` (optional)
    :type level: string
    :param stratum: of its population, as ``0-3499`` (optional)
    :type stratum: string
    :param stage: the step to take, as ``first-dataset`` (optional)
    :type stage: string

    :rtype: list of dictionaries with ``name``, ``title``, ``kind``, ``stage``, ``schemas``, ``levels``,
        ``strata``, ``rules``
    """
    tk.check_access("odlocale_kit_list", context, data_dict)
    schemas, rules = (frozenset(filter(None, [data_dict.get(name)])) for name in ("schema", "rule"))
    place = {name: data_dict.get(name, "") for name in ("level", "stratum", "stage")}
    situation = Situation(schemas, rules, **place)
    if situation == Situation():
        return [_document(kit) for kit in kits_about()]
    return [_document(chosen.kit) for chosen in helping_with(situation)]


@validate(schema.kit_reuse)
def odlocale_kit_reuse(context: Any, data_dict: dict[str, Any]) -> dict[str, int]:
    """Say that an animator uses a kit, or no longer does.

    :param id: name or id of the kit
    :type id: string
    :param organization: name or id of the animator's organization
    :type organization: string
    :param used: false for no longer (optional, default true)
    :type used: bool

    :rtype: dictionary with ``used_by``, how many animators use the kit now

    :raises NotFound: there is no such kit, or the organization is no animator
    """
    tk.check_access("odlocale_kit_reuse", context, data_dict)
    kit = tk.get_action("package_show")(context, {"id": data_dict["id"]})
    helper = animator(data_dict["organization"])
    if kit["type"] != TYPE or helper is None:
        raise tk.ObjectNotFound(tk._("There is no such kit, or this organization is no animator."))
    if data_dict["used"]:
        reuse.note(kit["id"], helper.organization, context.get("user", ""))
    else:
        reuse.forget(kit["id"], helper.organization)
    model.Session.commit()
    return {"used_by": len(reuse.users_of(kit["id"]))}


def _document(kit: Kit) -> dict[str, Any]:
    told = {
        key: sorted(value) if isinstance(value, frozenset) else value for key, value in asdict(kit).items()
    }
    return {key: value for key, value in told.items() if key != "rank"}
