"""The environment of the processes the stack starts."""

from __future__ import annotations

import ctypes.util
import importlib.util
import os
from pathlib import Path


def child_environment() -> dict[str, str]:
    """Ours, without CKAN's own variables, and with libmagic where the system has none.

    Which server a site uses is said by its ini file; a variable meant for one site must not reach another.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CKAN_")}
    return kept | _libmagic(kept)


def _libmagic(environment: dict[str, str]) -> dict[str, str]:
    """Where CKAN's python-magic finds the library that the wheel pylibmagic carries."""
    wheel = importlib.util.find_spec("pylibmagic")
    if ctypes.util.find_library("magic") or wheel is None or wheel.origin is None:
        return {}
    folder = Path(wheel.origin).parent
    search = [str(folder), *filter(None, [environment.get("LD_LIBRARY_PATH")])]
    return {"LD_LIBRARY_PATH": os.pathsep.join(search), "MAGIC": str(folder / "magic.mgc")}
