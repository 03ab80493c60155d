"""What runs inside a CKAN process of a site: `python -m bench.inside INI TASK ARGUMENTS`. Prints a JSON line.

Datasets are bulk-loaded: a few are made by CKAN's own package_create, and what CKAN's indexer sends to Solr
for them is recorded; the others are copies of these rows and documents with other ids, names and titles. So
rows and documents have the shape CKAN gives them, and 100,000 datasets take minutes instead of hours.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

REGION = "reg-84"
BATCH = 1000
# Long before any harvest: a source where nothing has changed since.
MODIFIED = dt.datetime(2025, 1, 15, 10)  # noqa: DTZ001 - as CKAN keeps it

Document = dict[str, Any]


def communes(count: int) -> list[tuple[str, str]]:
    """Ids and names of communes of the région, evenly spread over it."""
    from ckanext.odlocale.cog.shared import closure, read_packaged

    vintage = read_packaged()
    rows = [(row[0], row[1]) for row in closure(vintage)]
    below = sorted(place for above, place in rows if above == REGION and place.startswith("com-"))
    chosen = below[:: max(1, len(below) // count)][:count]
    return [(str(place), vintage.territories[place].name) for place in chosen]


def organization(name: str, title: str, territory: str) -> str:
    """The id of an organization, made if need be; attached to the territory where our plugins are."""
    import ckan.plugins as p
    from ckan import model
    from ckan.plugins import toolkit as tk

    existing = model.Group.by_name(name)
    if existing:
        return existing.id
    fields = {"odlocale_territory": territory} if p.plugin_loaded("odlocale_territory") else {}
    return tk.get_action("organization_create")(context(), {"name": name, "title": title, **fields})["id"]


def source(url: str, kind: str, owner: str) -> str:
    """The id of a new harvest source, run by hand."""
    from ckan.plugins import toolkit as tk

    fields = {"name": "source", "title": "Source", "url": url, "source_type": kind, "owner_org": owner}
    return tk.get_action("harvest_source_create")(context(), {**fields, "frequency": "MANUAL"})["id"]


def context() -> dict[str, Any]:
    """For actions of nobody in particular."""
    from ckan import model
    from ckan.plugins import toolkit as tk

    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    return {"model": model, "session": model.Session, "user": user, "ignore_auth": True}


def datasets(total: str, organizations: str, models: str) -> int:
    """Loads `total` datasets of `models` communes, in the organizations of the first of them."""
    places = communes(int(models))
    owners = [
        organization(f"o-{place}", f"Commune de {name}", place)
        for place, name in places[: int(organizations)]
    ]
    with recorded() as documents:
        for index, (place, name) in enumerate(places):
            make_dataset(place, name, owners[index % len(owners)])
    # CKAN indexes a dataset more than once while making it; the last time is what counts.
    originals = list({document["id"]: document for document in documents}.values())
    copies = [(original, number) for number in range(int(total) // len(originals)) for original in originals][
        len(originals) :
    ]
    copy_rows([(original["id"], *named(original, number)) for original, number in copies])
    send(originals, (copy_document(original, *named(original, number)) for original, number in copies))
    return len(originals) + len(copies)


@contextmanager
def recorded() -> Iterator[list[Document]]:
    """Collects what CKAN's indexer sends to Solr, instead of sending it."""
    import pysolr

    sent: list[Document] = []
    original = pysolr.Solr.add
    pysolr.Solr.add = lambda _self, docs, **_options: sent.extend(docs)
    try:
        yield sent
    finally:
        pysolr.Solr.add = original


def make_dataset(place: str, name: str, owner: str) -> None:
    """A dataset of a commune as communes publish them, made and indexed by CKAN."""
    from ckan import model
    from ckan.lib.search import rebuild
    from ckan.plugins import toolkit as tk

    title = f"Délibérations du conseil municipal de {name}"
    made = tk.get_action("package_create")(
        context(),
        {
            "name": f"deliberations-{place}",
            "title": title,
            "notes": f"{title}. Les actes de l'année, au format du socle commun des données locales.",
            "owner_org": owner,
            "license_id": "etalab-2.0",
            "tags": [{"name": tag} for tag in ("délibérations", "conseil municipal", name.replace("'", " "))],
            "extras": [
                {"key": "code_insee", "value": place.removeprefix("com-")},
                {"key": "odlocale_territory", "value": place},
                {"key": "frequency", "value": "annuelle"},
            ],
            "resources": [
                {
                    "name": f"Délibérations {year}",
                    "format": "CSV",
                    "url": f"http://127.0.0.1/{place}-{year}.csv",
                }
                for year in (2024, 2025)
            ],
        },
    )
    dates = {"metadata_modified": MODIFIED, "metadata_created": MODIFIED}
    model.Session.query(model.Package).filter_by(id=made["id"]).update(dates)
    model.Session.commit()
    rebuild(made["id"])


