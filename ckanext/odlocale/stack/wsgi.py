"""The WSGI application of a site, for a web server: `ckanext.odlocale.stack.wsgi:application()`."""

from __future__ import annotations

import os
from typing import Any


def application() -> Any:
    """CKAN's application for the ini file named by CKAN_INI."""
    from ckan.cli import load_config  # noqa: PLC0415 - the stack imports no CKAN at module level
    from ckan.config.middleware import make_app  # noqa: PLC0415

    return make_app(load_config(os.environ["CKAN_INI"]))
