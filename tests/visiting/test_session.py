"""Links of resources are opened by a session that reaches nothing private."""

from __future__ import annotations

import socket

import pytest

from tests.harvest.servers import Answer, remote

pytestmark = pytest.mark.ckan

ALLOWED = "ckanext.odlocale.harvest.allowed_private_addresses"
REFUSED = (
    "{url} leads to the private address {address}, which this portal does not visit. Correct the link, "
    "or have the address allowed in ckanext.odlocale.harvest.allowed_private_addresses."
)


@pytest.fixture
def server():
    with remote() as site:
        yield site


def read(url: str) -> str:
    """What the session gets, or what it says."""
    import requests

    from ckanext.odlocale.visiting import session

    try:
        with session.GuardedSession() as used:
            return used.get(url).text
    except requests.RequestException as error:
        return str(error)


def test_an_allowed_address_is_read(server) -> None:
    server.on("/file", Answer(b"a;b"))
    assert read(f"{server.url}/file") == "a;b"


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("http://10.1.2.3/", "10.1.2.3"),
        ("http://169.254.169.254/latest", "169.254.169.254"),
        ("http://[::ffff:10.0.0.1]/", "::ffff:10.0.0.1"),
    ],
)
def test_a_private_address_is_not_opened(url, address) -> None:
    assert read(url) == REFUSED.format(url=url, address=address)


def test_a_redirect_to_a_private_address_is_not_followed(server) -> None:
    server.on("/file", Answer(status=302, headers={"Location": "http://10.0.0.1/secret"}))
    assert read(f"{server.url}/file") == REFUSED.format(url="http://10.0.0.1/secret", address="10.0.0.1")


def test_a_name_whose_answer_changes_between_check_and_connection_is_not_followed(
    monkeypatch, server
) -> None:
    answers, real = iter(["127.0.0.1", "10.0.0.1"]), socket.getaddrinfo

    def changing(host, port, *arguments, **options):
        answer = next(answers) if host == "changing.example" else host
        return real(answer, port, *arguments, **options)

    server.on("/", Answer(b"secret"))
    with monkeypatch.context() as patched:
        patched.setattr(socket, "getaddrinfo", changing)
        told = read(server.url.replace("127.0.0.1", "changing.example"))
    assert ("10.0.0.1" in told, "secret" in told, server.asked) == (True, False, [])


def test_validation_opens_addresses_through_the_guard() -> None:
    from ckanext.validation import jobs

    from ckanext.odlocale.socle import schema_address
    from ckanext.odlocale.visiting import session

    assert (jobs.requests.Session, jobs.requests.get) == (session.GuardedSession, schema_address.read)
