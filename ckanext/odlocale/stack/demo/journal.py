"""The steps of the demo: what each does, how long it took, and what to do when it fails. Told in French."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from ckanext.odlocale.stack.control import StackError


@dataclass(slots=True)
class Step:
    """One step, and what it did.

    :param advice: what to do when it fails
    :param unit: what it counts, one and several
    :param note: more about what it did, for a person
    """

    key: str
    title: str
    advice: str
    unit: tuple[str, str] = ("", "")
    count: int | None = None
    seconds: float = 0.0
    note: str = ""

    @property
    def per_second(self) -> float | None:
        """How many of what it counts it did in a second."""
        return self.count / self.seconds if self.count and self.seconds else None

    def told(self) -> str:
        """What it did, in one line."""
        parts = [f"{number(self.seconds, 1)} s"]
        if self.count is not None:
            parts.insert(0, f"{number(self.count)} {self.unit[self.count > 1]}")
        if self.per_second:
            parts.append(f"{number(self.per_second, 1)} par seconde")
        return ", ".join([*parts, self.note] if self.note else parts)


class Journal:
    """Runs steps one after the other and tells of each: on a terminal while it runs, elsewhere when done.

    :param steps: those that are to come
    """

    def __init__(self, steps: Sequence[Step]) -> None:
        self.steps = list(steps)
        self.done: list[Step] = []
        self.live = sys.stderr.isatty()

    @contextmanager
    def step(self, key: str) -> Iterator[Step]:
        """Times the step.

        :raises StackError: what went wrong in it, with the name of the step and what to do
        """
        step = next(step for step in self.steps if step.key == key)
        self.progress(step, "")
        started = time.monotonic()
        try:
            yield step
        except StackError as error:
            self._write("\n" if self.live else "")
            raise StackError(
                f"L'étape « {step.title} » a échoué.\n{error}\nQue faire : {step.advice}"
            ) from error
        step.seconds = time.monotonic() - started
        self.done.append(step)
        self._write(f"{self._start(step)}{step.told()}\n")

    def progress(self, step: Step, text: str) -> None:
        """What a running step is at; a terminal shows it in place, a file does not want it."""
        if self.live:
            self._write(f"{self._start(step)}{text or '…'}")

    def _start(self, step: Step) -> str:
        place = f"[{self.steps.index(step) + 1}/{len(self.steps)}] {step.title} : "
        return f"\r\033[K{place}" if self.live else place

    def _write(self, text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()


def number(value: float, decimals: int = 0) -> str:
    """The number as French writes it: 36 370 or 12,5."""
    return f"{value:,.{decimals}f}".replace(",", "\u202f").replace(".", ",")
