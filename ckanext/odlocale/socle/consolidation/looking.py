"""What each territory's consolidated file is to be made of, for all of them in two queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.model.package import package_table
from ckan.model.resource import resource_table
from sqlalchemy.dialects.postgresql import ARRAY

from ckanext.odlocale.socle.catalogue import UnknownSchemaError, find_schema
from ckanext.odlocale.socle.consolidation.model import valid_version_table
from ckanext.odlocale.socle.consolidation.source import Kept, Source
from ckanext.odlocale.socle.consolidation.whose import Known, Whose
from ckanext.odlocale.socle.coverage.statements import files_of
from ckanext.odlocale.socle.verdicts.kept import Outcome
from ckanext.odlocale.socle.verdicts.model import verdict_table
from ckanext.odlocale.territory.shared import contained, containers, identifiers, within

Pair = tuple[str, str]
EVERYTHING = "fr"


@dataclass(frozen=True, slots=True)
class Asked:
    """What to consolidate: everything, or only one set or one territory."""

    levels: tuple[str, ...]
    schema: str | None = None
    territory: str | None = None


def sources(asked: Asked) -> dict[Pair, list[Source]]:
    """The files of each territory and set, public ones only, in the order of their datasets. Two queries."""
    files = list(model.Session.execute(_files(asked)))
    files = [row for row in files if _is_table(row.schema)]
    details = _details({row.resource for row in files})
    found: dict[Pair, dict[str, Any]] = defaultdict(dict)
    territories: dict[tuple[Pair, str], set[str]] = defaultdict(set)
    for row in files:
        pair = (row.container, row.schema)
        found[pair][row.resource] = row
        territories[pair, row.resource].add(row.territory)
    return {
        pair: sorted(
            (_source(row, details[key], territories[pair, key]) for key, row in rows.items()),
            key=lambda one: (one.dataset, one.resource),
        )
        for pair, rows in found.items()
    }


def _is_table(schema: str) -> bool:
    try:
        return not find_schema(schema).is_document
    except UnknownSchemaError:
        return False


def _files(asked: Asked) -> sa.sql.Select:
    files, above = files_of(within(asked.territory or EVERYTHING)).subquery("files"), containers(asked.levels)
    query = sa.select(above.c.container, files).join_from(
        files, above, above.c.territory == files.c.territory
    )
    if asked.schema:
        query = query.where(files.c.schema == asked.schema)
    return query.where(above.c.container == asked.territory) if asked.territory else query


def _details(resources: Iterable[str]) -> dict[str, Any]:
    resource, verdict, kept = resource_table.c, verdict_table.c, valid_version_table.c
    query = (
        sa.select(resource.id, package_table.c.license_id, verdict.version, verdict.hash, verdict.reason)
        .add_columns(kept.name.label("kept_name"), kept.version.label("kept_version"))
        .add_columns(kept.hash.label("kept_hash"), kept.file.label("kept_file"))
        .join_from(resource_table, package_table, package_table.c.id == resource.package_id)
        .outerjoin(verdict_table, verdict.resource_id == resource.id)
        .outerjoin(valid_version_table, kept.resource_id == resource.id)
        .where(resource.id == sa.any_(sa.literal(sorted(resources), ARRAY(sa.Text))))
    )
    return {row["id"]: row for row in model.Session.execute(query).mappings()}


def _source(row: Any, detail: Mapping[str, Any], territories: Collection[str]) -> Source:
    judged = row.verdict != Outcome.UNCHECKED
    kept = Kept(detail["kept_hash"], detail["kept_version"], detail["kept_file"])
    reason = detail["reason"] if judged else None
    return Source(
        resource=row.resource,
        dataset=row.dataset,
        owner=row.owner,
        licence=detail["license_id"] or "",
        verdict=row.verdict,
        version=detail["version"] if judged else None,
        hash=detail["hash"] if judged else None,
        kept=kept if detail["kept_name"] == row.schema else None,
        reason=(reason[0], reason[1]) if reason else None,
        territories=tuple(sorted(territories)),
    )


def whose_of(territory: str, found: Iterable[Source]) -> Callable[[Source], Whose]:
    """Who tells the rows of each file. One query, and one for each new group of identifiers.

    :param territory: what the consolidated file is about
    """
    below = contained({territory, *(one.owner for one in found)})
    inside, known = below.get(territory, frozenset()) | {territory}, _known()
    # A new one for each file: what it remembers of one does not stay in memory with all others.
    return lambda one: Whose(one.owner, below.get(one.owner, frozenset()), inside, known)


def _known() -> Known:
    def known(wanted: Collection[str]) -> dict[str, str]:
        named = identifiers()
        query = sa.select(named.c.identifier, named.c.territory).where(named.c.identifier.in_(sorted(wanted)))
        return {row.identifier: row.territory for row in model.Session.execute(query)}

    return known
