"""The région of the small portal as an animator, with mandates."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.territory import places


def mandate(territory: str, since: date, until: date | None = None, **more: Any) -> None:
    """A signed mandate of the région's animator."""
    import uuid
    from datetime import UTC, datetime

    import sqlalchemy as sa
    from ckan import model

    from ckanext.odlocale.animator.model import mandate_table

    row = {"id": str(uuid.uuid4()), "organization_id": region(), "territory": territory, "state": "signed"}
    row |= {"asked_by_side": "animator", "asked": datetime.now(UTC), "since": since, "until": until, **more}
    model.Session.execute(sa.insert(mandate_table).values(**row))
    model.Session.commit()


def region() -> str:
    from ckan import model

    return model.Group.get("region").id


def animator() -> None:
    """The région is an animator."""
    from datetime import UTC, datetime

    import sqlalchemy as sa
    from ckan import model

    from ckanext.odlocale.animator.model import animator_table

    now = datetime.now(UTC)
    row = {"organization_id": region(), "kind": "region", "perimeter": [places.REG]}
    model.Session.execute(sa.insert(animator_table).values(**row, created=now, changed=now))
    model.Session.commit()
