"""Which addresses a harvest may visit."""

from __future__ import annotations

import pytest

from ckanext.odlocale.visiting.addresses import may_visit, networks


@pytest.mark.parametrize(
    "private",
    [
        "127.0.0.1",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1%eth0",
        "fd00::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
    ],
)
def test_private_addresses_are_refused(private) -> None:
    assert not may_visit(private, ())


@pytest.mark.parametrize("public", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34"])
def test_public_addresses_are_visited(public) -> None:
    assert may_visit(public, ())


def test_listed_addresses_are_visited_and_no_others() -> None:
    allowed = networks(["loopback", "10.1.0.0/16", "192.168.1.7"])
    asked = ("127.0.0.9", "::1", "10.1.2.3", "192.168.1.7", "10.2.0.1", "192.168.1.8")
    assert [may_visit(address, allowed) for address in asked] == [True, True, True, True, False, False]


def test_an_entry_that_is_no_address_is_refused() -> None:
    with pytest.raises(ValueError, match="nonsense"):
        networks(["nonsense"])
