"""The ini file of a site, and what its database was migrated with."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from importlib import metadata, resources
from pathlib import Path

from ckanext.odlocale.stack import postgres, solr, valkey

REDIS_PATIENCE = 2_000_000


def ini(site: Mapping[str, str], addresses: Mapping[str, str], settings: Mapping[str, str]) -> str:
    """The text of the ini file of a site.

    :param site: its "key" (the site id, by which sites tell their jobs apart), "url", "secret" and "storage"
    :param addresses: of its database, core and Redis database, by the name of the server
    :param settings: further lines
    """
    values = {
        **site,
        "sqlalchemy_url": addresses[postgres.NAME],
        "solr_url": addresses[solr.NAME],
        "redis_url": patient(addresses[valkey.NAME]),
        "settings": "\n".join(f"{name} = {value}" for name, value in settings.items()),
    }
    text = (resources.files("ckanext.odlocale.stack") / "conf" / "site.ini").read_text()
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def patient(redis_url: str) -> str:
    """The address of a Redis database, with time to wait for work.

    The harvest consumers of ckanext-harvest 1.6.3 wait for their next job without end; the client of CKAN
    2.12 (redis-py 8) gives up after 5 seconds, and the consumer dies. The most a socket takes is some weeks.
    """
    if "socket_timeout=" in redis_url:
        return redis_url
    return f"{redis_url}{'&' if '?' in redis_url else '?'}socket_timeout={REDIS_PATIENCE}"


def migrations(database: str, plugins: Sequence[str]) -> str:
    """Changes when the address of the database, the plugins, or any migration on disk changes."""
    ours = Path(__file__).parents[1] / "migration"
    texts = [path.read_text() for path in sorted(ours.rglob("*.py"))]
    versions = {package: metadata.version(package) for package in ("ckan", "ckanext-harvest")}
    return hashlib.sha256(repr((database, plugins, versions, texts)).encode()).hexdigest()
