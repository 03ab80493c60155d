"""An agreement as an OpenDocument text, which the parties may change."""

from __future__ import annotations

import io

from odfdo import Document, Header, Paragraph

from ckanext.odlocale.animator.paper.content import Paper

MIMETYPE = "application/vnd.oasis.opendocument.text"


def as_odt(paper: Paper) -> bytes:
    """The text as a file."""
    document = Document("text")
    document.meta.title = paper.title
    document.meta.language = "fr-FR"
    body = document.body
    body.clear()
    if paper.draft:
        body.append(Paragraph("Projet, à compléter et à signer"))
    body.append(Header(1, paper.title))
    for line in paper.heading:
        body.append(Paragraph(line))
    for article in paper.articles:
        body.append(Header(2, article.title))
        for point in article.points:
            body.append(Paragraph(point))
    body.append(Paragraph("Fait en deux exemplaires, à ……………………, le ……………………"))
    for line in paper.signatures:
        body.append(Paragraph(line))
        body.append(Paragraph("Nom, qualité, signature :"))
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()
