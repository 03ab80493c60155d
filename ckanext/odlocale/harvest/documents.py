"""What an address answered, and what makes it no document at all. Values only."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

_ENCODING_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*encoding=["']([\w-]+)["']""")


class FetchError(Exception):
    """A document could not be read; the message says why and what to do, in words for people."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a server said of the document it sent, so that it need not send the same again (RFC 9110, 13).

    :param etag: its ``ETag``, empty without one
    :param modified: its ``Last-Modified``, as it wrote it
    """

    etag: str = ""
    modified: str = ""

    def __bool__(self) -> bool:
        return bool(self.etag or self.modified)

    def headers(self) -> dict[str, str]:
        """Of a request that is answered with 304 when nothing changed."""
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in asked.items() if value}


@dataclass(frozen=True, slots=True)
class Document:
    """What an address answered: never empty, and not a web page.

    :param url: the address after redirects
    :param kind: the media type it says it is, in lower case, empty when it says nothing
    :param seen: what to ask with next time
    """

    url: str
    kind: str
    charset: str | None
    body: bytes
    seen: Seen = Seen()

    def text(self) -> str:
        """The body as text: by its byte order mark, its charset, or what its XML declares; else UTF-8.

        :raises FetchError: the bytes are not in that encoding
        """
        declared = _ENCODING_DECLARED.match(self.body[:200])
        encoding = (
            _marked(self.body) or self.charset or (declared[1].decode("ascii") if declared else "utf-8")
        )
        try:
            return self.body.decode(encoding)
        except (UnicodeDecodeError, LookupError) as error:
            message = tk._(
                "{url} is not in the encoding it says ({encoding}). Ask its publisher to send UTF-8."
            )
            raise FetchError(message.format(url=self.url, encoding=encoding)) from error

    def json(self) -> Any:
        """The body as JSON.

        :raises FetchError: it is not JSON, or stops in the middle
        """
        try:
            return json.loads(self.text())
        except (ValueError, RecursionError) as error:
            raise FetchError(_not_json(self.url, error)) from error


def content_type(header: str) -> tuple[str, str | None]:
    kind, _separator, parameters = header.partition(";")
    charset = re.search(r"charset=[\"']?([\w-]+)", parameters, re.IGNORECASE)
    return kind.strip().lower(), charset[1] if charset else None


def refuse_web_page(url: str, kind: str, body: bytes) -> None:
    """Many servers show an error or a home page and call it a success.

    :raises FetchError: this is a web page
    """
    start = body[:500].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if kind in ("text/html", "application/xhtml+xml") or start.startswith((b"<!doctype html", b"<html")):
        message = tk._(
            "{url} answered with a web page instead of a catalogue. Check the address of the source."
        )
        raise FetchError(message.format(url=url))


def _marked(body: bytes) -> str | None:
    if body.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    return "utf-16" if body.startswith((b"\xff\xfe", b"\xfe\xff")) else None


def _not_json(url: str, error: Exception) -> str:
    place = ""
    if isinstance(error, json.JSONDecodeError):
        place = tk._(" (line {line}, column {column})").format(line=error.lineno, column=error.colno)
    message = tk._("{url} is not JSON or stops in the middle{place}. Check the address, or try again later.")
    return message.format(url=url, place=place)
