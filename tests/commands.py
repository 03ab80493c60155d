"""Running a command in this process, with its two streams apart on both CKANs."""

from __future__ import annotations

import inspect
from typing import Any

from click.testing import CliRunner

# The Click of CKAN 2.11 (before 8.2) has to be told to keep the streams apart, that of 2.12 cannot be told.
APART: dict[str, Any] = (
    {"mix_stderr": False} if "mix_stderr" in inspect.signature(CliRunner).parameters else {}
)


def runner(**settings: Any) -> CliRunner:
    """A runner whose results have ``stdout`` and ``stderr``."""
    return CliRunner(**APART, **settings)
