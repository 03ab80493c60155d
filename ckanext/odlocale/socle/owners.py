"""Who publishes a file: the producer of its dataset, or the organization."""

from __future__ import annotations

import sqlalchemy as sa
from ckan import model

from ckanext.odlocale.socle.owner import Owner
from ckanext.odlocale.territory.shared import (
    SIREN_FIELD,
    TERRITORY_FIELD,
    TerritoryRecord,
    authorities_within,
    by_siren,
    dataset_field,
    organization_field,
    resolve,
)


def owner_of(package_id: str) -> Owner | None:
    """Who publishes the files of a dataset: the producer that it was rolled up from, else its organization.

    Three queries at most. An authority stands for everything that its territory wholly contains. None for one
    that this portal knows neither a SIREN nor a territory of: nothing can be compared with it.
    """
    title, siren, organization_territory, own_territory = _facts(package_id)
    asked = own_territory or organization_territory
    record = resolve(asked) if asked else None
    if record is None:
        return Owner(title or siren, siren) if siren else None
    name = title if not own_territory and title else record.name
    return _authority(name, siren if not own_territory else None, record)


def called(identifier: str) -> str:
    """A SIREN or an INSEE code with the name of whose it is: `Brest (212900195)`; alone when nobody's."""
    is_siren = len(identifier) == len("123456789")
    record = by_siren(identifier) if is_siren else resolve(f"com-{identifier}")
    return f"{record.name} ({identifier})" if record and record.name else identifier


def _authority(name: str, siren: str | None, record: TerritoryRecord) -> Owner:
    below = authorities_within(record.id)
    return Owner(
        name,
        siren or record.siren,
        frozenset(one.siren for one in below if one.siren),
        frozenset(one.commune for one in below if one.commune),
    )


def _facts(package_id: str) -> tuple[str | None, str | None, str | None, str | None]:
    package, group = model.Package, model.Group
    siren, territory = organization_field(SIREN_FIELD), organization_field(TERRITORY_FIELD)
    own = dataset_field(TERRITORY_FIELD)
    query = (
        sa.select(group.title, siren.c.value, territory.c.value, own.c.value)
        .select_from(package)
        .outerjoin(group, group.id == package.owner_org)
        .outerjoin(siren, siren.c.id == package.owner_org)
        .outerjoin(territory, territory.c.id == package.owner_org)
        .outerjoin(own, own.c.id == package.id)
        .where(package.id == package_id)
    )
    found = model.Session.execute(query).first()
    return tuple(found) if found else (None, None, None, None)
