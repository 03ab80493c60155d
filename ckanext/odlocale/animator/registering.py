"""What the rooms before this one get from it, told to them when the plugin starts."""

from __future__ import annotations

from ckanext.odlocale.animator import publishing
from ckanext.odlocale.animator.kits import advising
from ckanext.odlocale.territory.shared import grant_by


def register() -> None:
    """Have kits advised beside verdicts, and the rights of mandates counted beside CKAN's roles."""
    advising.register()
    grant_by("animator", publishing)
