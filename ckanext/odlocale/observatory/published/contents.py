"""Which datasets are published, and what their files hold."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import ckan.plugins.toolkit as tk

from ckanext.odlocale.cog.shared import Level
from ckanext.odlocale.observatory import config, exporting, registry, telling
from ckanext.odlocale.observatory.exporting import Row
from ckanext.odlocale.observatory.history import figures as kept
from ckanext.odlocale.observatory.openings.columns import COLUMNS
from ckanext.odlocale.observatory.parts import WHOLE
from ckanext.odlocale.observatory.published.fields import table_schema
from ckanext.odlocale.territory.shared import places, within

LEVELS = (Level.FR, Level.REG, Level.DEP, Level.EPCI, Level.EPT)
FIGURES = (
    "territory",
    "name",
    "indicator",
    "title",
    "unit",
    "numerator",
    "denominator",
    "rate",
    "date",
    "rule",
)


@dataclass(frozen=True, slots=True)
class File:
    """A file of a dataset.

    :param title: what it is called
    :param name: of the file itself
    """

    title: str
    name: str
    content: bytes

    @property
    def format(self) -> str:
        """As CKAN writes it."""
        return self.name.rpartition(".")[2].upper()


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset to publish.

    :param name: its address, which never changes
    """

    name: str
    title: str
    notes: str
    files: tuple[File, ...]


def datasets(day: date) -> Iterator[Dataset]:
    """Everything that is published, with the figures of a day."""
    yield Dataset(
        "odlocale-observatoire-indicateurs",
        tk._("Observatory of open data: indicators"),
        tk._(
            "How far open data has come in the territories, counted each night: every indicator of every "
            "région, département, EPCI and EPT, and its history for the whole. The schemas say what each "
            "column is."
        ),
        tuple(_of_figures(day)),
    )
    yield Dataset(
        "odlocale-observatoire-collectivites",
        tk._("Observatory of open data: open collectivités"),
        tk._(
            "Every collectivité that has opened data, by itself, through another, or on another platform, "
            "with the law and what comes next; and the same in the eighteen columns of OpenDataFrance."
        ),
        tuple(_of_collectivites()),
    )


def _of_figures(day: date) -> Iterator[File]:
    yield from _table(tk._("Indicators of every territory"), "indicateurs", figures(day), FIGURES)
    yield from _table(tk._("History"), "historique", exporting.history(None), exporting.HISTORY)
    yield from _table(tk._("By level and stratum"), "parties", exporting.indicators(None), exporting.FIGURE)


def _of_collectivites() -> Iterator[File]:
    listed = exporting.collectivites(None)
    yield from _table(tk._("Open collectivités"), "collectivites", listed, exporting.COLLECTIVITE)
    odf = exporting.in_odf_columns(None)
    yield from _table(tk._("In the columns of OpenDataFrance"), "opendatafrance", odf, COLUMNS)


def figures(day: date) -> list[Row]:
    """Every figure of every territory of the portal that has some, without parts. Two queries."""
    known = {str(one.id): one.name for one in places(within(config.territory(), LEVELS))}
    by_name = {one.name: one for one in registry.indicators()}
    rows = [
        {
            "territory": one.key.scope,
            "name": known[one.key.scope],
            "indicator": one.key.indicator,
            "title": by_name[one.key.indicator].title(),
            "unit": str(by_name[one.key.indicator].unit),
            **telling.value(one.count),
            "date": day.isoformat(),
            "rule": one.rule,
        }
        for one in kept.on(day, part=WHOLE)
        if one.key.scope in known and one.key.indicator in by_name
    ]
    order = {name: number for number, name in enumerate(known)}
    shown = {name: number for number, name in enumerate(by_name)}
    return sorted(rows, key=lambda row: (order[row["territory"]], shown[row["indicator"]]))


def _table(title: str, name: str, rows: Sequence[Row], columns: Sequence[str]) -> Iterator[File]:
    yield File(title, f"{name}.csv", exporting.written(rows, columns, "csv"))
    said: Callable[..., str] = tk._("Schema of: {file}").format
    schema = json.dumps(table_schema(columns), ensure_ascii=False, indent=1)
    yield File(said(file=title), f"schema-{name}.json", schema.encode())
