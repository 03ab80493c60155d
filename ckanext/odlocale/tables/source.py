"""Recognising what a file is by its first bytes, then by its name."""

from __future__ import annotations

import zipfile
from collections.abc import Collection
from pathlib import Path

from .opendocument import read_ods
from .records import read_json
from .separated import read_separated
from .types import Table, UnreadableError
from .workbook import read_xls, read_xlsx

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TEXT_SUFFIXES = {".csv": "csv", ".txt": "csv", ".tsv": "tsv", ".tab": "tsv"}
HTML_MARKS = (b"<!doctype html", b"<html")


def form_of(path: Path) -> str:
    """csv, tsv, xlsx, xls, ods or json.

    Raises `UnreadableError` for what is none of them, and says what it is.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(2048)
    except OSError as error:
        raise UnreadableError("no-file", reason=error.strerror) from error
    if not head:
        raise UnreadableError("empty")
    if head.startswith(b"PK\x03\x04"):
        return _zip_form(path)
    if head.startswith(OLD_OFFICE):
        return "xls"
    return _text_form(path, head)


def _zip_form(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile as error:
        raise UnreadableError("not-a-workbook") from error
    if "content.xml" in names:
        return "ods"
    if "[Content_Types].xml" in names:
        return "xlsx"
    raise UnreadableError("archive")


def _text_form(path: Path, head: bytes) -> str:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(HTML_MARKS) or (start.startswith(b"<") and b"<html" in start):
        raise UnreadableError("web-page")
    if start.startswith(b"%pdf"):
        raise UnreadableError("pdf")
    if start.startswith(b"<?xml") or path.suffix.lower() == ".xml":
        raise UnreadableError("xml")
    suffix = path.suffix.lower()
    if suffix in (".json", ".geojson") or (suffix not in TEXT_SUFFIXES and start[:1] in (b"{", b"[")):
        return "json"
    return TEXT_SUFFIXES.get(suffix, "csv")


def open_table(path: Path, expected: Collection[str] = ()) -> Table:
    """A table read once, whatever the file. Raises `UnreadableError` with the reason in words people know."""
    form = form_of(path)
    if form in ("csv", "tsv"):
        return read_separated(path, expected, form)
    readers = {"xlsx": read_xlsx, "xls": read_xls, "ods": read_ods, "json": read_json}
    return readers[form](path)
