"""The one way a harvest reads the Internet: few schemes, public addresses, bounded size and time.

An address is resolved once and the connection goes to what was checked, so that a name cannot lead elsewhere
between the check and the visit; every redirect is checked anew.
"""

from __future__ import annotations

import json
import re
import socket
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

import certifi
import ckan.plugins.toolkit as tk
import urllib3
from urllib3.exceptions import HTTPError, NewConnectionError, ProtocolError, TimeoutError

from ckanext.odlocale.harvest.addresses import Network, may_visit

MEGABYTE = 1024 * 1024
REDIRECTS = (301, 302, 303, 307, 308)
MAX_REDIRECTS = 5
_CHUNK = 64 * 1024
_ENCODING_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*encoding=["']([\w-]+)["']""")


class FetchError(Exception):
    """A document could not be read; the message says why and what to do, in words for people."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a harvest may ask of this portal.

    :param timeout: seconds to connect, and between two pieces of an answer
    :param total: seconds for a whole document
    :param size: bytes of a document, once decompressed
    :param pages: number of pages of a catalogue
    :param allowed: private networks that may be visited
    """

    timeout: float = 30
    total: float = 600
    size: int = 50 * MEGABYTE
    pages: int = 2000
    allowed: tuple[Network, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """What an address answered: never empty, and not a web page.

    :param url: the address after redirects
    :param kind: the media type it says it is, in lower case, empty when it says nothing
    """

    url: str
    kind: str
    charset: str | None
    body: bytes

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


@dataclass(slots=True)
class Client:
    """Reads documents within limits. It keeps nothing between two documents.

    :param headers: sent with every request; ``Authorization`` only to the host first asked
    """

    limits: Limits
    headers: Mapping[str, str] = field(default_factory=dict)

    def get(self, url: str, accept: str = "*/*") -> Document:
        """Read one document, following redirects.

        :param accept: media types asked for
        :raises FetchError: anything went wrong; the message is meant for people
        """
        until = time.monotonic() + self.limits.total
        first, asked = urlsplit(url).netloc, url
        for _redirect in range(MAX_REDIRECTS + 1):
            headers = {"User-Agent": "ckanext-odlocale", **self.headers, "Accept": accept}
            if urlsplit(url).netloc != first:
                headers.pop("Authorization", None)
            answer = self._answer(url, headers, until)
            if isinstance(answer, Document):
                return answer
            url = urljoin(url, answer)
        raise FetchError(
            tk._("{url} redirects again and again. Check the address of the source.").format(url=asked)
        )

    def _answer(self, url: str, headers: Mapping[str, str], until: float) -> Document | str:
        """The document, or where it redirects to."""
        addresses = self._checked(url)
        try:
            response = self._open(url, addresses, headers)
            try:
                location = response.headers.get("Location")
                if response.status in REDIRECTS and location:
                    return location
                return self._document(url, response, until)
            finally:
                response.release_conn()
                response.close()
        except NewConnectionError as error:
            # Before TimeoutError, of which urllib3 makes it a kind.
            raise FetchError(_unreachable(url, error)) from error
        except TimeoutError as error:
            raise FetchError(_too_slow(url)) from error
        except ProtocolError as error:
            raise FetchError(
                tk._("{url} stopped in the middle of its answer. Try again later.").format(url=url)
            ) from error
        except (HTTPError, OSError) as error:
            raise FetchError(_unreachable(url, error)) from error

    def _checked(self, url: str) -> list[str]:
        """The network addresses to connect to, all of which may be visited."""
        host, port = _host_and_port(url)
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            message = tk._("The host {host} is unknown. Check the address of the source: {url}")
            raise FetchError(message.format(host=host, url=url)) from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        for address in addresses:
            if not may_visit(address, self.limits.allowed):
                raise FetchError(_private(url, address))
        return addresses

    def _open(self, url: str, addresses: list[str], headers: Mapping[str, str]) -> urllib3.BaseHTTPResponse:
        *others, last = addresses
        for address in others:
            try:
                return self._request(url, address, headers)
            except HTTPError:
                continue
        return self._request(url, last, headers)

    def _request(self, url: str, address: str, headers: Mapping[str, str]) -> urllib3.BaseHTTPResponse:
        parts = urlsplit(url)
        host, port = _host_and_port(url)
        timeout = urllib3.Timeout(connect=self.limits.timeout, read=self.limits.timeout)
        if parts.scheme == "https":
            pool: urllib3.HTTPConnectionPool = urllib3.HTTPSConnectionPool(
                address,
                port,
                timeout=timeout,
                server_hostname=host,
                assert_hostname=host,
                ca_certs=certifi.where(),
            )
        else:
            pool = urllib3.HTTPConnectionPool(address, port, timeout=timeout)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        sent = {**headers, "Host": parts.netloc.rpartition("@")[2], "Accept-Encoding": "gzip, deflate"}
        return pool.request("GET", target, headers=sent, redirect=False, retries=False, preload_content=False)

    def _document(self, url: str, response: urllib3.BaseHTTPResponse, until: float) -> Document:
        if response.status != 200:
            message = tk._("{url} answered {status} {reason}. Try again later, or ask those who run it.")
            raise FetchError(
                message.format(url=url, status=response.status, reason=response.reason or "").strip()
            )
        kind, charset = _content_type(response.headers.get("Content-Type", ""))
        body = self._body(url, response, until)
        if not body.strip():
            raise FetchError(
                tk._("{url} answered with nothing. Check the address of the source.").format(url=url)
            )
        refuse_web_page(url, kind, body)
        return Document(url, kind, charset, body)

    def _body(self, url: str, response: urllib3.BaseHTTPResponse, until: float) -> bytes:
        announced = response.headers.get("Content-Length", "")
        if announced.isdigit() and int(announced) > self.limits.size:
            raise FetchError(_too_big(url, self.limits.size))
        body = bytearray()
        for chunk in _chunks(response):
            body += chunk
            if len(body) > self.limits.size:
                raise FetchError(_too_big(url, self.limits.size))
            if time.monotonic() > until:
                raise FetchError(_too_slow(url))
        return bytes(body)


def _chunks(response: urllib3.BaseHTTPResponse) -> Iterator[bytes]:
    yield from response.stream(_CHUNK, decode_content=True)


def _host_and_port(url: str) -> tuple[str, int]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port, parts = None, None, urlsplit("")
    if parts.scheme not in ("http", "https") or not host:
        message = tk._("“{url}” is not an http or https address. Correct the address of the source.")
        raise FetchError(message.format(url=url[:200]))
    return host, port or (443 if parts.scheme == "https" else 80)


def _content_type(header: str) -> tuple[str, str | None]:
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


def _unreachable(url: str, error: Exception) -> str:
    cause = error.__cause__ if isinstance(error.__cause__, OSError) else error
    reason = (getattr(cause, "strerror", None) or type(error).__name__).lower()
    message = tk._("{url} cannot be reached ({reason}). Check the address, or try again later.")
    return message.format(url=url, reason=reason)


def _private(url: str, address: str) -> str:
    message = tk._(
        "{url} leads to the private address {address}, which this portal does not visit. "
        "Correct the address of the source, or have the address allowed in "
        "ckanext.odlocale.harvest.allowed_private_addresses."
    )
    return message.format(url=url, address=address)


def _too_big(url: str, size: int) -> str:
    message = tk._(
        "{url} is larger than {size} MB. Ask its publisher for a catalogue in pages, or raise "
        "ckanext.odlocale.harvest.max_document_size."
    )
    return message.format(url=url, size=size // MEGABYTE)


def _too_slow(url: str) -> str:
    return tk._("{url} takes too long to answer. Try again later, or ask those who run it.").format(url=url)


def _not_json(url: str, error: Exception) -> str:
    place = ""
    if isinstance(error, json.JSONDecodeError):
        place = tk._(" (line {line}, column {column})").format(line=error.lineno, column=error.colno)
    message = tk._("{url} is not JSON or stops in the middle{place}. Check the address, or try again later.")
    return message.format(url=url, place=place)
