"""How documents are read: what is asked, again and when, and where nothing is asked at all."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from itertools import count
from pathlib import Path

import pytest

from tests.harvest.servers import Answer

pytestmark = pytest.mark.ckan

EXPIRED = Path(__file__).parent / "data" / "expired.pem"
"""A certificate of loopback for 2024, with its key; it opens nothing anywhere."""
LATER = "Try again later, or ask those who run it."


@pytest.fixture
def client():
    """Reads what is on loopback and counts its waits instead of waiting."""
    from ckanext.odlocale.harvest.fetching import Client, Limits
    from ckanext.odlocale.visiting.addresses import networks

    class Patient(Client):
        waits: list[float]

    found = Patient(Limits(allowed=networks(["loopback"])))
    found.waits = []
    found.sleep = found.waits.append
    return found


def limited(client, **limits) -> None:
    from dataclasses import replace

    client.limits = replace(client.limits, **limits)


def refusal(client, url: str) -> str:
    from ckanext.odlocale.harvest.documents import FetchError

    with pytest.raises(FetchError) as raised:
        client.get(url)
    return str(raised.value)


def busy(server, times: int, status: int = 503, **headers: str) -> None:
    asked = count()
    server.on(
        "/x",
        lambda _query: Answer(b"", status=status, headers=headers) if next(asked) < times else Answer(b"[]"),
    )


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_server_is_asked_again_after_growing_waits(server, client, status) -> None:
    busy(server, 2, status)
    assert (client.get(f"{server.url}/x").body, client.waits) == (b"[]", [1, 2])


def test_what_a_server_asks_for_is_respected(server, client) -> None:
    busy(server, 1, **{"Retry-After": "17"})
    assert (client.get(f"{server.url}/x").body, client.waits) == (b"[]", [17])


def test_a_server_that_asks_for_an_hour_is_left_alone(server, client) -> None:
    busy(server, 9, **{"Retry-After": "3600"})
    told = refusal(client, f"{server.url}/x")
    assert (told, len(server.asked)) == (f"{server.url}/x answered 503 Service Unavailable. {LATER}", 1)


def test_an_error_that_does_not_pass_is_not_asked_for_again(server, client) -> None:
    busy(server, 9, 500)
    refusal(client, f"{server.url}/x")
    assert (len(server.asked), client.waits) == (1, [])


def test_who_asks_is_said_with_an_address_to_write_to(server, client) -> None:
    from ckanext.odlocale.harvest import config

    server.on("/x", Answer(b"[]"))
    limited(client, agent=config.user_agent())
    client.get(f"{server.url}/x")
    assert server.headers[-1]["User-Agent"] == "ckanext-odlocale (+http://test.ckan.net)"


def test_what_did_not_change_is_not_sent_again(server, client) -> None:
    from ckanext.odlocale.harvest.documents import Seen

    seen = Seen('"a1"', "Sun, 01 Mar 2026 12:00:00 GMT")
    server.on("/x", Answer(b"[]", headers={"ETag": seen.etag, "Last-Modified": seen.modified}))
    first = client.get(f"{server.url}/x")
    server.on("/x", Answer(status=304))
    second = client.get_if_changed(f"{server.url}/x", first.seen)
    asked = [server.headers[-1][name] for name in ("If-None-Match", "If-Modified-Since")]
    assert (first.seen, second, asked) == (seen, None, [seen.etag, seen.modified])


def test_a_refused_host_is_not_visited(server, client) -> None:
    limited(client, refused=("127.0.0.1",))
    told = refusal(client, f"{server.url}/x")
    message = "is not visited: ckanext.odlocale.harvest.refused_hosts lists 127.0.0.1. "
    assert (told, server.asked) == (f"{server.url}/x {message}Ask the administrator of this portal.", [])


@pytest.mark.parametrize(
    ("address", "waits"), [("93.184.216.34", [0, 5, 10]), ("10.1.2.3", []), ("127.0.0.1", [])]
)
def test_all_processes_take_turns_before_a_public_host(client, address, waits) -> None:
    limited(client, pause=5)
    for _request in range(3):
        client._take_turn("http://open.example/x", [address])
    assert [round(wait) for wait in client.waits] == waits


def test_one_byte_a_second_does_not_hold_a_harvest(server, client) -> None:
    def drops():
        for _byte in range(100):
            time.sleep(0.02)
            yield b" "

    server.on("/x", Answer(drops))
    limited(client, total=0.1, retries=0)
    assert refusal(client, f"{server.url}/x") == f"{server.url}/x takes too long to answer. {LATER}"


def test_ten_gigabytes_announced_are_not_read(server, client) -> None:
    server.on("/x", Answer(lambda: iter([b" "]), headers={"Content-Length": str(10 * 1024**3)}))
    assert refusal(client, f"{server.url}/x").startswith(f"{server.url}/x is larger than 50 MB.")


def test_a_name_whose_answer_changes_leads_nowhere_else(server, client, monkeypatch) -> None:
    answers, real = iter(["127.0.0.1", "10.0.0.1", "10.0.0.1"]), socket.getaddrinfo

    def changing(host, port, *arguments, **options):
        answer = next(answers) if host == "changing.example" else host
        return real(answer, port, *arguments, **options)

    server.on("/x", lambda _query: Answer(status=302, headers={"Location": "/secret"}))
    name = server.url.replace("127.0.0.1", "changing.example")
    with monkeypatch.context() as patched:
        patched.setattr(socket, "getaddrinfo", changing)
        told = refusal(client, f"{name}/x")
    expected = f"{name}/secret leads to the private address 10.0.0.1, which this portal does not visit."
    assert (told.startswith(expected), server.asked) == (True, ["/x"])


def test_an_expired_certificate_is_said(client, monkeypatch) -> None:
    import certifi

    monkeypatch.setattr(certifi, "where", lambda: str(EXPIRED))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(EXPIRED)
    with context.wrap_socket(socket.create_server(("127.0.0.1", 0)), server_side=True) as listening:
        threading.Thread(target=accepting, args=(listening,), daemon=True).start()
        url = f"https://127.0.0.1:{listening.getsockname()[1]}/x"
        told = refusal(client, url)
    message = "has no certificate that can be trusted (certificate has expired). "
    assert told == f"{url} {message}Ask those who run it to renew it."


def accepting(listening: ssl.SSLSocket) -> None:
    """Shake hands, which is where a visitor goes away."""
    try:
        listening.accept()
    except OSError:
        return
