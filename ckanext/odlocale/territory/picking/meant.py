"""What somebody meant who wrote a name instead of choosing from the suggestions. PURE."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """One of those that a picker offers.

    :param value: what the form keeps
    :param name: what people call it
    :param note: what tells it apart from others of its name: level, département, territory
    """

    value: str
    name: str
    note: str

    @property
    def described(self) -> str:
        """All of it in a line, for a sentence that lists several."""
        aside = ", ".join(filter(None, (self.note, self.value)))
        return f"{self.name} ({aside})"


class UnclearError(ValueError):
    """A name that nothing has, or that several have.

    :param written: the name
    :param candidates: what it may mean; empty when nothing resembles it
    """

    def __init__(self, written: str, candidates: Sequence[Choice]) -> None:
        super().__init__(written)
        self.written = written[:60]
        self.candidates = "; ".join(one.described for one in candidates)


def the_one(written: str, exact: Sequence[Choice], resembling: Sequence[Choice]) -> Choice:
    """The only one of exactly this name.

    :param resembling: what to propose when none has it
    :raises UnclearError: none has it, or several
    """
    if len(exact) == 1:
        return exact[0]
    raise UnclearError(written, exact or resembling)
