"""The system's Chromium, and what it sees of a page."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = (
    "The browser tests drive the system's Chromium, and there is none here. Install it (Debian, Ubuntu: "
    "apt install chromium), or name yours: CHROMIUM=/path/to/chromium ./run test. "
    "Everything else: ./run test --ignore=tests/browser"
)
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-proxy-server",
)


def program() -> str | None:
    """The path of a Chromium; None when there is none."""
    names = filter(None, (os.environ.get("CHROMIUM"), *NAMES))
    return next(filter(None, map(shutil.which, names)), None)


def flags(host: str, port: int) -> list[str]:
    """What Chromium is started with: it finds the site of the tests, and no other one on earth.

    :param host: the name in ``ckan.site_url``, so that every address that CKAN writes leads to the server
    """
    rules = f"MAP {host}:80 127.0.0.1:{port}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    return [*FLAGS, f"--host-resolver-rules={rules}"]


def troubles(page: Any, base: str, tolerated: Sequence[str]) -> list[str]:
    """A list that fills with whatever goes wrong on a page while it is open.

    :param base: the start of our own addresses; CKAN asks others for avatars, which is not our business
    :param tolerated: parts of addresses that a test makes fail on purpose
    """
    found: list[str] = []

    def heard(what: str, address: str) -> None:
        ours = address.startswith(base) or not address.startswith("http")
        if ours and not any(part in address for part in tolerated):
            found.append(f"{what} {address}")

    def failed(request: Any) -> None:
        # A page that is left, or a newer word typed, ends what is under way.
        if request.failure != "net::ERR_ABORTED":
            heard(f"{request.failure}:", request.url)

    def answered(response: Any) -> None:
        if response.status >= 400:
            heard(f"{response.status}:", response.url)

    def said(message: Any) -> None:
        # Chromium tells each failed request here too; those are told above, with their status.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            heard(f"{message.text}, at", message.location["url"])

    page.on("pageerror", lambda error: found.append(f"JavaScript: {error}"))
    page.on("requestfailed", failed)
    page.on("response", answered)
    page.on("console", said)
    return found


# CKAN starts the modules of a page only when its translations have arrived, after the page's load: what is
# typed before is seen by none of them. They start one after the other in one turn, so that one of them
# tells of all.
STARTED = "!document.querySelector('[data-module]') || Object.keys(ckan.module.instances).length > 0"


def started(page: Any) -> Any:
    """The page, as soon as its scripts listen to what is typed."""
    page.wait_for_function(STARTED)
    return page


def serious(page: Any, within: str = ".main", without: Sequence[str] = ()) -> list[str]:
    """What axe-core finds serious or critical, as ``rule: element``.

    :param within: a selector: CKAN's header and footer are the theme's, not ours
    :param without: selectors of parts that are CKAN's own; say why beside the call
    """
    from axe_playwright_python.sync_playwright import Axe

    context = {"include": [within], "exclude": list(without)}
    violations = Axe().run(page, context=context).response["violations"]
    return [
        f"{one['id']}: {node['html']}"
        for one in violations
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"]
    ]
