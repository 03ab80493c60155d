"""What the harvest tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.harvest import portals
from tests.harvest.servers import Remote, remote


@pytest.fixture
def server() -> Iterator[Remote]:
    """A server of a remote catalogue."""
    with remote() as site:
        yield site


@pytest.fixture
def portal() -> str:
    """Territories and the organization of the département, whose id this is."""
    portals.load_territories()
    return portals.organization("departement-74", portals.DEP)
