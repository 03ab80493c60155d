"""Why a record is not stored, in words."""

from __future__ import annotations

import json
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.odlocale.harvest.routes import FILES, ID, PAGE
from ckanext.odlocale.harvest.routes_known import RETURNED


def explained(told: str, titles: dict[str, str] | None = None) -> str:
    """The sentence for what was kept about a record.

    :param told: as the table of routes has it
    :param titles: of sources, by id; looked up when it is not given
    """
    said: dict[str, Any] = json.loads(told or "{}")
    if said.get("kind") == RETURNED:
        return tk._("This portal published it: it comes back from a portal that harvested this one.")
    source = str(said.get("source") or "")
    title = (titles or {}).get(source) or _title(source)
    sentences = {
        ID: tk._("“{source}” brings it from nearer to its producer, or newer: the same identifier."),
        PAGE: tk._("“{source}” brings it from nearer to its producer, or newer: the same page."),
        FILES: tk._("“{source}” brings it from nearer to its producer, or newer: the same files."),
    }
    return sentences.get(str(said.get("common")), sentences[ID]).format(source=title)


def _title(source_id: str) -> str:
    package = model.Package.get(source_id) if source_id else None
    return str((package.title or package.name) if package else source_id)