def named(original: Document, number: int) -> tuple[str, str, str]:
    """Id, name and title of a copy."""
    copy = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{original['id']} {number}"))
    return copy, f"{original['name']}-{number}", f"{original['title']} ({number})"


def copy_document(original: Document, identifier: str, name: str, title: str) -> Document:
    """The document of a copy: everywhere the copy's ids, name and title instead of the original's."""
    from ckan.common import config

    quoted = (json.dumps(original["title"])[1:-1], json.dumps(title)[1:-1])
    resources = [resource["id"] for resource in json.loads(original["validated_data_dict"])["resources"]]
    others = [(original["title"], title), quoted, (f'"{original["name"]}"', f'"{name}"')]
    others += [(resource, row_id(resource, identifier)) for resource in resources]

    def renamed(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        for old, new in [(original["id"], identifier), *others]:
            value = value.replace(old, new)
        return value

    document = {key: renamed(value) for key, value in original.items()}
    document |= {"name": name, "title": title}
    index_id = f"{identifier}{config['ckan.site_id']}".encode()
    return document | {"index_id": hashlib.md5(index_id).hexdigest()}  # noqa: S324 - as CKAN makes it


def row_id(original: str, copy: str) -> str:
    """The id of a row that belongs to a copy, as `copy_rows` has PostgreSQL make it."""
    return hashlib.md5(f"{original}{copy}".encode()).hexdigest()  # noqa: S324 - an id, no secret


def copy_rows(copies: list[tuple[str, str, str, str]]) -> None:
    """Copies the rows of datasets, resources, tags, and extras where these have a table (CKAN 2.11)."""
    import sqlalchemy as sa
    from ckan import model

    engine = model.ensure_engine()
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TEMPORARY TABLE copy (old text, new text, name text, title text)"))
        for batch in batches(copies):
            rows = [dict(zip(("old", "new", "name", "title"), row, strict=True)) for row in batch]
            connection.execute(sa.text("INSERT INTO copy VALUES (:old, :new, :name, :title)"), rows)
        told = "jsonb_build_object('id', c.new, 'name', c.name, 'title', c.title)"
        connection.execute(sa.text(_copying("package", "id", told)))
        tables = sa.inspect(connection).get_table_names()
        for table in {"resource", "package_extra", "package_tag"} & {*tables}:
            told = "jsonb_build_object('id', md5(r.id || c.new), 'package_id', c.new)"
            connection.execute(sa.text(_copying(table, "package_id", told)))
        connection.execute(sa.text("DROP TABLE copy"))


def _copying(table: str, key: str, told: str) -> str:
    return (
        f"INSERT INTO {table} SELECT (jsonb_populate_record(r, {told})).* "
        f"FROM {table} r JOIN copy c ON c.old = r.{key}"
    )


def send(originals: list[Document], copies: Iterator[Document]) -> None:
    """Sends the documents to Solr, and commits once."""
    from ckan.lib.search.common import make_connection

    solr = make_connection()
    solr.add(originals, commit=False)
    for batch in batches(copies):
        solr.add(batch, commit=False)
    solr.commit()


def batches(items: Any) -> Iterator[list[Any]]:
    """Lists of at most BATCH items."""
    rest = iter(items)
    while batch := list(islice(rest, BATCH)):
        yield batch


TASKS: dict[str, Callable[..., Any]] = {
    "organization": organization,
    "datasets": datasets,
    "source": source,
}


def main() -> None:
    """Runs one task in CKAN's application, and prints what it returns."""
    from ckan.cli import load_config
    from ckan.config.middleware import make_app

    ini, task, *arguments = sys.argv[1:]
    app = make_app(load_config(ini))
    with app._wsgi_app.test_request_context():
        result = TASKS[task](*arguments)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
