"""How Alembic runs the migrations of odlocale_observatory, with their own version table."""

from __future__ import annotations

from alembic import context
from sqlalchemy import engine_from_config, pool

VERSIONS = "odlocale_observatory_alembic_version"


def migrate() -> None:
    """Runs what is asked for, in one transaction."""
    section = context.config.get_section(context.config.config_ini_section) or {}
    engine = engine_from_config(section, prefix="sqlalchemy.", poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(connection=connection, version_table=VERSIONS)
        with context.begin_transaction():
            context.run_migrations()


migrate()
