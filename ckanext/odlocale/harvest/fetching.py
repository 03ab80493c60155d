"""The one way a harvest reads the Internet: few schemes, public addresses, bounded size and time.

An address is resolved once and the connection goes to what was checked, so that a name cannot lead elsewhere
between the check and the visit; every redirect is checked anew.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import Any
from urllib.parse import urljoin, urlsplit

import certifi
import ckan.plugins.toolkit as tk
import urllib3
from urllib3.exceptions import HTTPError, NewConnectionError, ProtocolError, SSLError, TimeoutError

from ckanext.odlocale.harvest import complaints, manners, turns
from ckanext.odlocale.harvest.complaints import MEGABYTE
from ckanext.odlocale.harvest.documents import Document, FetchError, Seen, content_type, refuse_web_page
from ckanext.odlocale.visiting.addresses import Network
from ckanext.odlocale.visiting.resolving import PrivateAddressError, UnknownHostError, resolved

REDIRECTS = (301, 302, 303, 307, 308)
NOT_MODIFIED = 304
MAX_REDIRECTS = 5
_CHUNK = 64 * 1024


class BusyError(FetchError):
    """What may work a little later.

    :param after: seconds that the server asks to wait, None when it does not say
    """

    def __init__(self, message: str, after: float | None = None) -> None:
        super().__init__(message)
        self.after = after


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a harvest may ask of this portal, and of those it reads.

    :param timeout: seconds to connect, and between two pieces of an answer
    :param total: seconds for a whole document, waits included
    :param size: bytes of a document, once decompressed
    :param pages: number of pages of a catalogue
    :param triples: of one RDF document
    :param allowed: private networks that may be visited
    :param refused: hosts that are not visited, nor what is below them
    :param pause: seconds between two requests to one public host, of all processes of the portal
    :param retries: how often a request is made again when it may work later
    :param first_wait: seconds before the first repetition, twice as many before each further one
    :param longest_wait: seconds that one waits for a server that asks for it
    :param agent: who asks, with a contact
    """

    timeout: float = 30
    total: float = 600
    size: int = 50 * MEGABYTE
    pages: int = 2000
    triples: int = 1_000_000
    allowed: tuple[Network, ...] = ()
    refused: tuple[str, ...] = ()
    pause: float = 0
    retries: int = 2
    first_wait: float = 1
    longest_wait: float = 120
    agent: str = "ckanext-odlocale"


