"""Which territories a dataset may name as its producer's.

A dataset counts for the territory that it names, and is moved to the organization of the territory that it is
rolled up from: whoever edits a dataset names only what their organization is the authority of, or what is
inside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import authz, model

from ckanext.odlocale.territory import granted
from ckanext.odlocale.territory.directory import lineage, organization_lineage
from ckanext.odlocale.territory.extras import ROLLED_UP_FIELD, TERRITORY_FIELD, committed_dataset_field
from ckanext.odlocale.territory.identity import field_of

GUARDED = (TERRITORY_FIELD, ROLLED_UP_FIELD)


def guard(context: Any, dataset: Mapping[str, Any]) -> None:
    """Refuse a territory that is not its organization's, on a dataset that was just written.

    System administrators and calls that ignore rights (harvesters) name any; what a dataset names already,
    it keeps.

    :param dataset: as it was validated
    :raises ValidationError: naming the fields; nothing is saved
    """
    named = {key: value for key in GUARDED if (value := field_of(dataset, key))}
    if not named or context.get("ignore_auth") or authz.is_sysadmin(context.get("user")):
        return
    own = next(iter(organization_lineage(dataset.get("owner_org") or "")), None)
    foreign = {
        key: value
        for key, value in named.items()
        if (own is None or own not in lineage(value))
        and not granted.may_name(context.get("user"), dataset.get("owner_org"), value)
    }
    refused: dict[str, Any] = {
        key: [_sentence(own)]
        for key, value in foreign.items()
        if committed_dataset_field(dataset["id"], key) != value
    }
    if refused:
        model.Session.rollback()
        raise tk.ValidationError(refused)


def _sentence(own: str | None) -> str:
    if own is None:
        return tk._(
            "The organization has no confirmed territory, so that its datasets name none. Leave this empty: "
            "the dataset follows its organization as soon as that is attached."
        )
    sentence = tk._(
        "The organization is the authority of {territory}: its datasets name this territory, or one inside "
        "it. Leave this empty, or ask an administrator of the portal."
    )
    return sentence.format(territory=own)
