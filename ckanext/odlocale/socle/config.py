"""The settings of the plugin, one reader each."""

from __future__ import annotations

from enum import StrEnum

import ckan.plugins as p
import ckan.plugins.toolkit as tk


class Checking(StrEnum):
    """When the file of a resource is judged, and what becomes of an invalid one."""

    BACKGROUND = "background"
    AT_ONCE = "at-once"
    REFUSE = "refuse"


def checking(event: str) -> Checking:
    """How files are judged; without a setting of ours, as ckanext-validation does it.

    :param event: ``create`` or ``update``
    """
    own = tk.config["ckanext.odlocale.socle.checking"]
    if own:
        return Checking(own)
    return Checking.REFUSE if _refused_by_validation(event) else Checking.BACKGROUND


def _refused_by_validation(event: str) -> bool:
    if not p.plugin_loaded("validation"):
        return False
    from ckanext.validation import settings

    modes = {"create": settings.get_create_mode_from_config, "update": settings.get_update_mode_from_config}
    return modes[event]() == "sync"


def queue() -> str:
    """The background queue of the jobs that judge."""
    return tk.config["ckanext.odlocale.socle.queue"]


def timeout() -> int:
    """Seconds that one file may take in the background."""
    return tk.config["ckanext.odlocale.socle.timeout"]


def largest_checked() -> int:
    """Megabytes of a link, or of a file without a standard, beyond which ckanext-validation is not asked."""
    return tk.config["ckanext.odlocale.socle.largest_checked"]


def licences() -> bool:
    """Whether our registry of licences takes the place of CKAN's."""
    return tk.config["ckanext.odlocale.socle.licences"]


def territory_uri() -> str:
    """The form of the address of a territory in DCAT."""
    return tk.config["ckanext.odlocale.socle.territory_uri"]


def consolidation_organization() -> str:
    """The name of the organization that owns consolidated datasets; nothing where none are made."""
    return tk.config["ckanext.odlocale.socle.consolidation.organization"].strip()


def consolidation_levels() -> list[str]:
    """The levels of the territories that consolidated datasets are made for."""
    return tk.config["ckanext.odlocale.socle.consolidation.levels"]
