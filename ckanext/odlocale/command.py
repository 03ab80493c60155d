"""The ``ckan odlocale`` command, one group that every plugin adds its own commands to."""

from __future__ import annotations

import click


@click.group(short_help="Territories and data of French local authorities.")
def odlocale() -> None:
    """Territories and data of French local authorities."""
