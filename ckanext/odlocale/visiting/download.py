"""Reading a link that somebody wrote: so much and no more, so long and no longer, and words for the rest."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import ckan.plugins.toolkit as tk
import requests
from urllib3.exceptions import HTTPError

from ckanext.odlocale.visiting.session import GuardedSession, RefusedAddressError

MEGABYTE = 1024 * 1024
MAX_REDIRECTS = 5
_PIECE = 64 * 1024


class UnreadLinkError(requests.RequestException):
    """A link gives no file; the message is for people."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a link is read.

    :param size: bytes, once decompressed
    :param seconds: for all of it, redirects included
    """

    size: int
    seconds: float = 120


DESCRIPTION = Limits(10 * MEGABYTE, 60)
"""For a schema: a short document."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a link gave."""

    body: bytes

    def json(self) -> Any:
        """As JSON.

        :raises ValueError: it is none
        """
        return json.loads(self.body)


def get(url: str) -> Answer:
    """Read a schema.

    :raises UnreadLinkError: it cannot be read, or is not visited
    """
    return Answer(b"".join(pieces(url, DESCRIPTION)))


def pieces(url: str, limits: Limits, session: requests.Session | None = None) -> Iterator[bytes]:
    """What a link gives, as it arrives.

    :param session: one with headers of its own; they are not sent to other hosts
    :raises UnreadLinkError: it cannot be read, is not visited, or does not end within the limits
    """
    if urlsplit(url).scheme not in ("http", "https"):
        message = tk._("“{url}” is not an http or https address. Correct the link.")
        raise UnreadLinkError(message.format(url=url[:200]))
    until = time.monotonic() + limits.seconds
    try:
        with session or GuardedSession() as used, _followed(used, url) as answer:
            yield from _bounded(answer, url, limits, until)
    except (UnreadLinkError, RefusedAddressError) as error:
        raise UnreadLinkError(str(error)) from error
    except (requests.RequestException, HTTPError, OSError) as error:
        message = tk._("{url} cannot be read. Check the link, or try again later.")
        raise UnreadLinkError(message.format(url=url)) from error


def _followed(session: requests.Session, url: str) -> requests.Response:
    """The answer behind the redirects, whose bodies are not read: they need not end either."""
    first, target = urlsplit(url).netloc, url
    for _redirect in range(MAX_REDIRECTS + 1):
        answer = _asked(session, target, {} if urlsplit(target).netloc == first else {"Authorization": None})
        if not answer.is_redirect:
            return answer
        answer.close()
        target = urljoin(target, answer.headers["location"])
    raise UnreadLinkError(tk._("{url} redirects without end. Correct the link.").format(url=url))


def _asked(session: requests.Session, url: str, headers: dict[str, Any]) -> requests.Response:
    """One answer. Not by `session.get`, which reads the body of a redirect to its end in any case."""
    request = session.prepare_request(requests.Request("GET", url, headers=headers))
    options = session.merge_environment_settings(url, {}, True, None, None)
    return session.get_adapter(url).send(request, **options)


def _bounded(answer: requests.Response, url: str, limits: Limits, until: float) -> Iterator[bytes]:
    if not answer.ok:
        message = tk._("{url} answers {status}. Correct the link, or try again later.")
        raise UnreadLinkError(message.format(url=url, status=f"{answer.status_code} {answer.reason}".strip()))
    size = 0
    # As they arrive: who waits for a whole piece waits for hours when it comes byte by byte.
    while piece := answer.raw.read1(_PIECE, decode_content=True):
        size += len(piece)
        if size > limits.size:
            message = tk._("{url} gives more than {size} MB, and no more is read of a link.")
            raise UnreadLinkError(message.format(url=url, size=limits.size // MEGABYTE))
        if time.monotonic() > until:
            message = tk._("{url} takes too long to answer. Try again later, or ask those who run it.")
            raise UnreadLinkError(message.format(url=url))
        yield piece
