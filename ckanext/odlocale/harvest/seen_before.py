"""What a server said of a document when it was last harvested whole, so that it need not send it again.

Kept in Redis: who loses it reads the document once more.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from ckan.lib.redis import connect_to_redis
from redis.exceptions import RedisError

from ckanext.odlocale.harvest import vanished
from ckanext.odlocale.harvest.documents import Document, Seen
from ckanext.odlocale.harvest.fetching import Client
from ckanext.odlocale.harvest.gathering import Intake
from ckanext.odlocale.harvest.records import Job, Source

_LIFETIME = 90 * 24 * 3600


def read_if_changed(client: Client, job: Job, intake: Intake, last: Any, accept: str) -> Document | None:
    """The document at the address of a source; None when it is the one harvested last, and nothing is to do.

    :param last: the last job of the source that had no error, None without one
    :param accept: media types asked for
    :raises FetchError: it cannot be read
    """
    seen = recall(job.source, last)
    document = client.get_if_changed(job.source.url, seen, accept)
    if document is None:
        intake.hand_on(vanished.settle(job, lambda _guid: True, empty=False))
        keep(job, seen)
    return document


def recall(source: Source, last: Any) -> Seen:
    """What to ask with; nothing when the last run had errors, or the source was changed since.

    :param last: the last job of the source that had no error, None without one
    """
    try:
        kept = json.loads(connect_to_redis().get(_key(source)) or "{}")
    except (RedisError, ValueError):
        return Seen()
    if last is None or kept.get("job") != last.id or kept.get("source") != _source(source):
        return Seen()
    return Seen(str(kept["etag"]), str(kept["modified"]))


def keep(job: Job, seen: Seen) -> None:
    """Remember a document that was read whole, and every part of it taken; of one without marks, nothing."""
    kept = {"job": job.id, "source": _source(job.source), "etag": seen.etag, "modified": seen.modified}
    try:
        connect_to_redis().set(_key(job.source), json.dumps(kept), ex=_LIFETIME)
    except RedisError:
        return


def _key(source: Source) -> str:
    return f"odlocale:harvest:seen:{source.id}"


def _source(source: Source) -> str:
    """Changes with the address and the configuration."""
    return hashlib.sha256(f"{source.url} {source.config}".encode()).hexdigest()
