"""Small files made for the tests of the socle."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from ckanext.odlocale.socle.catalogue import Entry, find_schema
from ckanext.odlocale.socle.judging import judge_file, judge_table
from ckanext.odlocale.socle.schema import TableSchema
from ckanext.odlocale.socle.verdict import Verdict

SIRET = "21290212600011"

DECISION = {
    "COLL_NOM": "Commune de Plouzané",
    "COLL_SIRET": SIRET,
    "DELIB_ID": "2026-041",
    "DELIB_DATE": "2026-03-26",
    "DELIB_MATIERE_CODE": "7.5",
    "DELIB_MATIERE_NOM": "Finances locales/Subventions",
    "DELIB_OBJET": "Subvention au club de lecture",
    "BUDGET_ANNEE": "2026",
    "BUDGET_NOM": "Budget principal",
    "PREF_ID": "PREF029",
    "PREF_DATE": "2026-03-30",
    "VOTE_EFFECTIF": "29",
    "VOTE_REEL": "27",
    "VOTE_POUR": "24",
    "VOTE_CONTRE": "2",
    "VOTE_ABSTENTION": "1",
    "DELIB_URL": "https://www.exemple.fr/deliberations/41.pdf",
}


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
