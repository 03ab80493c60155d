"""Visiting a link: its head, or the beginning of it where a site gives no heads."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
import requests

from ckanext.odlocale.observatory.links.verdict import Visit, is_there
from ckanext.odlocale.visiting.session import GuardedSession, RefusedAddressError

TIMEOUT = 15


def visit(session: GuardedSession, url: str) -> Visit:
    """Look at a link; never fails, and reads nothing of its content."""
    try:
        found = _asked(session, "HEAD", url)
        # Many sites answer a HEAD with an error for what a GET gives.
        return found if is_there(found) else _asked(session, "GET", url)
    except (RefusedAddressError, requests.exceptions.InvalidSchema, requests.exceptions.InvalidURL):
        return Visit(is_refused=True)
    except (requests.RequestException, ValueError):
        return Visit()


def _asked(session: GuardedSession, method: str, url: str) -> Visit:
    headers = {"User-Agent": f"ckanext-odlocale ({tk.config['ckan.site_url']}), link check"}
    with session.request(
        method, url, headers=headers, timeout=TIMEOUT, allow_redirects=True, stream=True
    ) as answer:
        return Visit(answer.status_code)
