"""The figures as files: CSV, XLSX and JSON, and the collectivités in OpenDataFrance's columns."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import ckan.plugins.toolkit as tk
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from ckanext.odlocale.observatory import listing, registry
from ckanext.odlocale.observatory.grid import telling as grid
from ckanext.odlocale.observatory.grid.looking import Asked
from ckanext.odlocale.observatory.logic.action.figures import day_of, scope_of
from ckanext.odlocale.observatory.openings.columns import COLUMNS
from ckanext.odlocale.observatory.openings.store import of_territories
from ckanext.odlocale.observatory.parts import PARTS
from ckanext.odlocale.observatory.standards import sets

FORMS = ("csv", "xlsx", "json")
MOST = 1000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
Row = dict[str, Any]

FIGURE = (
    "territory",
    "part",
    "id",
    "numerator",
    "denominator",
    "rate",
    "date",
    "rule",
    "edition",
    "title",
    "unit",
)
HISTORY = ("territory", "indicator", "date", "numerator", "denominator", "rate", "rule")
COLLECTIVITE = (
    *("id", "name", "level", "siren", "population", "open", "since", "duty", "datasets", "organization"),
    *("helper", "elsewhere", "next_step", "next_actor"),
)
TRAJECTORY = (
    *("kind", "id", "name", "open", "all", "target", "target_date"),
    *("pace", "needed", "projected", "reached"),
)
COVERAGE = (
    *("id", "name", "level", "siren", "population", "duty", "organization", "owed", "to_mend", "actors"),
    *(one.name for one in sets()),
)


def indicators(territory: str | None) -> list[Row]:
    """Every figure of a territory, with those of its parts."""
    rows = []
    for part in PARTS:
        found = _act("odlocale_observatory_indicator_list", territory=territory, part=part)
        rows += [one for one in found if one["denominator"] or not part]
    return rows


def history(territory: str | None) -> list[Row]:
    """Every figure of a territory over time."""
    return [
        {"territory": found["territory"], "indicator": one.name, **point}
        for one in registry.indicators()
        for found in [_act("odlocale_observatory_indicator_show", id=one.name, territory=territory)]
        for point in found["history"]
    ]


def collectivites(territory: str | None) -> list[Row]:
    """Every open collectivité of a territory."""
    rows: list[Row] = []
    while True:
        found = _act(
            "odlocale_observatory_collectivite_list",
            territory=territory,
            side=listing.Side.IN,
            limit=MOST,
            offset=len(rows),
        )
        rows += found["results"]
        if not found["results"] or len(rows) >= found["count"]:
            return rows


def in_odf_columns(territory: str | None) -> list[Row]:
    """The open collectivités in the 18 columns of OpenDataFrance; what a list said of one is kept."""
    rows = collectivites(territory)
    said = of_territories([one["id"] for one in rows])
    return [{**dict(said[one["id"]].line if one["id"] in said else {}), **_as_odf(one)} for one in rows]


def trajectories(territory: str | None) -> list[Row]:
    """How a territory and its parts come towards the target; nothing without one."""
    return _act("odlocale_observatory_trajectory_list", territory=territory)


def coverage(territory: str | None) -> list[Row]:
    """Every collectivité of a territory with the state of each standard; empty where its level has none."""
    asked = {"territory": territory}
    return list(grid.rows(Asked(scope_of(asked), day_of(asked))))


def _as_odf(one: Row) -> Row:
    here = one["open"] and set(one["ways"]) != {"elsewhere"}
    address = tk.url_for("odlocale_territory.read", territory_id=one["id"], _external=True)
    known = {
        "siren": one["siren"],
        "nom": one["name"],
        "pop-insee": one["population"],
        "url-ptf": address if here else None,
        "nb-ptf": one["datasets"] if here else None,
        "Techno (from Plateformes)": "CKAN" if here else None,
        "ptf": tk.config["ckan.site_title"] if here else None,
    }
    return {key: value for key, value in known.items() if value is not None}


_WHAT: dict[str, tuple[Callable[[str | None], list[Row]], Sequence[str]]] = {
    "indicators": (indicators, FIGURE),
    "history": (history, HISTORY),
    "collectivites": (collectivites, COLLECTIVITE),
    "odf": (in_odf_columns, COLUMNS),
    "coverage": (coverage, COVERAGE),
    "trajectories": (trajectories, TRAJECTORY),
}
WHAT = tuple(_WHAT)


def document(what: str, form: str, territory: str | None) -> bytes:
    """A file.

    :param what: one of ``WHAT``
    :param form: one of ``FORMS``
    :param territory: its id; None for that of the portal
    :raises NotFound: there is no such territory, or nothing to tell yet
    """
    rows, columns = _WHAT[what][0](territory), _WHAT[what][1]
    return written(rows, columns, form)


def written(rows: Sequence[Row], columns: Sequence[str], form: str) -> bytes:
    """Rows as a file of this form."""
    if form == "json":
        return json.dumps(rows, ensure_ascii=False, indent=1).encode()
    table = [columns, *([row.get(name) for name in columns] for row in rows)]
    return as_xlsx(table) if form == "xlsx" else as_csv(table)


def as_csv(table: Iterable[Sequence[Any]]) -> bytes:
    """As spreadsheets open it without computing anything: the mark at the beginning has them read accents."""
    text = io.StringIO()
    csv.writer(text).writerows([safe(cell) for cell in row] for row in table)
    return ("\ufeff" + text.getvalue()).encode()


def as_xlsx(table: Iterable[Sequence[Any]]) -> bytes:
    """A workbook of one sheet; texts stay texts."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("observatoire")
    for row in table:
        sheet.append(list(_cells(sheet, row)))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _cells(sheet: Any, row: Sequence[Any]) -> Iterator[Any]:
    for value in row:
        cell = WriteOnlyCell(sheet, value=value)
        if isinstance(value, str):
            cell.data_type = "s"
        yield cell


def safe(value: Any) -> Any:
    """A cell that a spreadsheet shows and does not compute."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _act(name: str, **data: Any) -> Any:
    context: Any = {"ignore_auth": True}
    return tk.get_action(name)(context, {key: value for key, value in data.items() if value is not None})
