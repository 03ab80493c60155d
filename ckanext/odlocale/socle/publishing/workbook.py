"""The template as a workbook: cells that are texts, lists to choose from, a sheet that explains. PURE."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ckanext.odlocale.socle.catalogue import Entry
from ckanext.odlocale.socle.publishing.template import Column, columns_of

# Lines whose cells have their list to choose from.
PREPARED = 500
NEEDED = PatternFill("solid", fgColor="DDE7F5")
WORDS = {
    "fr": {
        "data": "Données",
        "about": "Explications",
        "lists": "Listes",
        "head": ("Colonne", "Ce qu’elle contient", "Obligatoire", "Attendu", "Exemple"),
        "yes": "oui",
        "no": "non",
        "wrong": "Choisissez une valeur de la liste.",
    },
    "en": {
        "data": "Data",
        "about": "Explanations",
        "lists": "Lists",
        "head": ("Column", "What it holds", "Required", "Expected", "Example"),
        "yes": "yes",
        "no": "no",
        "wrong": "Choose a value of the list.",
    },
}


def as_xlsx(entry: Entry, lines: Sequence[Mapping[str, str]] = (), lang: str = "fr") -> bytes:
    """A workbook whose first sheet is the file to fill in, with these lines to begin with."""
    words, columns = WORDS[lang], columns_of(entry, lang)
    book = Workbook()
    book.remove(book.worksheets[0])
    data = book.create_sheet(str(words["data"]))
    about = book.create_sheet(str(words["about"]))
    lists = book.create_sheet(str(words["lists"]))
    lists.sheet_state = "hidden"
    _head(data, columns)
    _lines(data, columns, lines)
    _lists(data, lists, columns, str(words["wrong"]))
    _explain(about, columns, lang)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _head(sheet: Worksheet, columns: Sequence[Column]) -> None:
    for number, column in enumerate(columns, start=1):
        cell = sheet.cell(1, number, column.name)
        cell.font = Font(bold=True)
        if column.needed:
            cell.fill = NEEDED
        sheet.column_dimensions[get_column_letter(number)].width = max(14, len(column.name) + 2)
    sheet.freeze_panes = "A2"


def _lines(sheet: Worksheet, columns: Sequence[Column], lines: Sequence[Mapping[str, str]]) -> None:
    for number, column in enumerate(columns, start=1):
        # A spreadsheet turns a SIRET into a rounded number otherwise.
        sheet.column_dimensions[get_column_letter(number)].number_format = "@"
        for row, one in enumerate(lines, start=2):
            if one.get(column.name):
                cell = sheet.cell(row, number, ILLEGAL_CHARACTERS_RE.sub("", one[column.name]))
                cell.data_type, cell.number_format = "s", "@"


def _lists(sheet: Worksheet, lists: Worksheet, columns: Sequence[Column], wrong: str) -> None:
    for number, column in enumerate(columns, start=1):
        if not column.choices:
            continue
        letter = get_column_letter(number)
        for line, choice in enumerate(column.choices, start=1):
            lists.cell(line, number, choice).data_type = "s"
        source = f"'{lists.title}'!${letter}$1:${letter}${len(column.choices)}"
        rule = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=True)
        rule.error = wrong
        rule.add(f"{letter}2:{letter}{PREPARED + 1}")
        sheet.add_data_validation(rule)


def _explain(sheet: Worksheet, columns: Sequence[Column], lang: str) -> None:
    words = WORDS[lang]
    sheet.append(list(words["head"]))
    for column in columns:
        needed = words["yes" if column.needed else "no"]
        sheet.append([column.name, column.title, needed, column.expected, column.example])
    for row in sheet.iter_rows():
        for cell in row:
            cell.data_type = "s" if cell.value is not None else cell.data_type
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for letter, width in zip("ABCDE", (26, 46, 12, 60, 40), strict=True):
        sheet.column_dimensions[letter].width = width
