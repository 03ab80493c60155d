"""An agreement as an OpenDocument text, which the parties may change."""

from __future__ import annotations

import io

from odfdo import Document, Header, Paragraph

from ckanext.odlocale.animator.paper.content import Paper

MIMETYPE = "application/vnd.oasis.opendocument.text"
TEXT = "Text_20_body"


def as_odt(paper: Paper) -> bytes:
    """The text as a file."""
    document = Document("text")
    document.meta.title = paper.title
    document.meta.language = "fr-FR"
    body = document.body
    body.clear()
    if paper.draft:
        body.append(Paragraph("Projet, à compléter et à signer", style=TEXT))
    body.append(_header(1, paper.title))
    for line in paper.heading:
        body.append(Paragraph(line, style=TEXT))
    for article in paper.articles:
        body.append(_header(2, article.title))
        for point in article.points:
            body.append(Paragraph(point, style=TEXT))
    body.append(Paragraph("Fait en deux exemplaires, à ……………………, le ……………………", style=TEXT))
    for line in paper.signatures:
        body.append(Paragraph(line, style=TEXT))
        body.append(Paragraph("Nom, qualité, signature :", style=TEXT))
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _header(level: int, text: str) -> Header:
    header = Header(level, text)
    # The library takes no style when it makes one; without, word processors show it as any paragraph.
    header.style = f"Heading_20_{level}"
    return header
