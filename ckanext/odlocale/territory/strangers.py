"""Addresses where every visitor is a stranger, whoever is logged in on the portal: no cookie is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]

# What stands before is the portal's own root and its language.
_ADDRESS = re.compile(r"/territoire/(?:[^/]+/(?:widget|widget\.js|flux\.atom)|widget\.css|widget-frame\.js)$")


class Strangers:
    """Takes the cookies from requests for feeds and widgets, before anything of CKAN sees them.

    So their answers cannot depend on who asks, and caches can give everybody the same.

    :param application: the portal
    """

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if _ADDRESS.search(environ.get("PATH_INFO", "")):
            environ.pop("HTTP_COOKIE", None)
        return self.application(environ, start_response)
