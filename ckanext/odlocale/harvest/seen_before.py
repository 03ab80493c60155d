"""What a server said of the documents of a source last time, so that it need not send the same again.

A catalogue in pages is asked page by page. Only when each of them is the one of last time is nothing to do:
what a page held is not kept here, and without it nobody could say what vanished. Kept in Redis: who loses it
reads the documents once more.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from ckan.lib.redis import connect_to_redis
from redis.exceptions import RedisError

from ckanext.odlocale.harvest import vanished
from ckanext.odlocale.harvest.documents import Document, Seen
from ckanext.odlocale.harvest.fetching import Client
from ckanext.odlocale.harvest.gathering import Intake
from ckanext.odlocale.harvest.records import Job, Source

_LIFETIME = 90 * 24 * 3600

Page = tuple[str, Seen]
"""An address that was asked for, and what was said of its document."""


def read_if_changed(client: Client, address: str, intake: Intake, last: Any, accept: str) -> Document | None:
    """The first document of a source; None when all of it is what was harvested last, and nothing is to do.

    :param address: of that document
    :param last: the last job of the source that had no error, None without one
    :param accept: media types asked for
    :raises FetchError: it cannot be read
    """
    seen = recall(intake.job.source, last)
    for url, marks in seen:
        document = client.get_if_changed(url, marks, accept)
        if document is not None:
            return document if url == address else client.get(address, accept)
    if not seen:
        return client.get(address, accept)
    intake.hand_on(vanished.settle(intake.job, lambda _guid: True, empty=False))
    keep(intake.job, seen)
    return None


def recall(source: Source, last: Any) -> list[Page]:
    """What to ask with; nothing when the last run had errors, or the source was changed since.

    :param last: the last job of the source that had no error, None without one
    """
    try:
        kept = json.loads(connect_to_redis().get(_key(source)) or "{}")
    except (RedisError, ValueError):
        return []
    if last is None or kept.get("job") != last.id or kept.get("source") != _source(source):
        return []
    return [(url, Seen(etag, modified)) for url, etag, modified in kept.get("pages", ())]


def keep(job: Job, pages: Sequence[Page]) -> None:
    """Remember documents that were read whole, and every part of them taken.

    :param pages: all of them, in order; when one has no marks, nothing is kept of any
    """
    known = [(url, seen.etag, seen.modified) for url, seen in pages if seen]
    kept = known if len(known) == len(pages) else []
    said = {"job": job.id, "source": _source(job.source), "pages": kept}
    try:
        connect_to_redis().set(_key(job.source), json.dumps(said), ex=_LIFETIME)
    except RedisError:
        return


def _key(source: Source) -> str:
    return f"odlocale:harvest:seen:{source.id}"


def _source(source: Source) -> str:
    """Changes with the address and the configuration."""
    return hashlib.sha256(f"{source.url} {source.config}".encode()).hexdigest()
