"""Figures of the observatory counted again, by statements that share nothing with its own."""

from __future__ import annotations

import psycopg2

# CKAN 2.12 keeps further fields in a column, CKAN 2.11 in a table.
_FIELDS = {
    "column": """
        SELECT id, extras->>'odlocale_territory' AS territory FROM {of} WHERE extras ? 'odlocale_territory'
    """,
    "table": """
        SELECT {name}_id AS id, value AS territory FROM {name}_extra
        WHERE key = 'odlocale_territory' AND state = 'active'
    """,
}
_COUNTED = """
    WITH of_group AS ({of_group}), of_package AS ({of_package}),
    standing AS (
        SELECT id, coalesce(siren, id) AS authority, level, population FROM odlocale_territory
        WHERE state = 'current' AND level <> 'fr' AND (siren IS NOT NULL OR level = 'com')
    ),
    data AS (
        SELECT coalesce(nullif(of_package.territory, ''), of_group.territory) AS producer,
            of_group.territory AS holder,
            trim(coalesce(notes, '')) <> '' AND EXISTS (
                SELECT FROM package_tag WHERE package_id = package.id AND state = 'active'
            ) AS is_described
        FROM package
        JOIN "group" ON "group".id = package.owner_org AND "group".state = 'active'
        LEFT JOIN of_package ON of_package.id = package.id LEFT JOIN of_group ON of_group.id = owner_org
        WHERE package.type = 'dataset' AND package.state = 'active' AND NOT package.private
    ),
    opened AS (
        SELECT DISTINCT authority FROM standing
        WHERE id IN (SELECT producer FROM data UNION SELECT territory FROM odlocale_opening)
    ),
    inside AS (
        SELECT * FROM standing
        WHERE id IN (SELECT descendant FROM odlocale_territory_closure WHERE ancestor = %(scope)s)
    ),
    communes AS (SELECT * FROM inside WHERE level = 'com'),
    covered AS (
        SELECT population FROM communes WHERE EXISTS (
            SELECT FROM odlocale_territory_closure JOIN standing ON standing.id = ancestor
            JOIN opened USING (authority) WHERE descendant = communes.id
        )
    ),
    theirs AS (SELECT * FROM data WHERE producer IN (SELECT id FROM inside))
    SELECT 'open', (SELECT count(DISTINCT authority) FROM inside JOIN opened USING (authority)),
        (SELECT count(DISTINCT authority) FROM inside)
    UNION ALL SELECT 'covered', (SELECT sum(population) FROM covered),
        (SELECT sum(population) FROM communes)
    UNION ALL SELECT 'rolled_up', (SELECT count(*) FROM theirs WHERE producer IS DISTINCT FROM holder),
        (SELECT count(*) FROM theirs)
    UNION ALL SELECT 'quality_description', (SELECT count(*) FROM theirs WHERE is_described),
        (SELECT count(*) FROM theirs)
    UNION ALL SELECT 'presumed', (SELECT count(DISTINCT authority) FROM inside WHERE population >= 3500),
        (SELECT count(DISTINCT authority) FROM inside)
"""
_KEPT = """
    SELECT indicator, numerator, denominator FROM odlocale_snapshot
    WHERE scope = %(scope)s AND part = '' AND edition = '' AND until IS NULL AND indicator = ANY(%(names)s)
"""
Figures = dict[str, tuple[int, int]]


def counted_and_kept(address: str, scope: str) -> tuple[Figures, Figures]:
    """The main figures of a territory as they are counted here, and as the last snapshot kept them.

    :param address: of the portal's database
    """
    with psycopg2.connect(address) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('package_extra')")
        fields = _FIELDS["table" if cursor.fetchone() != (None,) else "column"]
        of_group, of_package = (fields.format(name=name, of=f'"{name}"') for name in ("group", "package"))
        cursor.execute(_COUNTED.format(of_group=of_group, of_package=of_package), {"scope": scope})
        counted = {name: (int(some), int(every)) for name, some, every in cursor}
        cursor.execute(_KEPT, {"scope": scope, "names": list(counted)})
        return counted, {name: (some, every) for name, some, every in cursor}
