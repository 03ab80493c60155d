"""An organization as a row of a table: its first proposal beside what it is. PURE."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def exported(organization: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the exported table.

    :param organization: as ``odlocale_attachment_list`` gives it
    """
    proposals = organization["proposals"]
    first = proposals[0] if proposals else {}
    ambiguous = first.get("certainty") == "ambiguous"
    candidates = " ".join(one["territory"] for one in proposals) if ambiguous else first.get("territory")
    return {
        **{
            key: organization[key]
            for key in ("organization", "title", "siren", "territory", "territory_name")
        },
        "state": organization["state"],
        "proposal": candidates,
        "proposal_name": first.get("name"),
        "certainty": first.get("certainty"),
        "evidence": first.get("evidence"),
    }
