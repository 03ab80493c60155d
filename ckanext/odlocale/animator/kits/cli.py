"""``ckan odlocale kits``: the kits that come with the package."""

from __future__ import annotations

import json

import ckan.plugins.toolkit as tk
import click

from ckanext.odlocale.animator.kits.loading import load
from ckanext.odlocale.command import odlocale

WORDS = {
    "created": "created",
    "updated": "updated",
    "unchanged": "unchanged",
    "kept": "kept as changed here",
    "taken": "left out, since their name is another dataset's",
}


@odlocale.group(short_help="Kits de ressources: those that come with the package.")
def kits() -> None:
    """Kits de ressources: those that come with the package."""


@kits.command(name="load", short_help="Make or update the kits of the package.")
@click.option("--organization", required=True, help="Name of the organization that new kits belong to.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def load_(organization: str, as_json: bool) -> None:
    """Make or update the kits of the package; run again, it changes nothing that is right."""
    try:
        done = load(organization)
    except tk.ObjectNotFound as error:
        message = f"There is no organization {organization!r}. List them with: ckan organization list"
        raise click.ClickException(message) from error
    if as_json:
        click.echo(json.dumps({name: done[name] for name in WORDS}))
        return
    for name, words in WORDS.items():
        if done[name]:
            click.echo(f"{done[name]} kits {words}")
