"""Where this portal shows the JSON of a standard, which ckanext-validation takes as `schema`."""

from __future__ import annotations

import json
from contextlib import suppress

import ckan.plugins.toolkit as tk

from ckanext.odlocale.socle.catalogue import Entry, UnknownSchemaError, find_schema
from ckanext.odlocale.visiting import download

_END = "/schema.json"


def address_of(entry: Entry) -> str:
    """The address of a version of a standard."""
    return f"{_root()}{entry.name}/{entry.version}{_END}"


def read(url: str) -> download.Answer:
    """The schema at an address. One of ours is taken from the package: a portal may not reach itself.

    :raises UnreadLinkError: it cannot be read, or is not visited
    """
    if url.startswith(_root()) and url.endswith(_END):
        name, _, version = url[len(_root()) : -len(_END)].rpartition("/")
        with suppress(UnknownSchemaError):
            return download.Answer(json.dumps(dict(find_schema(f"{name}@{version}").descriptor)).encode())
    return download.get(url)


def _root() -> str:
    root = (tk.config.get("ckan.root_path") or "").replace("/{{LANG}}", "")
    return f"{tk.config['ckan.site_url']}{root}/socle/"
