"""Small files made for the tests of the socle."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from bench.verdicts import ROW as DECISION
from ckanext.odlocale.socle.catalogue import Entry, find_schema
from ckanext.odlocale.socle.judging import judge_file, judge_table
from ckanext.odlocale.socle.schema import TableSchema
from ckanext.odlocale.socle.verdict import Verdict

# A right row, the same as the bench judges a hundred thousand times.
SIRET = DECISION["COLL_SIRET"]


def decision(**changed: str) -> dict[str, str]:
    """A right row of délibérations, with some cells changed."""
    return {**DECISION, **changed}


def as_csv(rows: list[dict[str, str]], delimiter: str = ",", labels: list[str] | None = None) -> str:
    """Rows as the text of a CSV file."""
    told = io.StringIO()
    writer = csv.DictWriter(
        told, labels or list(rows[0]), delimiter=delimiter, lineterminator="\n", extrasaction="ignore"
    )
    writer.writeheader()
    writer.writerows(rows)
    return told.getvalue()


def written(folder: Path, content: str | bytes, name: str = "file.csv") -> Path:
    """A file with this content."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def judged(
    folder: Path, content: str | bytes, schema: str = "deliberations", name: str = "file.csv"
) -> Verdict:
    """The verdict on a file with this content."""
    return judge_file(written(folder, content, name), schema, kept=None)


def found(verdict: Verdict) -> list[tuple[int | None, str | None, str]]:
    """Where each error is, and its rule."""
    return [(one.line, one.column, one.rule) for one in verdict.errors.kept]


def reason(verdict: Verdict) -> str | None:
    """Why there is no verdict."""
    return verdict.reason[0] if verdict.reason else None


def warned(verdict: Verdict) -> list[tuple[str | None, str]]:
    """The column and rule of each warning."""
    return [(one.column, one.rule) for one in verdict.warnings.kept]


class MadeEntry(Entry):
    """An entry whose schema is written in the test."""

    def __init__(self, descriptor: dict[str, Any]) -> None:
        super().__init__("made", "1.0.0", find_schema("deliberations").about)
        object.__setattr__(self, "made", descriptor)

    @property
    def table(self) -> TableSchema:  # type: ignore[override]
        return TableSchema(self.made)  # type: ignore[attr-defined]


def judged_with(path: Path, descriptor: dict[str, Any]) -> Verdict:
    """The verdict on a table against a schema written in the test."""
    from ckanext.odlocale.socle.findings import Tally
    from ckanext.odlocale.tables.source import open_table

    verdict = Verdict(errors=Tally(None), warnings=Tally(None))
    judge_table(open_table(path), MadeEntry(descriptor), verdict)
    verdict.valid = not verdict.errors.counts
    return verdict
