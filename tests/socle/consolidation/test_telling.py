"""What a consolidated dataset says of itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from ckanext.odlocale.socle.catalogue import find_schema
from ckanext.odlocale.socle.consolidation.source import Source
from ckanext.odlocale.socle.consolidation.telling import Subject, notes
from ckanext.odlocale.socle.consolidation.writing import Made

FILE = Source("r", "d", "com-74010", "lov2", "valid", "2.1.5", "h")


@pytest.mark.parametrize(
    ("used", "files", "lang", "told"),
    [
        (1, 2, "fr", "Lignes : 5, venues d’un fichier sur 2"),
        (1, 1, "fr", "Lignes : 5, venues du seul fichier"),
        (2, 3, "fr", "Lignes : 5, venues de 2 fichiers sur 3"),
        (1, 2, "en", "Rows: 5, from one file of 2"),
        (1, 1, "en", "Rows: 5, from the only file"),
        (2, 3, "en", "Rows: 5, from 2 files of 3"),
    ],
)
def test_one_file_is_told_as_one(used: int, files: int, lang: str, told: str) -> None:
    sources = [replace(FILE, resource=str(number)) for number in range(files)]
    made = Made(rows=5, sources=used)
    about = Subject(
        find_schema("scdl/deliberations"), "Annecy", "com-74010", sources, made, datetime.now(UTC), lang
    )
    assert told in notes(about)
