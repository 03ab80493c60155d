"""The second CKAN of the demo: a portal of its own, with the datasets of one sample catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ckanext.odlocale.stack import sites
from ckanext.odlocale.stack.demo.api import Api, administrator
from ckanext.odlocale.stack.demo.content import Entry, slug
from ckanext.odlocale.stack.sites import Running, Site

CODE = "drome-ardeche"
SITE = Site(
    "source",
    plugins=("text_view",),
    settings={
        "ckan.site_title": "Portail Drôme et Ardèche (exemple)",
        "ckan.locale_default": "fr",
        "ckan.auth.create_unowned_dataset": "false",
    },
    runs=("web",),
)
SHARED = "Services numériques mutualisés"


def start(entries: Sequence[Entry], files: str) -> Running:
    """Start the second portal and publish the sample datasets on it; those that are there stay as they are.

    :param files: the address of the server of sample files
    :raises StackError: it does not start, or refuses a dataset
    """
    running = sites.create(SITE)
    sites.start(running)
    api, _password = administrator(running)
    _publish(api, [entry for entry in entries if entry.source == CODE], files)
    return running


def _publish(api: Api, entries: Sequence[Entry], files: str) -> None:
    known = {*api("organization_list")}
    for title in dict.fromkeys(map(owner, entries)):
        if slug(title) not in known:
            api("organization_create", name=slug(title), title=title)
    for entry in entries:
        wanted = dataset(entry, files)
        found = api.find("package_show", id=entry.slug)
        if found is None:
            api("package_create", **wanted)
        elif found["resources"][0]["url"] != wanted["resources"][0]["url"]:
            api("package_update", **wanted)


def owner(entry: Entry) -> str:
    """The title of the organization that has the dataset there."""
    return entry.written if entry.known_by == "organisation" else SHARED


def dataset(entry: Entry, files: str) -> dict[str, Any]:
    """The dataset as this portal has it: what is known of the producer stands in extras, as portals do it."""
    producer = {
        "siret": entry.number if entry.known_by == "siret" else None,
        "siren": entry.number if entry.known_by == "siren" else None,
        "code_insee": entry.code,
        "spatial-uri": entry.coverage,
        "publisher_name": None if entry.known_by == "organisation" else entry.written,
    }
    return {
        "name": entry.slug,
        "title": entry.title,
        "notes": entry.description,
        "owner_org": slug(owner(entry)),
        "license_id": "odc-odbl",
        "tags": [{"name": keyword} for keyword in entry.kind.keywords],
        "extras": [{"key": key, "value": value} for key, value in producer.items() if value],
        "resources": [
            {
                "name": f"{entry.kind.title} (CSV)",
                "url": f"{files}/fichiers/{entry.source}/{entry.slug}.csv",
                "format": "CSV",
            }
        ],
    }
