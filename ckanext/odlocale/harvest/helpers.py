"""What templates ask: who produced a dataset, and where it comes from."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import ckan.plugins.toolkit as tk

from ckanext.odlocale.harvest import approval
from ckanext.odlocale.harvest.claim_words import claim_label
from ckanext.odlocale.harvest.facts import CHAIN_FIELD
from ckanext.odlocale.harvest.model import producer_of
from ckanext.odlocale.harvest.reporting import filter_label, health_label, report_of
from ckanext.odlocale.harvest.routes_known import also_found
from ckanext.odlocale.territory import shared as territory

SHOWN = 20
"""Vanished datasets that a source's page names."""


def odlocale_origin(package: dict[str, Any]) -> dict[str, Any] | None:
    """The producer and the origin of a dataset, None when it says neither.

    :param package: a dataset as ``package_show`` gives it
    """
    fields = {extra["key"]: extra["value"] for extra in package.get("extras") or []} | package
    names = (territory.TERRITORY_FIELD, territory.PRODUCER_NAME_FIELD, territory.ORIGIN_URL_FIELD)
    if not any(fields.get(name) for name in names):
        return None
    certainty, proof = _proof(str(fields.get(territory.PRODUCER_EVIDENCE_FIELD) or ""))
    by_hand = any(one["kind"] == "decision" for one in proof)
    return {
        "name": fields.get(territory.PRODUCER_NAME_FIELD) or "",
        "territory": _territory(fields.get(territory.TERRITORY_FIELD)),
        "certainty": "by-hand" if by_hand else certainty,
        "evidence": proof,
        "on_behalf": bool(fields.get(territory.ROLLED_UP_FIELD)),
        "organization": package.get("organization"),
        "url": _link(fields.get(territory.ORIGIN_URL_FIELD)),
        "catalogue": _link(fields.get(territory.ORIGIN_CATALOGUE_FIELD)),
        "chain": [_link(one) for one in str(fields.get(CHAIN_FIELD) or "").split()[:20]],
    }


def odlocale_harvest_obstacle(source_id: str) -> str | None:
    """Why a source may not be harvested, told to who may change it; None when it may, and for others."""
    if not tk.h.check_access("harvest_source_update", {"id": source_id}):
        return None
    return approval.obstacle(source_id)


def odlocale_also_found(package: dict[str, Any]) -> list[dict[str, Any]]:
    """The other sources that have a dataset: ``source``, ``title`` and ``origin``, a link to it."""
    found = also_found(package["id"]) if package.get("id") else []
    return [{**one, "origin": _link(one["origin"])} for one in found]


def odlocale_vanished(source_id: str) -> dict[str, Any] | None:
    """What vanished from a source, for who may decide about it; None for everybody else, or for nothing.

    :returns: ``count``, ``waiting`` (deletions that wait for a person), ``first`` (when the first is due) and
        ``datasets`` (the first of them)
    """
    try:
        found = tk.get_action("odlocale_harvest_vanished_list")({"user": tk.g.user}, {"id": source_id})
    except (tk.NotAuthorized, tk.ObjectNotFound):
        return None
    if not found:
        return None
    return {
        "count": len(found),
        "waiting": sum(one["waits"] for one in found),
        "first": found[0]["delete_after"],
        "datasets": found[:SHOWN],
    }


def odlocale_producer_address(package: dict[str, Any]) -> str | None:
    """Where the producer of a harvested dataset is corrected; None for who may not decide about it."""
    if not tk.g.user or not package.get("id"):
        return None
    found = producer_of(package["id"])
    if found is None or not tk.h.check_access("odlocale_harvest_producer_decide", {"source": found.source}):
        return None
    return tk.url_for("odlocale_producers.index", source=found.name, clef=found.key)


def odlocale_claim_words(line: str) -> str:
    """A claim as it is kept (``name: Sillingy = com-74272``), its kind in words."""
    kind, colon, value = line.partition(": ")
    return f"{claim_label(kind)}{colon}{value}"


def odlocale_portal_label(kind: str) -> str:
    """What a known portal runs on, in words."""
    return {"udata": "udata", "opendatasoft": "Opendatasoft", "ckan": "CKAN"}.get(
        kind, tk._("DCAT catalogue")
    )


def odlocale_filter_label(name: str) -> str:
    """What a source is limited by, in words."""
    return filter_label(name)


def odlocale_health_label(health: str) -> str:
    """How a source is, in words."""
    return health_label(health)


def odlocale_onboarding_owner(written: str) -> str:
    """The organization that a source of a territory's data would have: its own, where the reader may publish.

    :param written: an identifier
    :returns: an id; empty when the reader chooses
    """
    own = territory.organization_of(written)
    may = own and tk.h.check_access("harvest_source_create", {"owner_org": own})
    return str(own) if may else ""


def odlocale_harvest_mailed(job_url: str) -> dict[str, Any] | None:
    """What the mail about a run says.

    :param job_url: the address of the run's page, as ckanext-harvest gives it to its mails
    """
    parts = job_url.rstrip("/").split("/")
    return report_of(parts[-3]) if len(parts) > 3 else None


def _territory(identifier: Any) -> territory.TerritoryRecord | None:
    return territory.resolve(identifier) if isinstance(identifier, str) and identifier else None


def _proof(stored: str) -> tuple[str, list[dict[str, str]]]:
    certainty, *claims = stored.split("; ")
    if certainty not in ("certain", "doubtful"):
        return "", []
    pairs = (claim.partition(": ") for claim in claims)
    return certainty, [
        {"kind": claim, "claim": claim_label(claim), "value": value} for claim, _colon, value in pairs
    ]


def _link(address: Any) -> dict[str, str] | None:
    """An address as text, and as a link only where following it is harmless."""
    text = str(address or "")
    if not text:
        return None
    try:
        parts = urlsplit(text)
    except ValueError:
        return {"text": text, "href": ""}
    safe = parts.scheme in ("http", "https") and bool(parts.netloc)
    return {"text": text, "href": text if safe else ""}
