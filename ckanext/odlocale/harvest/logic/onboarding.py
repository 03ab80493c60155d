"""The API of on-boarding: what known portals hold of a territory, and the source that brings it."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.logic import side_effect_free, validate

from ckanext.odlocale.harvest import approval, onboarding, source_config
from ckanext.odlocale.harvest.documents import FetchError
from ckanext.odlocale.harvest.drafts import Draft
from ckanext.odlocale.harvest.logic import schema
from ckanext.odlocale.harvest.onboarding import OnboardingError
from ckanext.odlocale.harvest.reporting import first_of
from ckanext.odlocale.territory import shared as territory

_RIGHTS = ("user", "auth_user_obj", "ignore_auth", "save")
"""What a context says of who asks, and whether a form was sent: there a title means an organization."""


@side_effect_free
@validate(schema.onboarding)
def odlocale_harvest_onboarding_search(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """What harvests brought of a territory, and what known portals hold of it; they are asked now.

    :param territory: identifier or code, or a name that only one has

    :rtype: dictionary with ``territory``, ``territory_name``, ``sources`` of this portal that brought
        datasets of it (``name``, ``title``, ``url``, ``type`` and the number ``datasets``) and ``portals``:
        ``portal`` (its kind and address), ``kind``, ``address``, ``failed`` (a sentence, or null) and
        ``found``: dictionaries with ``what`` (``organization``, ``coverage`` or ``catalogue``), ``filter``,
        ``title``, ``datasets`` (or null), ``read`` (of how many datasets that was counted, null for all),
        ``page``, ``certainty``, ``evidence`` and ``source`` (that harvests it here already, or null)

    :raises NotFound: there is no such territory
    """
    tk.check_access("odlocale_harvest_onboarding_search", context, data_dict)
    record = _territory(data_dict)
    return {"territory": record.id, "territory_name": record.name, **onboarding.search(record)}


@side_effect_free
@validate(schema.portal_part)
def odlocale_harvest_onboarding_preview(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """What a harvest of a part of a known portal would do with its first datasets; writes nothing.

    :param territory: identifier or code, or a name that only one has
    :param portal: as the search gives it
    :param what: as the search gives it
    :param filter: as the search gives it (optional)
    :param owner_org: id or name of the organization that would have the source (optional)

    :rtype: dictionary with ``source`` (its fields, as ``harvest_source_create`` takes them) and ``rows``, as
        ``ckan odlocale harvest preview --json`` gives them

    :raises NotFound: there is no such territory
    :raises ValidationError: the portal is not known, has no such part, or cannot be read
    """
    tk.check_access("odlocale_harvest_onboarding_preview", context, data_dict)
    record = _territory(data_dict)
    made = _draft(record, data_dict)
    fields = onboarding.fields_of(record, made)
    owner = model.Group.get(data_dict.get("owner_org") or territory.organization_of(record.id))
    try:
        policy = source_config.make_policy(owner.id if owner else None, source_config.check(made.config))
        return {"source": fields, "rows": first_of(made, policy)}
    except (FetchError, ValueError) as error:
        raise tk.ValidationError({"portal": [str(error)]}) from error


@validate(schema.portal_part)
def odlocale_harvest_onboarding_create(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Make the source of a part of a known portal, by the rules of ``harvest_source_create``.

    :param territory: identifier or code, or a name that only one has
    :param portal: as the search gives it
    :param what: as the search gives it
    :param filter: as the search gives it (optional)
    :param owner_org: id or name of the organization that has the source

    :rtype: dictionary with ``id``, ``name``, ``title`` and ``approval`` (``waiting`` or ``approved``)

    :raises NotFound: there is no such territory
    :raises ValidationError: the portal is not known or has no such part, or CKAN refuses the source
    """
    tk.check_access("odlocale_harvest_onboarding_create", context, data_dict)
    record = _territory(data_dict)
    fields = onboarding.fields_of(record, _draft(record, data_dict))
    asked = {**fields, "owner_org": data_dict.get("owner_org") or ""}
    rights: Any = {name: context[name] for name in _RIGHTS if name in context}
    made = tk.get_action("harvest_source_create")(rights, asked)
    kept = {name: made[name] for name in ("id", "name", "title")}
    return {**kept, "approval": approval.state_of(made["id"])}


def actions() -> dict[str, Any]:
    """Name to function, as CKAN wants them."""
    found: tuple[Any, ...] = (
        odlocale_harvest_onboarding_search,
        odlocale_harvest_onboarding_preview,
        odlocale_harvest_onboarding_create,
    )
    return {action.__name__: action for action in found}


def _territory(data_dict: dict[str, Any]) -> territory.TerritoryRecord:
    found = territory.resolve(data_dict["territory"])
    if found is None:
        message = tk._(
            "There is no territory “{asked}” here. Write its name, or an identifier like com-74042."
        )
        raise tk.ObjectNotFound(message.format(asked=data_dict["territory"][:60]))
    return found


def _draft(record: territory.TerritoryRecord, data_dict: dict[str, Any]) -> Draft:
    try:
        asked = data_dict["portal"], data_dict["what"], data_dict.get("filter") or ""
        return onboarding.drafted(record, *asked)
    except OnboardingError as error:
        raise tk.ValidationError({"portal": [str(error)]}) from error
