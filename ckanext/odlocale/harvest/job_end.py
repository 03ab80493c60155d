"""What is brought up to date when a job ends."""

from __future__ import annotations

from typing import Any

from ckan import model

from ckanext.odlocale.harvest import model as matches
from ckanext.odlocale.harvest.review import ReviewError, source_named


def ended(_sender: Any, **told: Any) -> None:
    """ckanext-harvest indexes a source anew when a job of it ends, whoever ran it."""
    try:
        source = source_named(str(told["data_dict"].get("id") or ""))
    except ReviewError:
        return
    matches.recount(source.id)
    model.Session.commit()
