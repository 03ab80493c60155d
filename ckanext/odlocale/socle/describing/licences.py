"""The registry of licences that a portal may use in place of CKAN's: French law's two first."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

PATH = Path(__file__).parents[1] / "licences.json"
ADDRESS = f"file://{PATH}"


@cache
def known() -> dict[str, Mapping[str, Any]]:
    """The licences by identifier, with ``title``, ``url``, ``status``, ``help_fr``, ``help_en``."""
    return {one["id"]: one for one in json.loads(PATH.read_text(encoding="utf-8"))}


def explained(licence: str, lang: str) -> str:
    """What to think of before choosing a licence; nothing for one that the registry does not know."""
    return str(known().get(licence, {}).get(f"help_{lang}") or "")


def is_offered(licence: Mapping[str, Any]) -> bool:
    """Whether a form offers it: retired ones are only named where a dataset has them."""
    return licence.get("status", "active") == "active"
