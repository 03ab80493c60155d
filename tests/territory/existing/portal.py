"""A portal of 3,000 organizations under a région and its départements, as it was before us."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path
from typing import Any

from bench.crowd import Row, identifier, load

HERE = Path(__file__).parent
REGION, DEPARTEMENT, COMMUNE = "region", "departement-01", "commune-0001"
DEPARTEMENTS, ORGANIZATIONS = 12, 3000
# For what does not depend on the number: with scheming, CKAN reads all organizations to show one.
FEW = 60

# It does not import on CKAN 2.12; there the portal has parent links and no page that shows them.
HAS_HIERARCHY = metadata.version("ckan").startswith("2.11.")
THEIRS = f"{'hierarchy_display ' if HAS_HIERARCHY else ''}scheming_organizations existing_theme"
OURS = (
    "odlocale_territory odlocale_harvest odlocale_ckan_harvester odlocale_dcat_harvester odlocale_socle "
    "odlocale_animator"
)
SUITE = "dcat harvest ckan_harvester dcat_rdf_harvester validation"
WITHOUT_US = f"{THEIRS} {SUITE}"
OURS_FIRST, OURS_LAST = f"{OURS} {THEIRS} {SUITE}", f"{THEIRS} {OURS} {SUITE}"
OWN_SCHEMA, COMPOSED_SCHEMA = ((HERE / f"{name}_schema.yaml").as_uri() for name in ("own", "composed"))


def rows(organizations: int) -> list[Row]:
    """The organizations: theirs have a department and a phone."""
    departements = [
        Row(f"departement-{number:02}", f"Département {number}", REGION, _fields(number))
        for number in range(1, DEPARTEMENTS + 1)
    ]
    communes = [
        Row(
            f"commune-{number:04}",
            f"Commune {number}",
            departements[number % DEPARTEMENTS - 1].name,
            _fields(number),
        )
        for number in range(1, organizations - DEPARTEMENTS)
    ]
    return [Row(REGION, "Auvergne-Rhône-Alpes"), *departements, *communes]


def _fields(number: int) -> dict[str, str]:
    return {"department": f"Service {number}", "phone": f"04 50 {number:06}"}


def build(organizations: int) -> None:
    """Loads the organizations; the first commune, its département and the région have a dataset."""
    from ckan import model
    from ckan.tests.factories import Dataset

    load(rows(organizations))
    model.Session.remove()
    for name in (COMMUNE, DEPARTEMENT, REGION):
        Dataset(name=f"budget-{name}", title=f"Budget {name}", owner_org=identifier(name))


def stored(*, without: tuple[str, ...] = ()) -> dict[str, Any]:
    """Every row of CKAN's own tables on organizations and datasets, what our index adds left aside.

    :param without: names of organizations to leave out
    """
    import sqlalchemy as sa
    from ckan import model

    left_out = [identifier(name) for name in without]
    model.Session.remove()
    found = {}
    with model.ensure_engine().begin() as connection:
        known = sa.inspect(connection).get_table_names()
        for table, owner in TABLES.items():
            if table in known:
                query = sa.text(f'SELECT * FROM "{table}" WHERE NOT {owner} = ANY(:ids) ORDER BY id')
                found[table] = [tuple(row) for row in connection.execute(query, {"ids": left_out})]
    return found


# CKAN's tables that hold a portal's organizations and datasets, and the column of the organization.
TABLES = {
    "group": "id",
    "group_extra": "group_id",
    "member": "group_id",
    "package": "owner_org",
    "package_extra": "package_id",
}


def schema_of_database() -> dict[str, Any]:
    """Tables, columns and indexes of the database."""
    import sqlalchemy as sa
    from ckan import model

    columns = sa.text(
        "SELECT table_name, column_name, data_type FROM information_schema.columns "
        "WHERE table_schema = 'public' ORDER BY 1, 2"
    )
    indexes = sa.text("SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1")
    model.Session.remove()
    with model.ensure_engine().begin() as connection:
        return {
            "columns": [tuple(row) for row in connection.execute(columns)],
            "indexes": [tuple(row) for row in connection.execute(indexes)],
        }
