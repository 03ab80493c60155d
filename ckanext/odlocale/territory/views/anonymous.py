"""Answers that are the same for everybody: no cookie is set, and caches may keep them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Response, request
from werkzeug.datastructures import Headers


class Shared(Response):
    """An answer without cookies that caches may keep, also those that many readers share.

    CKAN gives all its answers the age of ``ckan.cache_expires``, 0 by default, after every hook; these get
    theirs when they are sent.
    """

    shared_for = 300
    """For how many seconds caches may keep it; 0 for not at all."""

    def get_wsgi_headers(self, environ: Any) -> Headers:
        headers = super().get_wsgi_headers(environ)
        headers["Cache-Control"] = f"public, max-age={self.shared_for}" if self.shared_for else "no-store"
        headers.remove("Set-Cookie")
        headers.remove("Vary")
        return headers


def shared(
    body: str | bytes, mimetype: str, seconds: int, status: int = 200, modified: dt.datetime | None = None
) -> Shared:
    """An answer that caches may keep, with an ETag; a client that has it already gets 304 and no body.

    :param seconds: for how long; 0 for not at all
    :param modified: when what it says last changed
    """
    answer = Shared(body, status, mimetype=mimetype)
    answer.shared_for = seconds
    answer.headers["X-Content-Type-Options"] = "nosniff"
    if status == 200:
        answer.last_modified = modified
        answer.add_etag()
        answer.make_conditional(request)
    return answer


def moved(address: str) -> Shared:
    """Leads to where this is found today, for good."""
    answer = Shared(status=301, mimetype="text/plain")
    answer.headers["Location"] = address
    return answer
