"""An agreement as a PDF, to be printed and signed."""

from __future__ import annotations

from fpdf import FPDF

from ckanext.odlocale.animator.paper.content import Paper
from ckanext.odlocale.printing import FONT, LETTERS, printable

MIMETYPE = "application/pdf"
LEAST_ROOM = 30
"""Millimetres below which an article begins on the next page: no title is left alone at the foot of one."""


def as_pdf(paper: Paper) -> bytes:
    """The text as a file."""
    pdf = FPDF()
    pdf.core_fonts_encoding = LETTERS
    pdf.set_lang("fr-FR")
    pdf.set_title(paper.title)
    pdf.set_margin(22)
    pdf.set_auto_page_break(auto=True, margin=22)
    pdf.add_page()
    if paper.draft:
        _line(pdf, "Projet, à compléter et à signer", size=10, style="I")
    _line(pdf, paper.title, size=17, style="B")
    for line in paper.heading:
        _line(pdf, line)
    for article in paper.articles:
        if pdf.will_page_break(LEAST_ROOM):
            pdf.add_page()
        _line(pdf, article.title, size=13, style="B", above=3)
        for point in article.points:
            _line(pdf, point)
    _line(pdf, "Fait en deux exemplaires, à ……………………, le ……………………", above=6)
    _signatures(pdf, paper)
    return bytes(pdf.output())


def _line(pdf: FPDF, text: str, size: int = 11, style: str = "", above: int = 0) -> None:
    pdf.set_font(FONT, style, size)
    pdf.ln(above)
    pdf.multi_cell(0, size * 0.5, printable(text), align="L", new_x="LMARGIN", new_y="NEXT")
    pdf.ln(2)


def _signatures(pdf: FPDF, paper: Paper) -> None:
    """The two sides beside each other, with room to sign, on one page."""
    with pdf.unbreakable() as kept:
        kept.set_font(FONT, "", 11)
        with kept.table(
            borders_layout="NONE",
            first_row_as_headings=False,
            line_height=6,
            text_align="LEFT",
            v_align="TOP",
        ) as table:
            names = table.row()
            for one in paper.signatures:
                names.cell(printable(one))
            room = table.row()
            for _one in paper.signatures:
                room.cell("Nom, qualité, signature :")
