"""JSON and GeoJSON, one record at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import Any

import ijson

from .cells import as_text
from .encoding import detect_encoding
from .types import Notice, Row, Table, UnreadableError

HEADER_SAMPLE = 200
DEEPEST = 64
OPENING = frozenset({"start_map", "start_array"})
CLOSING = frozenset({"end_map", "end_array"})
# Where records are found: a bare list, GeoJSON, and the wrappers seen in portals' exports.
PATHS = ("item", "features.item", "data.item", "results.item", "records.item")


def read_json(path: Path) -> Table:
    """Records of a JSON list, or the properties of GeoJSON features, as rows under the names they use.

    Raises `UnreadableError` when the file is no JSON, or holds no list of records.
    """
    check_nesting(path)
    records = _records(path)
    first = list(islice(records, HEADER_SAMPLE))
    if not first:
        raise UnreadableError("empty")
    if isinstance(first[0], list):
        return _from_lists(chain(first, records))
    labels = list(dict.fromkeys(key for record in first for key in record))
    table = Table(labels, iter(()), "json", "UTF-8")
    table.rows = _from_objects(chain(first, records), labels, table.notices)
    return table


def _from_lists(records: Iterator[Any]) -> Table:
    labels = [as_text(value) or "" for value in next(records)]
    return Table(labels, ([as_text(value) for value in record] for record in records), "json", "UTF-8")


def _from_objects(
    records: Iterator[dict[str, Any]], labels: list[str], notices: list[Notice]
) -> Iterator[Row]:
    known, unknown = set(labels), 0
    for record in records:
        unknown += not known.issuperset(record)
        yield [as_text(record.get(label)) for label in labels]
    if unknown:
        notices.append(Notice("late-keys", {"count": unknown}))


def _records(path: Path) -> Iterator[Any]:
    prefix = list_path(path)
    for record in iterate(path, prefix):
        if not isinstance(record, dict | list):
            raise UnreadableError("not-records")
        if prefix == "features.item" and isinstance(record, dict):
            yield record.get("properties") or {}
        else:
            yield record


def check_nesting(path: Path) -> None:
    """Refuse nesting so deep that naming the places alone would take all the time and memory.

    To be called once before anything else reads the document. Raises `UnreadableError`, for bad JSON too.
    """
    depth = 0
    with path.open("rb") as stream, _readable(path):
        for event, _ in ijson.basic_parse(stream):
            if event in OPENING:
                depth += 1
                if depth > DEEPEST:
                    raise UnreadableError("not-records")
            elif event in CLOSING:
                depth -= 1


def list_path(path: Path) -> str:
    """Where the list of records is in the document."""
    with path.open("rb") as stream, _readable(path):
        for prefix, event, _ in ijson.parse(stream):
            if event == "start_array" and f"{prefix}.item".lstrip(".") in PATHS:
                return f"{prefix}.item".lstrip(".")
    raise UnreadableError("not-records")


def iterate(path: Path, prefix: str, *, floats: bool = False) -> Iterator[Any]:
    """The values under one prefix, as they are read; numbers with a point as Decimal, or as float."""
    with path.open("rb") as stream, _readable(path):
        yield from ijson.items(stream, prefix, use_float=floats)


def has_event(path: Path, place: str, event: str, within: int) -> bool:
    """Whether this happens at this place among the first events of a document."""
    with path.open("rb") as stream, _readable(path):
        return any(
            (prefix, kind) == (place, event) for prefix, kind, _ in islice(ijson.parse(stream), within)
        )


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except (ijson.JSONError, UnicodeDecodeError, ValueError) as error:
        if not detect_encoding(path).name.startswith("UTF-8"):
            raise UnreadableError("json-encoding") from error
        near = _near(str(error))
        raise (
            UnreadableError("not-json", near=near) if near else UnreadableError("json-breaks-off")
        ) from error


def _near(told: str) -> str:
    """The text where a document stops being JSON, from how the reader draws it; empty at the end of the file.

    It writes a sentence in English, the text around the place, and an arrow below.
    """
    _sentence, text, arrow, *_ = [*told.splitlines(), "", ""] if "^" in told else ["", "", "", ""]
    return " ".join(text[: arrow.find("^") + 12].split())[-40:]
