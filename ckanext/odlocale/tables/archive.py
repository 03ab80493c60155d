"""Opening the zip inside XLSX and ODS files without trusting what it says about itself."""

from __future__ import annotations

import zipfile
from pathlib import Path

from .types import UnreadableError

LARGEST_CONTENT = 1 << 30
LARGEST_STRINGS = 256 << 20
# A spreadsheet of repeated text compresses 30 to 60 times; a bomb, a thousand times.
LARGEST_RATIO = 250
SMALL_MEMBER = 8 << 20


def open_archive(path: Path) -> zipfile.ZipFile:
    """A zip whose announced sizes are bearable; Python never reads more from a member than was announced.

    Raises `UnreadableError` for anything else.
    """
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError) as error:
        raise UnreadableError("not-a-workbook") from error
    members = archive.infolist()
    if sum(member.file_size for member in members) > LARGEST_CONTENT or any(map(_is_suspect, members)):
        archive.close()
        raise UnreadableError("zip-bomb", limit=LARGEST_CONTENT >> 20)
    return archive


def _is_suspect(member: zipfile.ZipInfo) -> bool:
    if member.filename.endswith("sharedStrings.xml") and member.file_size > LARGEST_STRINGS:
        return True
    return member.file_size > SMALL_MEMBER and member.file_size > LARGEST_RATIO * max(member.compress_size, 1)
