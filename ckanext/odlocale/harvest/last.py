"""What the portal has of a record: enough to tell whether it says something new. Values only."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Last:
    """What was imported last, and where it was put."""

    digest: str
    place: str | None


def digest_of(content: str) -> str:
    """As PostgreSQL's md5(): a fingerprint for comparing with what the same source said, not a secret."""
    return hashlib.md5(content.encode(), usedforsecurity=False).hexdigest()
