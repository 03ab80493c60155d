"""Animators, mandates, follow-up and files of a test portal, as rows: rights have their own tests."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from tests.territory.portal import organization

TODAY = dt.datetime.now(dt.UTC).date()
LONG_AGO = TODAY - dt.timedelta(days=200)


def animator(name: str, *perimeter: str, title: str = "", **fields: Any) -> dict[str, Any]:
    """An organization that is an animator with this perimeter."""
    import sqlalchemy as sa
    from ckan import model

    from ckanext.odlocale.animator.model import animator_table

    made = organization(name, title)
    now = dt.datetime.now(dt.UTC)
    row = {"organization_id": made["id"], "kind": "departement", "perimeter": list(perimeter)}
    model.Session.execute(sa.insert(animator_table).values(**row, created=now, changed=now, **fields))
    model.Session.commit()
    return made


def mandate(helper: dict[str, Any], territory: str, **fields: Any) -> str:
    """A mandate, signed long ago unless fields say otherwise."""
    import sqlalchemy as sa
    from ckan import model

    from ckanext.odlocale.animator.model import mandate_table

    row = {
        "id": str(uuid.uuid4()),
        "organization_id": helper["id"],
        "territory": territory,
        "state": "signed",
        "asked_by_side": "animator",
        "asked": dt.datetime.now(dt.UTC),
        "signed": LONG_AGO,
        "since": LONG_AGO,
        **fields,
    }
    model.Session.execute(sa.insert(mandate_table).values(**row))
    model.Session.commit()
    return row["id"]


def verdict(resource: dict[str, Any], outcome: str, rules: dict[str, int] | None = None) -> None:
    """The verdict on a resource, as a judge would have kept it."""
    import sqlalchemy as sa
    from ckan import model

    from ckanext.odlocale.socle.verdicts.model import verdict_table

    row = {
        "resource_id": resource["id"],
        "verdict": outcome,
        "name": "scdl/deliberations",
        "judged": dt.datetime.now(dt.UTC),
        "error_counts": rules or {},
    }
    model.Session.execute(sa.insert(verdict_table).values(**row))
    model.Session.commit()


def published(
    owner: dict[str, Any], name: str, outcome: str = "", rules: dict[str, int] | None = None
) -> Any:
    """A dataset of an organization, whose file has this verdict if any."""
    from ckan.tests.factories import Dataset, Resource

    made = Dataset(owner_org=owner["id"], name=name)
    if outcome:
        verdict(Resource(package_id=made["id"]), outcome, rules)
    return made
