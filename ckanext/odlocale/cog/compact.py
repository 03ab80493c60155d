"""The packaged form of a vintage: gzipped JSON lines, a territory a line; equal vintages give equal bytes."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from ckanext.odlocale.cog.garbage import collection_paused
from ckanext.odlocale.cog.ids import TerritoryId, TerritoryIdError
from ckanext.odlocale.cog.verify import verify
from ckanext.odlocale.cog.vintage import Territory, Vintage, VintageError

FIELDS = [
    "id",
    "name",
    "siren",
    "population",
    "kind",
    "seat",
    "postal_codes",
    "parents",
    "successor",
    "heirs",
]


def write_compact(vintage: Vintage, path: str | Path) -> None:
    """Write a vintage; the file tells how many territories it must hold, so that half a file is seen."""
    lines = [json.dumps({"year": vintage.year, "count": len(vintage.territories), "fields": FIELDS})]
    ordered = sorted(vintage.territories.values(), key=lambda one: (one.id.level.rank, one.id))
    rows = map(_row, ordered)
    lines.extend(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
    text = "\n".join(lines) + "\n"
    Path(path).write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))


def _row(territory: Territory) -> list[Any]:
    row = [getattr(territory, field) for field in FIELDS]
    while not row[-1]:
        row.pop()
    return row


@collection_paused()
def read_compact(path: str | Path) -> Vintage:
    """Read a file that :func:`write_compact` made.

    :raises VintageError: it is missing, cut short, or contradicts itself
    """
    lines = _lines(Path(path))
    header = _header(lines[0], path)
    if len(lines) - 1 != header["count"]:
        raise VintageError(
            f"{path}: {header['count']} territories were announced, {len(lines) - 1} are there. "
            "The file is not complete; fetch it again."
        )
    numbers: dict[TerritoryId, int] = {}
    territories: dict[TerritoryId, Territory] = {}
    parse = cache(TerritoryId.parse)
    for number, row in enumerate(_rows(lines, path), start=2):
        territory = _territory(row, parse, path, number)
        if territory.id in territories:
            raise VintageError(
                f"{path}, line {number}: {territory.id} is a duplicate of line {numbers[territory.id]}."
            )
        territories[territory.id], numbers[territory.id] = territory, number
    verify(territories, lambda territory_id: f"{path}, line {numbers[territory_id]}")
    return Vintage(header["year"], territories)


def _lines(path: Path) -> list[str]:
    try:
        lines = gzip.decompress(path.read_bytes()).decode().splitlines()
    except FileNotFoundError:
        raise VintageError(f"{path}: there is no such file.") from None
    except (OSError, EOFError, zlib.error, UnicodeDecodeError):
        raise VintageError(f"{path}: not a complete vintage file. Make it again with build_cog.py.") from None
    if not lines:
        raise VintageError(f"{path}, line 1: the file is empty.")
    return lines


def _header(line: str, path: str | Path) -> dict[str, Any]:
    header = _json(line, path, 1)
    if not isinstance(header, dict) or header.get("fields") != FIELDS:
        raise VintageError(f"{path}, line 1: not the header of a vintage file.")
    if not all(isinstance(header.get(key), int) for key in ("year", "count")):
        raise VintageError(f"{path}, line 1: the header lacks its year or its count.")
    return header


def _rows(lines: list[str], path: str | Path) -> list[Any]:
    """All lines parsed at once, which is four times as fast; one by one only to tell which is bad."""
    try:
        rows = json.loads(f"[{','.join(lines[1:])}]")
    except json.JSONDecodeError:
        rows = []
    if len(rows) == len(lines) - 1:
        return rows
    return list(_one_by_one(lines, path))


def _one_by_one(lines: list[str], path: str | Path) -> Iterator[Any]:
    return (_json(line, path, number) for number, line in enumerate(lines[1:], start=2))


def _json(line: str, path: str | Path, number: int) -> Any:
    try:
        return json.loads(line)
    except json.JSONDecodeError as error:
        raise VintageError(f"{path}, line {number}: {error.msg}.") from None


def _territory(row: Any, parse: Callable[[str], TerritoryId], path: str | Path, number: int) -> Territory:
    try:
        values: list[Any] = [*row, *_EMPTY[len(row) :]]
        identifier, name, siren, population, kind, seat, postal_codes, parents, successor, heirs = values
        return Territory(
            parse(identifier),
            name,
            siren,
            population,
            kind,
            seat and parse(seat),
            tuple(postal_codes),
            tuple(map(parse, parents)),
            successor and parse(successor),
            former=successor is not None or bool(heirs),
            heirs=tuple(map(parse, heirs)),
        )
    except (TypeError, ValueError, AttributeError, TerritoryIdError) as error:
        raise VintageError(f"{path}, line {number}: not a territory ({error}).") from None


_EMPTY = (None, "", None, None, "", None, (), (), None, ())
