"""What was found out about a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .catalogue import Entry
from .findings import Tally
from .owner import Producers


@dataclass(slots=True)
class Verdict:
    """`valid` is None when the file cannot be judged; `reason` then says why, as a key of `messages`.

    `producers`: for each column that says whose data a row is, how many rows each SIREN or commune has.
    """

    schema: Entry | None = None
    valid: bool | None = None
    rows: int = 0
    form: str | None = None
    encoding: str | None = None
    separator: str | None = None
    errors: Tally = field(default_factory=Tally)
    warnings: Tally = field(default_factory=Tally)
    reason: tuple[str, dict[str, Any]] | None = None
    producers: Producers = field(default_factory=dict)
