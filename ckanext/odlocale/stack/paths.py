"""Where the stack keeps its state, and where the source tree is when there is one."""

from __future__ import annotations

import hashlib
import os
import re
import sys
import tempfile
from pathlib import Path

import platformdirs

# Longest socket path a kernel takes is 104 (macOS) to 108 (Linux) bytes; PostgreSQL adds "/.s.PGSQL.5432".
LONGEST_SOCKET_FOLDER = 80


def source_tree() -> Path | None:
    """The root of the source tree this package runs from, or None when it was installed from a wheel."""
    root = Path(__file__).resolve().parents[3]
    return root if (root / "test.ini").exists() and (root / "pyproject.toml").exists() else None


def var_folder() -> Path:
    """The folder of all state: ODLOCALE_VAR, else var/ of the source tree, else the user's state folder."""
    named = os.environ.get("ODLOCALE_VAR")
    tree = source_tree()
    if named:
        return Path(named).expanduser().resolve()
    return tree / "var" if tree else Path(platformdirs.user_state_dir("odlocale"))


def cache_folder() -> Path:
    """The folder of what is fetched once (Solr's jars): ODLOCALE_CACHE, else in the virtual environment."""
    named = os.environ.get("ODLOCALE_CACHE")
    return Path(named).expanduser().resolve() if named else Path(sys.prefix) / "share" / "odlocale"


def socket_folder(var: Path) -> Path:
    """A folder for PostgreSQL's socket that every URL and every kernel takes.

    The state folder itself when its path is short and plain; else a folder of its own under the system's
    temporary folder, named after the state folder.
    """
    wanted = var / "socket"
    if len(str(wanted)) <= LONGEST_SOCKET_FOLDER and re.fullmatch(r"[\w./-]+", str(wanted), re.ASCII):
        return wanted
    name = hashlib.sha256(str(var).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"odlocale-{os.geteuid()}-{name}"
