"""A real browser on the CKAN of the tests.

`visit` opens a page: as whom, in which language, how wide, with or without JavaScript. A page on which
anything fails (a request, a script, a line of the console) fails its test, even when nothing was asserted
about it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.browser.chromium import MISSING, flags, program, started, troubles
from tests.browser.server import LiveServer
from tests.sessions import session_cookie

# A machine may be busy with other tests: slow is no failure.
PATIENCE = 60_000
HEIGHT = 900


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts the slowest last: what is wrong elsewhere is told before."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="session")
def live_server() -> Iterator[LiveServer]:
    with LiveServer().serving() as server:
        yield server


@pytest.fixture(scope="session")
def chromium(live_server: LiveServer) -> Iterator[Any]:
    """The one browser of the session; each page gets its own cookies."""
    from ckan.common import config
    from playwright.sync_api import expect, sync_playwright

    found = program()
    if found is None:
        pytest.exit(MISSING, returncode=1)
    expect.set_options(timeout=PATIENCE)
    host = urlsplit(config["ckan.site_url"]).hostname
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=flags(str(host), live_server.port))
        yield browser
        browser.close()


@dataclass
class Visits:
    """Opens pages, and remembers what went wrong on them."""

    browser: Any
    app: Any
    base: str

    def __post_init__(self) -> None:
        self.troubles: list[list[str]] = []
        self.contexts: list[Any] = []

    def __call__(
        self,
        address: str,
        *,
        user: dict[str, Any] | None = None,
        language: str = "en",
        width: int = 1280,
        javascript: bool = True,
        tolerated: Sequence[str] = (),
    ) -> Any:
        """Open an address of the site in a browser of its own and return Playwright's page.

        :param user: somebody made by CKAN's factories, who is logged in
        :param width: in CSS pixels; 360 is a telephone
        :param tolerated: parts of addresses that this test makes fail
        """
        context = self.browser.new_context(
            base_url=self.base,
            locale="fr-FR" if language == "fr" else "en-GB",
            viewport={"width": width, "height": HEIGHT},
            java_script_enabled=javascript,
        )
        self.contexts.append(context)
        context.set_default_timeout(PATIENCE)
        if user:
            name, value = session_cookie(self.app, user["id"])
            context.add_cookies([{"name": name, "value": value, "url": self.base}])
        page = context.new_page()
        self.troubles.append(troubles(page, self.base, tolerated))
        page.goto(address if language == "en" else f"/{language}{address}")
        return started(page) if javascript else page

    def close(self) -> None:
        """Close every page.

        :raises AssertionError: something went wrong on one of them
        """
        for context in self.contexts:
            context.close()
        assert [one for troubles in self.troubles for one in troubles] == []


@pytest.fixture
def visit(app: Any, chromium: Any, live_server: LiveServer) -> Iterator[Callable[..., Any]]:
    """Opens an address; see :meth:`Visits.__call__`."""
    from ckan.common import config

    live_server.application = app.app
    visits = Visits(chromium, app, config["ckan.site_url"])
    try:
        yield visits
        visits.close()
    finally:
        live_server.wait_until_idle()
