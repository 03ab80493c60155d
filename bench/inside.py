"""What runs inside a site's CKAN: `python -m bench.inside INI TASK ARGUMENTS`. Prints a JSON line."""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from collections.abc import Callable
from typing import Any

from bench import kills, past, review, saving
from bench.copies import copy_document, copy_rows, named, recorded, send

REGION = "reg-84"
# Long before any harvest: a source where nothing has changed since.
MODIFIED = dt.datetime(2025, 1, 15, 10)  # noqa: DTZ001 - as CKAN keeps it


def communes(count: int) -> list[tuple[str, str]]:
    """Ids and names of communes of the région, evenly spread over it."""
    from ckanext.odlocale.cog.shared import closure, read_packaged

    vintage = read_packaged()
    rows = [(row[0], row[1]) for row in closure(vintage)]
    below = sorted(place for above, place in rows if above == REGION and place.startswith("com-"))
    chosen = below[:: max(1, len(below) // count)][:count]
    return [(str(place), vintage.territories[place].name) for place in chosen]


def communes_of_france(count: int) -> list[tuple[str, str]]:
    """Ids and names of so many communes, evenly spread over the country."""
    from ckanext.odlocale.cog.shared import read_packaged

    known = read_packaged().territories.values()
    found = sorted((str(one.id), one.name) for one in known if one.id.startswith("com-") and not one.former)
    return found[:: max(1, len(found) // count)][:count]


def organization(name: str, title: str, territory: str) -> str:
    """The id of an organization, made if need be; attached to the territory, where our plugins are."""
    import ckan.plugins as p
    from ckan import model
    from ckan.plugins import toolkit as tk

    existing = model.Group.by_name(name)
    if existing:
        return existing.id
    ours = territory and p.plugin_loaded("odlocale_territory")
    fields = {"odlocale_territory": territory} if ours else {}
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


def make_dataset(place: str, name: str, owner: str, *, number: int = 0, says_so: bool = True) -> None:
    """A dataset of a commune as communes publish them, made and indexed by CKAN.

    :param number: tells apart the datasets of one commune
    :param says_so: it names its producer, as harvested ones do
    """
    from ckan import model
    from ckan.lib.search import rebuild
    from ckan.plugins import toolkit as tk

    title = f"Délibérations du conseil municipal de {name}"
    made = tk.get_action("package_create")(
        context(),
        {
            "name": f"deliberations-{place}" + (f"-{number}" if number else ""),
            "title": title,
            "notes": f"{title}. Les actes de l'année, au format du socle commun des données locales.",
            "owner_org": owner,
            "license_id": "etalab-2.0",
            "tags": [{"name": tag} for tag in ("délibérations", "conseil municipal", name.replace("'", " "))],
            "extras": [
                {"key": "code_insee", "value": place.removeprefix("com-")},
                *([{"key": "odlocale_territory", "value": place}] if says_so else []),
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


def crowd() -> int:
    """An organization for each territory, attached to it, below that of the next larger one."""
    from bench.crowd import Row, load
    from ckanext.odlocale.cog.shared import closure, read_packaged

    vintage = read_packaged()
    above = {below: one for one, below, depth in closure(vintage) if depth == 1}
    current = [one for one in vintage.territories.values() if not one.former]
    return load([Row(one.id, one.name, above.get(one.id), {"odlocale_territory": one.id}) for one in current])


def animator(mandates: str) -> dict[str, Any]:
    """An animator of the région with so many mandates, and a member of it.

    :returns: ``address`` of its desk, ``token`` of the member, ``communes``: how many authorities it has
    """
    import sqlalchemy as sa
    from ckan import model
    from ckan.plugins import toolkit as tk

    from ckanext.odlocale.animator.model import animator_table, mandate_table

    owner, today = organization("bench-animator", "Animateur", ""), dt.date.today()  # noqa: DTZ011
    now = dt.datetime.now(dt.UTC)
    row = {"organization_id": owner, "kind": "region", "perimeter": [REGION], "created": now, "changed": now}
    model.Session.execute(sa.delete(animator_table))
    model.Session.execute(sa.delete(mandate_table))
    model.Session.execute(sa.insert(animator_table).values(**row))
    said = {"organization_id": owner, "state": "signed", "asked_by_side": "animator", "asked": now}
    said |= {"delegation": "publish", "granted": now}
    rows = [
        {**said, "id": place, "territory": place, "since": today, "signed": today}
        for place, _ in communes(int(mandates))
    ]
    model.Session.execute(sa.insert(mandate_table), rows)
    model.Session.commit()
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    made = tk.get_action("api_token_create")(context(), {"user": user, "name": str(now)})
    total = len(communes(1_000_000))
    return {"address": "/animateur/bench-animator/suivi", "token": made["token"], "communes": total}


def searching(rounds: str) -> dict[str, list[float]]:
    """The same search by an editor of the animator of :func:`animator` and by one of another organization.

    :returns: seconds of each search, of ``animator`` and of ``plain``
    """
    from ckan.plugins import toolkit as tk

    people = {
        "animator": _editor("bench-animator"),
        "plain": _editor(organization("bench-plain", "Autre", "")),
    }
    taken: dict[str, list[float]] = {name: [] for name in people}
    for number in range(int(rounds)):
        for name, user in people.items():
            asked = {"q": "donnees", "start": number * 20, "rows": 20, "include_private": True}
            started = time.perf_counter()
            tk.get_action("package_search")({"user": user}, asked)
            taken[name].append(time.perf_counter() - started)
    return taken


def _editor(owner: str) -> str:
    """The name of an editor of an organization, made if need be; its labels in the index are up to date."""
    from ckan import model
    from ckan.plugins import toolkit as tk

    name = f"editor-{owner}"[:40]
    if model.User.get(name) is None:
        fields = {"name": name, "email": f"{name}@example.org", "password": "correct horse battery"}
        tk.get_action("user_create")(context(), fields)
    tk.get_action("organization_member_create")(context(), {"id": owner, "username": name, "role": "editor"})
    tk.get_action("package_search")({"user": name}, {"rows": 0, "include_private": True})
    return name


def attach(number: str) -> dict[str, int]:
    """Attaches an organization with so many datasets that name no producer, then works its jobs off.

    :returns: ``jobs``, and ``touched``: the documents of the index that they wrote
    """
    from ckan.lib import jobs
    from ckan.plugins import toolkit as tk

    place = _unattached(int(number))
    # What making the datasets asked for, like looking at their files, is no work of ours.
    jobs.get_queue().empty()
    tk.get_action("odlocale_territory_detach")(context(), {"id": f"attached-{place}"})
    _work_off()
    queue, started = jobs.get_queue(), _solr_now()
    tk.get_action("odlocale_territory_attach")(context(), {"id": f"attached-{place}", "territory": place})
    waiting = len(queue)
    _work_off()
    return {"jobs": waiting, "touched": _written_since(started)}


def _unattached(number: int) -> str:
    """The last commune of the région, with its organization and so many datasets, made if need be."""
    from ckan import model

    place, name = communes(1_000_000)[-1]
    owner = organization(f"attached-{place}", f"Mairie de {name}", "")
    for one in range(1, number + 1):
        if model.Package.by_name(f"deliberations-{place}-{one}") is None:
            make_dataset(place, name, owner, number=one, says_so=False)
    return place


def _work_off() -> None:
    from ckan.lib import jobs

    jobs.Worker().work(burst=True)


def _solr_now() -> str:
    """The time of Solr's own clock, when everything before is written."""
    from ckan.lib.search.common import make_connection

    make_connection().commit()
    # Solr writes the time of a document in milliseconds.
    time.sleep(0.1)
    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def _written_since(moment: str) -> int:
    from ckan.lib.search.common import make_connection

    solr = make_connection()
    solr.commit()
    return solr.search(f"indexed_ts:[{moment} TO *]", rows=0).hits


TASKS: dict[str, Callable[..., Any]] = {
    "animator": animator,
    "attach": attach,
    "crowd": crowd,
    "organization": organization,
    "save": saving.save,
    "searching": searching,
    "datasets": datasets,
    "harvested": kills.harvested,
    "indicators": past.indicators,
    "past": past.past,
    "producers": review.producers,
    "snapshot": past.snapshot,
    "spread": past.spread,
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