@dataclass(slots=True)
class Client:
    """Reads documents within limits. It keeps nothing between two documents.

    :param headers: sent with every request; ``Authorization`` only to the host first asked
    :param sleep: waits that many seconds
    """

    limits: Limits
    headers: Mapping[str, str] = field(default_factory=dict)
    sleep: Callable[[float], None] = time.sleep

    def get(self, url: str, accept: str = "*/*") -> Document:
        """Read one document, following redirects.

        :param accept: media types asked for
        :raises FetchError: anything went wrong; the message is meant for people
        """
        found = self.get_if_changed(url, Seen(), accept)
        if found is None:
            raise FetchError(complaints.status(url, NOT_MODIFIED, "Not Modified"))
        return found

    def get_if_changed(self, url: str, seen: Seen, accept: str = "*/*") -> Document | None:
        """Read one document, unless it is the one that was seen; then None.

        :raises FetchError: anything went wrong; the message is meant for people
        """
        until = time.monotonic() + self.limits.total
        for attempt in range(self.limits.retries):
            try:
                return self._followed(url, seen, accept, until)
            except BusyError as busy:
                limits = self.limits
                wait = manners.wait_before(attempt, busy.after, limits.first_wait, limits.longest_wait)
                if wait is None or time.monotonic() + wait > until:
                    raise
                self.sleep(wait)
        return self._followed(url, seen, accept, until)

    def _followed(self, url: str, seen: Seen, accept: str, until: float) -> Document | None:
        first, asked = urlsplit(url).netloc, url
        for _redirect in range(MAX_REDIRECTS + 1):
            headers = {"User-Agent": self.limits.agent, **self.headers, **seen.headers(), "Accept": accept}
            if urlsplit(url).netloc != first:
                headers.pop("Authorization", None)
            answer = self._answer(url, headers, until)
            if not isinstance(answer, str):
                return answer
            url = urljoin(url, answer)
        raise FetchError(complaints.endless_redirects(asked))

    def _answer(self, url: str, headers: Mapping[str, str], until: float) -> Document | str | None:
        """The document, where it redirects to, or None when it is the one that was seen."""
        addresses = self._checked(url)
        self._take_turn(url, addresses)
        conditional = {"If-None-Match", "If-Modified-Since"} & headers.keys()
        try:
            response = self._open(url, addresses, headers)
            try:
                location = response.headers.get("Location")
                if response.status in REDIRECTS and location:
                    return location
                if response.status == NOT_MODIFIED and conditional:
                    return None
                return self._document(url, response, until)
            finally:
                response.release_conn()
                response.close()
        except NewConnectionError as error:
            # Before TimeoutError, of which urllib3 makes it a kind.
            raise BusyError(complaints.unreachable(url, error)) from error
        except TimeoutError as error:
            raise BusyError(complaints.too_slow(url)) from error
        except ProtocolError as error:
            raise BusyError(complaints.broken_off(url)) from error
        except (SSLError, ssl.SSLError) as error:
            raise FetchError(complaints.untrusted(url, error)) from error
        except (HTTPError, OSError) as error:
            raise FetchError(complaints.unreachable(url, error)) from error

    def _checked(self, url: str) -> list[str]:
        """The network addresses to connect to, all of which may be visited."""
        host, port = _host_and_port(url)
        if any(host == one or host.endswith(f".{one}") for one in self.limits.refused):
            raise FetchError(complaints.refused_host(url, host))
        try:
            return resolved(host, port, self.limits.allowed)
        except UnknownHostError as error:
            raise FetchError(complaints.unknown_host(url, host)) from error
        except PrivateAddressError as error:
            raise FetchError(complaints.private(url, error.address)) from error

    def _take_turn(self, url: str, addresses: list[str]) -> None:
        """A machine of one's own network is not spared."""
        if self.limits.pause and all(ip_address(one.partition("%")[0]).is_global for one in addresses):
            self.sleep(turns.turn(_host_and_port(url)[0], self.limits.pause))

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
        if response.status in manners.TRY_AGAIN:
            asked = manners.seconds_asked(response.headers.get("Retry-After", ""), datetime.now(UTC))
            raise BusyError(complaints.status(url, response.status, response.reason), asked)
        if response.status != 200:
            raise FetchError(complaints.status(url, response.status, response.reason))
        kind, charset = content_type(response.headers.get("Content-Type", ""))
        body = self._body(url, response, until)
        if not body.strip():
            raise FetchError(complaints.nothing(url))
        refuse_web_page(url, kind, body)
        seen = Seen(response.headers.get("ETag", ""), response.headers.get("Last-Modified", ""))
        return Document(url, kind, charset, body, seen)

    def _body(self, url: str, response: urllib3.BaseHTTPResponse, until: float) -> bytes:
        announced = response.headers.get("Content-Length", "")
        if announced.isdigit() and int(announced) > self.limits.size:
            raise FetchError(complaints.too_big(url, self.limits.size))
        body = bytearray()
        for chunk in _chunks(response):
            body += chunk
            if len(body) > self.limits.size:
                raise FetchError(complaints.too_big(url, self.limits.size))
            if time.monotonic() > until:
                raise FetchError(complaints.too_slow(url))
        return bytes(body)


def _chunks(response: Any) -> Iterator[bytes]:
    """As they arrive: who waits for a whole chunk waits for hours when it comes byte by byte."""
    while chunk := response.read1(_CHUNK, decode_content=True):
        yield chunk


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
