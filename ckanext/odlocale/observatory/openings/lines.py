"""A list of known openings, line by line: who it names, since when, what is wrong with a line. PURE."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ckanext.odlocale.cog.shared import siren_of
from ckanext.odlocale.observatory.openings.columns import ADDRESSES, DAY, NUMBERS


class Verdict(StrEnum):
    """What becomes of a line."""

    OPEN = "open"
    NOT_OPEN = "not_open"
    """It names somebody without a dataset."""
    REPEATED = "repeated"
    """Somebody whom an earlier line names: each opening counts once."""
    OUTSIDE = "outside"
    """A right SIREN, of none of the territories: a syndicat, an association, a public body."""
    REFUSED = "refused"


class Fault(StrEnum):
    """Why a line is refused."""

    NO_SIREN = "no_siren"
    BAD_SIREN = "bad_siren"
    BAD_NUMBER = "bad_number"
    BAD_DAY = "bad_day"
    FUTURE = "future"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the list.

    :param number: in the file, the header being 1
    :param territory: whom it names; None when it is nobody's, or refused
    """

    number: int
    name: str
    siren: str
    verdict: Verdict
    fault: Fault | None = None
    territory: str | None = None
    opened: date | None = None
    url: str | None = None
    cells: Mapping[str, str] | None = None


class LineError(ValueError):
    """Something of a line cannot be read."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


def judged(
    rows: Iterable[Mapping[str, str]], territories: Mapping[str, str], listed: date, today: date
) -> list[Line]:
    """Judge each line.

    :param rows: the cells of each line by column
    :param territories: the territory of each SIREN
    :param listed: the day of the list: whoever is in it was open by then
    """
    seen: set[str] = set()
    lines = []
    for number, row in enumerate(rows, start=2):
        line = _judged(number, {key: _clean(cell) for key, cell in row.items()}, territories, listed, today)
        if line.verdict is Verdict.OPEN and line.territory in seen:
            line = Line(line.number, line.name, line.siren, Verdict.REPEATED, territory=line.territory)
        seen |= {line.territory} if line.territory and line.verdict is Verdict.OPEN else set()
        lines.append(line)
    return lines


def _judged(
    number: int, cells: Mapping[str, str], territories: Mapping[str, str], listed: date, today: date
) -> Line:
    name, written = cells.get("nom", ""), cells.get("siren", "")
    try:
        siren = _siren(written)
        is_open, opened = _is_open(cells), _opened(cells, listed, today)
    except LineError as error:
        return Line(number, name, written, Verdict.REFUSED, error.fault)
    territory = territories.get(siren)
    if territory is None:
        return Line(number, name, siren, Verdict.OUTSIDE)
    if not is_open:
        return Line(number, name, siren, Verdict.NOT_OPEN, territory=territory)
    url = next((cells[key] for key in ADDRESSES if _is_address(cells.get(key, ""))), None)
    kept = {key: cell for key, cell in cells.items() if cell}
    return Line(number, name, siren, Verdict.OPEN, None, territory, opened, url, kept)


def _clean(cell: str | None) -> str:
    """Without what cannot be seen: published lists have marks of direction and hard spaces around codes."""
    shown = (one for one in cell or "" if unicodedata.category(one) not in {"Cf", "Cc"})
    return "".join(shown).replace("\xa0", " ").strip()


def _siren(written: str) -> str:
    if not written:
        raise LineError(Fault.NO_SIREN)
    siren = siren_of(written)
    if siren is None:
        raise LineError(Fault.BAD_SIREN)
    return siren


def _is_open(cells: Mapping[str, str]) -> bool:
    """Some number of datasets; without any number, an address where they are."""
    numbers = [_number(cells[key]) for key in NUMBERS if cells.get(key)]
    return any(numbers) if numbers else any(cells.get(key) for key in ADDRESSES)


def _number(text: str) -> int:
    try:
        number = int(float(text.replace(" ", "").replace(",", ".")))
    except (ValueError, OverflowError):
        number = -1
    if number < 0:
        raise LineError(Fault.BAD_NUMBER)
    return number


def _opened(cells: Mapping[str, str], listed: date, today: date) -> date:
    text = cells.get(DAY, "")
    if not text:
        return listed
    try:
        opened = date.fromisoformat(text)
    except ValueError as error:
        raise LineError(Fault.BAD_DAY) from error
    if opened > today:
        raise LineError(Fault.FUTURE)
    return opened


def _is_address(text: str) -> bool:
    return text.startswith(("https://", "http://"))


def refused(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines that keep the whole list from being imported."""
    return (line for line in lines if line.verdict is Verdict.REFUSED)
