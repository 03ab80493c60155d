"""A portal of yours in place of the sample catalogues: `--source ADDRESS`."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from ckanext.odlocale.cog.shared import Level, Territory, TerritoryId
from ckanext.odlocale.stack.demo.content import Organization, slug
from ckanext.odlocale.stack.demo.harvesting import Wanted

TYPES = {"ckan": "odlocale_ckan", "dcat": "odlocale_dcat"}
KEEPER = Organization("moissonnage", "Moissonnage", "")
TITLES = {Level.REG: "Région", Level.DEP: "Département"}


def wanted(address: str, kind: str) -> Wanted:
    """The source of a live portal. Its territory is not known, so a name must be unique in all of France.

    :param kind: "ckan" or "dcat"
    """
    parts = urlsplit(address)
    name = slug(f"{parts.hostname} {parts.port or ''} {parts.path}")[:90]
    return Wanted(name, f"{parts.netloc}{parts.path.rstrip('/')}", address, TYPES[kind], KEEPER.name)


def organizations(territories: Mapping[TerritoryId, Territory]) -> list[Organization]:
    """An organization for each région and département, so that there is somewhere to roll up to anywhere."""
    found = [
        Organization(slug(f"{title} {territory.name}"), f"{title} {territory.name}", territory.id)
        for level, title in TITLES.items()
        for territory in territories.values()
        if territory.id.level is level and territory.siren
    ]
    return [KEEPER, *found]
