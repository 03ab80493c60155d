"""Which standard somebody chose for a resource, and what the resource says about its verdict. PURE."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from ckanext.odlocale.socle.catalogue import Entry, UnknownSchemaError, find_schema
from ckanext.odlocale.socle.verdicts.kept import Outcome, Row

SCHEMA_FIELD = "socle_schema"
VERSION_FIELD = "socle_version"
VERDICT_FIELD = "socle_verdict"
PROPOSAL_FIELD = "socle_proposal"
WAITING_FIELD = "socle_waiting"
# Of a resource that we made ourselves of other resources: which part of a consolidated file it is.
PART_FIELD = "odlocale_consolidated"
# What we say of a resource whenever it is shown; whatever a person or a harvest wrote there does not count.
SAID_FIELDS = (VERSION_FIELD, VERDICT_FIELD, PROPOSAL_FIELD, WAITING_FIELD, PART_FIELD)

# What a file that nobody chose a standard for must be called for us to look into it.
LOOKED_INTO = frozenset({"csv", "tsv", "txt", "xls", "xlsx", "ods", "json", "geojson"})
# What ckanext-validation says of a resource, and what it means.
THEIR_STATUS = {Outcome.VALID: "success", Outcome.INVALID: "failure", Outcome.ERROR: "error"}

Resource = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Choice:
    """The standard chosen for a resource; `entry` is None when this portal has none of that name."""

    text: str
    entry: Entry | None


def choice_of(resource: Resource) -> Choice | None:
    """What was chosen for a resource: a set, with `@` a version of it that every file must follow."""
    text = str(resource.get(SCHEMA_FIELD) or "").strip()
    if not text:
        return None
    try:
        return Choice(text, find_schema(text))
    except UnknownSchemaError:
        return Choice(text, None)


def normalised(text: str) -> str:
    """A choice in its one form: `scdl/deliberations`, or `scdl/deliberations@2.1.5`.

    :raises UnknownSchemaError: there is no such standard or no such version
    """
    entry = find_schema(text)
    return f"{entry.name}@{entry.version}" if "@" in text else entry.name


def is_upload(resource: Resource) -> bool:
    """Whether the file is kept by this portal."""
    return resource.get("url_type") == "upload"


def is_looked_into(resource: Resource) -> bool:
    """Whether the file is to be judged: an upload with a standard, or one that may turn out to follow one."""
    if not is_upload(resource) or resource.get(PART_FIELD):
        return False
    return choice_of(resource) is not None or suffix_of(resource) in LOOKED_INTO


def suffix_of(resource: Resource) -> str:
    """What the file's name ends in, else its format: `csv`."""
    name = PurePosixPath(urlsplit(str(resource.get("url") or "")).path).name
    return (PurePosixPath(name).suffix[1:] or str(resource.get("format") or "")).lower()


def asked_for(resource: Resource) -> str:
    """Changes when the file of a resource changes, or the standard chosen for it."""
    choice = choice_of(resource)
    told = (resource.get("url"), resource.get("last_modified"), choice.text if choice else "")
    return "\n".join(str(one or "") for one in told)


def said(resource: Resource, row: Row | None) -> dict[str, Any]:
    """What a resource says of its verdict in the API, so that nobody else can say it.

    :param row: the row of the table of verdicts, if there is one
    """
    choice = choice_of(resource)
    if choice is None:
        return {PROPOSAL_FIELD: row["name"]} if row and row["proposed"] else {}
    if row is None or row["verdict"] is None or row["proposed"]:
        waiting = {WAITING_FIELD: True} if row and row["waiting"] else {}
        return {VERDICT_FIELD: Outcome.UNCHECKED.value, **waiting}
    fields = {VERDICT_FIELD: row["verdict"], VERSION_FIELD: row["version"]}
    return {**fields, **({WAITING_FIELD: True} if row["waiting"] else {})}


def their_status(row: Row) -> dict[str, str]:
    """The same verdict in the fields of ckanext-validation."""
    status = THEIR_STATUS.get(row["verdict"])
    if status is None or row["judged"] is None:
        return {}
    return {
        "validation_status": status,
        "validation_timestamp": row["judged"].replace(tzinfo=None).isoformat(),
    }
