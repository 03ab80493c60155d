"""The page as a PDF of one sheet of A4."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from fpdf import FPDF

from ckanext.odlocale.observatory.report.content import Line, Report, Step
from ckanext.odlocale.printing import FONT, LETTERS, printable

MIMETYPE = "application/pdf"
MARGIN = 16
BLUE, GREY, BLACK = (18, 71, 122), (89, 89, 89), (34, 34, 34)
# What a definition may take of the sheet, so that everything is on one.
LONGEST_DEFINITION = 620


def as_pdf(report: Report, language: str) -> bytes:
    """The page as a file.

    :param language: of its words, like ``fr``
    """
    pdf = FPDF(format="A4")
    pdf.core_fonts_encoding = LETTERS
    pdf.set_lang(language)
    pdf.set_title(report.title)
    pdf.set_margin(MARGIN)
    pdf.set_auto_page_break(auto=False)
    pdf.add_page()
    _text(pdf, report.title, 16, "B")
    _text(pdf, report.about, 9, colour=GREY)
    for line in report.lines:
        _figure(pdf, line)
    _text(pdf, tk._("How it came about"), 11, "B", above=2)
    _text(pdf, report.trend, 9)
    if report.steps:
        _text(pdf, tk._("Who has to do something next"), 11, "B", above=2)
    for step in report.steps:
        _step(pdf, step)
    _text(pdf, report.address, 8, above=2, colour=BLUE, link=report.address)
    return bytes(pdf.output())


def _figure(pdf: FPDF, line: Line) -> None:
    pdf.ln(2)
    with pdf.local_context():
        pdf.set_font(FONT, "B", 11)
        pdf.set_text_color(*BLUE)
        pdf.cell(24, 5.5, printable(line.rate))
    pdf.set_font(FONT, "B", 10)
    said = tk._("{title}: {text}").format(title=line.title, text=line.counted)
    pdf.cell(0, 5.5, printable(said), new_x="LMARGIN", new_y="NEXT", link=line.address)
    definition = line.definition
    if len(definition) > LONGEST_DEFINITION:
        definition = f"{definition[: LONGEST_DEFINITION - 1]}…"
    _text(pdf, definition, 7.5, colour=GREY)
    _text(pdf, tk._("The list behind it"), 7.5, colour=BLUE, link=line.address)


def _step(pdf: FPDF, step: Step) -> None:
    said = tk._("{name}: {step} ({actor})").format(name=step.name, step=step.step, actor=step.actor)
    _text(pdf, said, 9, link=step.address)


def _text(  # noqa: PLR0913 (how a line looks)
    pdf: FPDF,
    text: str,
    size: float,
    style: str = "",
    *,
    above: float = 0,
    colour: tuple[int, int, int] = BLACK,
    link: str = "",
) -> None:
    pdf.set_font(FONT, style, size)
    pdf.set_text_color(*colour)
    pdf.ln(above)
    pdf.multi_cell(0, size * 0.44, printable(text), align="L", new_x="LMARGIN", new_y="NEXT", link=link)
    pdf.set_text_color(*BLACK)
