"""Why an address could not be read, and what to do, in words for people."""

from __future__ import annotations

import ckan.plugins.toolkit as tk

MEGABYTE = 1024 * 1024


def unreachable(url: str, error: Exception) -> str:
    """No connection, or no valid certificate."""
    cause = error.__cause__ if isinstance(error.__cause__, OSError) else error
    reason = (getattr(cause, "strerror", None) or type(error).__name__).lower()
    message = tk._("{url} cannot be reached ({reason}). Check the address, or try again later.")
    return message.format(url=url, reason=reason)


def private(url: str, address: str) -> str:
    """Where this portal does not go."""
    message = tk._(
        "{url} leads to the private address {address}, which this portal does not visit. "
        "Correct the address of the source, or have the address allowed in "
        "ckanext.odlocale.harvest.allowed_private_addresses."
    )
    return message.format(url=url, address=address)


def too_big(url: str, size: int) -> str:
    """More than this portal reads."""
    message = tk._(
        "{url} is larger than {size} MB. Ask its publisher for a catalogue in pages, or raise "
        "ckanext.odlocale.harvest.max_document_size."
    )
    return message.format(url=url, size=size // MEGABYTE)


def too_slow(url: str) -> str:
    """More time than this portal gives."""
    return tk._("{url} takes too long to answer. Try again later, or ask those who run it.").format(url=url)


def unknown_host(url: str, host: str) -> str:
    """No such name."""
    message = tk._("The host {host} is unknown. Check the address of the source: {url}")
    return message.format(host=host, url=url)


def refused_host(url: str, host: str) -> str:
    """The administrator of this portal spares that host."""
    message = tk._(
        "{url} is not visited: ckanext.odlocale.harvest.refused_hosts lists {host}. "
        "Ask the administrator of this portal."
    )
    return message.format(url=url, host=host)


def status(url: str, code: int, reason: str | None) -> str:
    """Not what was asked for."""
    message = tk._("{url} answered {status} {reason}. Try again later, or ask those who run it.")
    return message.format(url=url, status=code, reason=reason or "").strip()


def endless_redirects(url: str) -> str:
    """From one address to the next."""
    return tk._("{url} redirects again and again. Check the address of the source.").format(url=url)


def broken_off(url: str) -> str:
    """Less than was announced."""
    return tk._("{url} stopped in the middle of its answer. Try again later.").format(url=url)


def nothing(url: str) -> str:
    """No byte."""
    return tk._("{url} answered with nothing. Check the address of the source.").format(url=url)


def untrusted(url: str, error: Exception) -> str:
    """TLS refuses: an expired certificate, another host's, or one that nobody vouches for."""
    reason = str(error).rpartition("certificate verify failed: ")[2].partition(" (_ssl")[0]
    message = tk._(
        "{url} has no certificate that can be trusted ({reason}). Ask those who run it to renew it."
    )
    return message.format(url=url, reason=reason[:120])
