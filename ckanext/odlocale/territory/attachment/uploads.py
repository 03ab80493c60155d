"""A table as an action or a command gets it: its lines, or the sentence that says why there are none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.odlocale.territory.attachment.lines import Line
from ckanext.odlocale.territory.attachment.reading import LARGEST, UnusableError, kept, read


def lines_of(data: Mapping[str, Any]) -> tuple[str, list[Line]]:
    """The lines of ``csv`` (a text) or ``upload`` (a file), and what the table is called.

    :raises ValidationError: neither is given, or it cannot be read
    """
    upload = data.get("upload")
    if upload is not None and hasattr(upload, "read"):
        name = Path(getattr(upload, "filename", None) or "").name[:100]
        return name, _lines(upload.read(LARGEST + 1), name)
    if not data.get("csv"):
        raise _refusal(UnusableError("none"))
    return "csv", _lines(str(data["csv"]).encode("utf-8", "replace"), "")


def lines_of_file(path: Path) -> list[Line]:
    """The lines of a file.

    :raises ValidationError: it is not there, or cannot be read
    """
    try:
        return read(path)
    except OSError as error:
        raise _refusal(UnusableError("missing", path=str(path))) from error
    except UnusableError as error:
        raise _refusal(error) from error


def _lines(content: bytes, name: str) -> list[Line]:
    with kept(content, name) as path:
        return lines_of_file(path)


def _refusal(error: UnusableError) -> tk.ValidationError:
    sentence = _SENTENCES.get(error.key, _unreadable)()
    return tk.ValidationError({"csv": [sentence.format(**error.values)]})


def _unreadable() -> str:
    return tk._(
        "This file cannot be read as a table. Save it as CSV (UTF-8), with one line for each organization."
    )


_SENTENCES: dict[str, Callable[[], str]] = {
    "none": lambda: tk._("Choose a file first."),
    "missing": lambda: tk._("There is no file {path}, or it must not be read."),
    "large": lambda: tk._(
        "The file has more than {limit} MB. Keep the columns organization and territory only."
    ),
    "lines": lambda: tk._("The table has more than {limit} lines. Split it."),
    "empty": lambda: tk._("The file is empty."),
    "unclosed-quote": lambda: tk._("A quotation mark that opens near line {line} is never closed."),
    "organization": lambda: tk._(
        "No column is called “organization”. The columns are: {columns}. Rename the right one."
    ),
    "territory": lambda: tk._(
        "No column is called “territory”. The columns are: {columns}. Rename the right one."
    ),
}
