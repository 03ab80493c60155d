"""What a run over a source looked up already: the answers are the same for every dataset of a producer.

A harvester owns one memory, for one run at a time; it is thrown away with the next run, and after a minute,
so that an organization made meanwhile is seen.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any

LIFETIME = 60
"""Seconds."""
MOST = 5_000
"""Answers kept, so that memory does not grow with the catalogue."""


@dataclass(slots=True)
class Memory:
    """Answers by question.

    :param run: id of a job; None for a preview
    """

    run: str | None
    born: float = field(default_factory=time.monotonic)
    answers: dict[Hashable, Any] = field(default_factory=dict)

    def serves(self, run: str | None) -> bool:
        """True while this is the memory of that run, and young enough."""
        return self.run == run and time.monotonic() - self.born < LIFETIME

    def recall(self, question: Hashable, ask: Callable[[], Any]) -> Any:
        """The answer to a question, asked for the first time only."""
        if question not in self.answers:
            if len(self.answers) >= MOST:
                self.answers.clear()
            self.answers[question] = ask()
        return self.answers[question]
