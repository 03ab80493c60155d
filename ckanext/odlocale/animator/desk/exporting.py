"""The desk as a table for a spreadsheet, with who to call. PURE, but for the words."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

import ckan.plugins.toolkit as tk
from openpyxl import Workbook

from ckanext.odlocale.animator.desk.attention import Row
from ckanext.odlocale.animator.desk.contacts import Contact
from ckanext.odlocale.animator.desk.wording import agreement_label, need_label, step_label, who_label
from ckanext.odlocale.socle.shared import duty_label, harmless
from ckanext.odlocale.territory.shared import level_label

Contacts = Mapping[str, Sequence[Contact]]


def as_csv(rows: Iterable[Row], contacts: Contacts) -> str:
    """The rows as CSV, which a spreadsheet opens without running anything in it."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerows([[harmless(cell) for cell in line] for line in _lines(rows, contacts)])
    # The mark makes spreadsheets read UTF-8.
    return "\ufeff" + written.getvalue()


def as_xlsx(rows: Iterable[Row], contacts: Contacts) -> bytes:
    """The rows as a workbook, whose cells are texts and never formulas."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(tk._("Follow-up"))
    for line in _lines(rows, contacts):
        sheet.append([harmless(cell) for cell in line])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _lines(rows: Iterable[Row], contacts: Contacts) -> Iterator[list[str]]:
    yield [
        tk._("Identifier"),
        tk._("Name"),
        tk._("Level"),
        tk._("Population"),
        tk._("Obligation"),
        tk._("What is needed"),
        tk._("Who must act"),
        tk._("Step"),
        tk._("Since"),
        tk._("Agreement"),
        tk._("Until"),
        tk._("Datasets"),
        tk._("Last publication"),
        tk._("Valid files"),
        tk._("Invalid files"),
        tk._("Harvest errors"),
        tk._("Organization"),
        tk._("Contacts"),
    ]
    for row in rows:
        yield [*_standing(row), *_work(row), *_reach(row, contacts)]


def _standing(row: Row) -> list[str]:
    facts = row.facts
    return [
        facts.id,
        facts.name,
        level_label(facts.level),
        _text(facts.population),
        duty_label(facts.duty),
        need_label(row.need),
        who_label(row.who),
        step_label(row.step.step) if row.step else "",
        _text(row.step.on if row.step else None),
    ]


def _work(row: Row) -> list[str]:
    agreement, published = row.facts.agreement, row.facts.publication
    return [
        agreement_label(agreement.status) if agreement else "",
        _text(agreement.until if agreement else None),
        str(published.datasets),
        _text(published.last),
        str(published.valid),
        str(published.invalid),
        str(row.facts.harvest_errors),
    ]


def _reach(row: Row, contacts: Contacts) -> list[str]:
    known = contacts.get(row.facts.organization, ())
    return [row.facts.organization_title, ", ".join(f"{one.name} <{one.email}>" for one in known)]


def _text(value: object) -> str:
    return "" if value is None else str(value)
