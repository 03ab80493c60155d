"""All territories of the portal as one compressed value, and back. PURE."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable

from ckanext.odlocale.territory.vintages.store import FACTS, Facts

# Level 3 takes a third of the time of the default for 15 % more bytes.
_COMPRESSION = 3


def packed(facts: Iterable[Facts]) -> bytes:
    """The territories as bytes; the columns are named so that a later version can read them."""
    document = {"columns": FACTS, "rows": list(facts)}
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode(), _COMPRESSION)


def unpacked(value: bytes) -> dict[str, Facts]:
    """The territories of :func:`packed`, by id."""
    document = json.loads(zlib.decompress(value))
    named = (dict(zip(document["columns"], row, strict=True)) for row in document["rows"])
    return {row["id"]: Facts(**row) for row in named}
