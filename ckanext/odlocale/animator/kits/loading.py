"""Loading the kits of the package into a portal, as often as one likes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.odlocale.animator.kits import choices
from ckanext.odlocale.animator.kits.choices import values_of
from ckanext.odlocale.animator.kits.declared import TYPE
from ckanext.odlocale.animator.kits.starter import AUTHOR, LICENCE, VERSION, StarterKit, starter_kits
from ckanext.odlocale.socle.shared import licence_called

COMPARED = ("title", "notes", "author", "version", "license_id", *choices.MANY)
OTHER_LICENCE = "other-open"
"""Of a portal that does not know the Licence Ouverte: CKAN's own list does not."""
COMPARED_ONE = (choices.KIND, choices.STAGE, choices.RANK, choices.LANGUAGE)


def load(organization: str) -> Counter[str]:
    """Make or update every kit of the package.

    A kit that somebody changed here, but for an older version of ours, is theirs and stays as it is.

    :param organization: name or id of the organization that new kits belong to
    :returns: how many were ``created``, ``updated``, ``unchanged``, ``kept`` (changed here), and ``taken``
        (their name is another dataset's)
    :raises NotFound: there is no such organization
    """
    owner = tk.get_action("organization_show")(_context(), {"id": organization})["id"]
    return Counter(_load(kit, owner) for kit in starter_kits())


def _load(kit: StarterKit, owner: str) -> str:
    wanted = fields_of(kit)
    try:
        found = tk.get_action("package_show")(_context(), {"id": kit.name})
    except tk.ObjectNotFound:
        tk.get_action("package_create")(_context(), {**wanted, "owner_org": owner})
        return "created"
    state = standing(found, wanted)
    if state == "updated":
        # The kit stays where it is, and keeps what a site added to it.
        tk.get_action("package_patch")(_context(), {**wanted, "id": found["id"]})
    return state


def standing(found: Mapping[str, Any], wanted: Mapping[str, Any]) -> str:
    """What is to be done with a dataset that has the name of a kit of ours. PURE.

    :param found: the dataset, as ``package_show`` gives it
    """
    if found.get("type") != TYPE or found.get("author") != AUTHOR:
        return "taken" if found.get("type") != TYPE else "kept"
    if found["state"] == "active" and _comparable(found) == _comparable(wanted):
        return "unchanged"
    return "updated" if found["version"] != wanted["version"] and found["state"] == "active" else "kept"


def _comparable(kit: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(
        sorted(values_of(kit.get(name))) if name in choices.MANY else str(kit.get(name) or "")
        for name in (*COMPARED, *COMPARED_ONE)
    )


def fields_of(kit: StarterKit) -> dict[str, Any]:
    """A kit of the package as ``package_create`` takes it."""
    return {
        "type": TYPE,
        "name": kit.name,
        "title": kit.title,
        "notes": kit.notes,
        "author": AUTHOR,
        "version": VERSION,
        "license_id": licence_called(LICENCE, _licences()) or OTHER_LICENCE,
        "tags": [{"name": tag} for tag in kit.tags],
        choices.KIND: kit.kind,
        choices.STAGE: kit.stage,
        choices.RANK: str(kit.order),
        choices.SCHEMAS: list(kit.schemas),
        choices.LEVELS: list(kit.levels),
        choices.STRATUMS: [],
        choices.RULES: list(kit.rules),
        choices.LANGUAGE: "fr",
        "resources": [
            {"name": "À lire", "format": "HTML", "url": address_of(kit, "")},
            {"name": "À modifier (Markdown)", "format": "MD", "url": address_of(kit, ".md")},
        ],
    }


def _licences() -> list[str]:
    return [one["id"] for one in tk.get_action("license_list")(_context(), {})]


def address_of(kit: StarterKit, suffix: str) -> str:
    """The whole address of the text of a kit on this site: another portal that harvests it leads here."""
    site = str(tk.config["ckan.site_url"]).rstrip("/")
    root = str(tk.config.get("ckan.root_path") or "").replace("/{{LANG}}", "").rstrip("/")
    return f"{site}{root}/kits/fiche/{kit.slug}{suffix}"


def _context() -> Any:
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    return {"user": user, "ignore_auth": True}
