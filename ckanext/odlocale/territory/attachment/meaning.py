"""What lines mean: the organizations and territories they name, looked up together."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

import sqlalchemy as sa
from ckan import model
from ckan.model.group import group_table
from sqlalchemy.dialects.postgresql import ARRAY

from ckanext.odlocale.cog.shared import TerritoryId, TerritoryIdError
from ckanext.odlocale.territory.attachment.gazetteer import gazetteer
from ckanext.odlocale.territory.attachment.lines import Known
from ckanext.odlocale.territory.attachment.proposing import Subject, propose
from ckanext.odlocale.territory.config import portal_territory
from ckanext.odlocale.territory.extras import TERRITORY_FIELD, organization_field
from ckanext.odlocale.territory.model import territory_table

_group, _territory = group_table.c, territory_table.c

# A spreadsheet takes “01004” for a number.
_LOST_ZERO = re.compile(r"\d{4}")
_CODE = re.compile(r"\d\w{0,13}")


def organizations(texts: Iterable[str]) -> dict[str, Known]:
    """The active organizations with these names or ids, by what they were called."""
    wanted = set(texts)
    attached, names = organization_field(TERRITORY_FIELD), _any(wanted)
    query = (
        sa.select(_group.id, _group.name, attached.c.value)
        .select_from(group_table.outerjoin(attached, attached.c.id == _group.id))
        .where(_group.is_organization.is_(True), _group.state == "active")
        .where(sa.or_(_group.name == names, _group.id == names))
    )
    found = [Known(row.id, row.name, row.value) for row in model.Session.execute(query)]
    by_id = {one.id: one for one in found if one.id in wanted}
    return by_id | {one.name: one for one in found if one.name in wanted}


def territories(texts: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """What identifiers, codes and names of territories mean today, several when they are ambiguous.

    Names are understood as those of organizations are: “Ville d'Annecy (74)”.
    """
    wanted = {text for text in texts if text}
    ids = {text: written for text in wanted if (written := _identifier(text))}
    codes = {text: text.zfill(5) if _LOST_ZERO.fullmatch(text) else text for text in wanted - ids.keys()}
    codes = {text: code.upper() for text, code in codes.items() if _CODE.fullmatch(code)}
    known = _known(ids.values(), codes.values())
    found = {text: known.get(key, ()) for text, key in (ids | codes).items()}
    return found | _named(wanted - found.keys())


def _identifier(text: str) -> str | None:
    try:
        return TerritoryId.parse(text)
    except TerritoryIdError:
        return None


def _known(ids: Collection[str], codes: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    meant = sa.func.coalesce(_territory.successor_id, _territory.id)
    query = sa.select(_territory.id, _territory.code, _territory.successor_id, meant.label("meant")).where(
        sa.or_(_territory.id == _any(ids), _territory.code == _any(codes))
    )
    by_id: dict[str, tuple[str, ...]] = {}
    by_code: dict[str, set[str]] = {}
    for row in model.Session.execute(query):
        by_id[row.id] = (row.meant,)
        by_code.setdefault(row.code, set()).add(row.meant)
    return by_id | {code: tuple(sorted(meant)) for code, meant in by_code.items()}


def _named(texts: Collection[str]) -> dict[str, tuple[str, ...]]:
    subjects = {text: Subject((text,)) for text in texts}
    places, within = gazetteer(list(subjects.values())), portal_territory()
    return {
        text: tuple(str(one.territory) for one in propose(subject, places, within))
        for text, subject in subjects.items()
    }


def _any(values: Iterable[str]) -> sa.sql.ColumnElement[bool]:
    return sa.any_(sa.literal(sorted(values), ARRAY(sa.Text)))
