"""The text of an agreement: what it says, and that a word processor and a reader of PDF get all of it."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from lxml import etree

from ckanext.odlocale.animator.kinds import Service
from ckanext.odlocale.animator.paper.as_odt import as_odt
from ckanext.odlocale.animator.paper.as_pdf import as_pdf
from ckanext.odlocale.animator.paper.content import Party, Right, Terms, day, paper

TERMS = Terms(
    animator=Party("Département de la Haute-Savoie", "département", "227400017"),
    authority=Party("L’Haÿ-les-Œufs", "commune"),
    services=[Service.FORMATION, Service.HEBERGEMENT],
    since=date(2026, 3, 1),
    until=date(2028, 2, 29),
    signed=date(2026, 2, 10),
    reference="DL-2026-014",
    right=None,
    portal="Données d’ici",
)


def said(terms: Terms) -> str:
    text = paper(terms)
    points = [point for article in text.articles for point in article.points]
    return "\n".join([*text.heading, *points, *text.signatures])


def test_it_names_the_two_sides() -> None:
    assert paper(TERMS).heading == [
        "Entre",
        "Département de la Haute-Savoie (département, SIREN 227400017), ci-après « l’animateur ».",
        "et",
        "L’Haÿ-les-Œufs (commune), ci-après « la collectivité ».",
        "Référence : DL-2026-014",
    ]


def test_it_says_only_the_services_that_were_agreed() -> None:
    [services] = [one for one in paper(TERMS).articles if "apporte" in one.title]
    assert [point.partition(" :")[0] for point in services.points] == ["Formation", "Hébergement"]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({}, "La convention prend effet le 1er mars 2026 et prend fin le 29 février 2028."),
        ({"until": None}, "La convention prend effet le 1er mars 2026 et court sans terme fixé."),
        ({}, "La présente convention ne donne à l’animateur aucun droit de publier en son nom."),
        (
            {"right": Right()},
            "La collectivité autorise l’animateur à publier en son nom tous ses jeux de données. Ce droit "
            "est exercé par les éditeurs de l’animateur, aussi longtemps que la convention.",
        ),
        (
            {"right": Right(["Délibérations"], ["Anne Le Goff"], date(2026, 4, 1), date(2026, 5, 2))},
            "La collectivité autorise l’animateur à publier en son nom les jeux de données conformes aux "
            "standards suivants : Délibérations. Ce droit est exercé par Anne Le Goff, à partir du 1er "
            "avril 2026 et jusqu’au 2 mai 2026.",
        ),
    ],
)
def test_it_says_what_is_recorded(changed: dict[str, object], sentence: str) -> None:
    assert sentence in said(replace(TERMS, **changed))


def test_it_is_a_draft_until_it_is_signed() -> None:
    assert (paper(TERMS).draft, paper(replace(TERMS, signed=None)).draft) == (False, True)


def test_a_day_is_written_in_french() -> None:
    assert (day(date(2026, 8, 1)), day(date(2026, 12, 25))) == ("1er août 2026", "25 décembre 2026")


HOSTILE = replace(
    TERMS,
    animator=Party("""<b>"Syndicat" & d'eau</b> \x00\x0b\ud800""" + "très-long" * 30, "syndicat mixte"),
    authority=Party("Țăndărei Ñandú 中", "commune"),
)


def test_the_odt_holds_every_word_and_no_markup_of_the_parties() -> None:
    written = zipfile.ZipFile(io.BytesIO(as_odt(paper(HOSTILE))))
    assert written.read("mimetype") == b"application/vnd.oasis.opendocument.text"
    text = "".join(etree.fromstring(written.read("content.xml")).itertext())
    for article in paper(HOSTILE).articles:
        assert article.title in text
    assert """<b>"Syndicat" & d'eau</b>""" in text


def test_the_odt_is_a_package_as_opendocument_wants_it() -> None:
    """OpenDocument 1.3, part 2: the type comes first and is not compressed, the manifest lists the files."""
    written = zipfile.ZipFile(io.BytesIO(as_odt(paper(HOSTILE))))
    first = written.infolist()[0]
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
    manifest = etree.fromstring(written.read("META-INF/manifest.xml"))
    listed = {value for one in manifest for name, value in one.items() if name.endswith("full-path")}
    files = {one for one in written.namelist() if not one.endswith("/")}
    assert files - {"mimetype", "META-INF/manifest.xml"} == {one for one in listed if not one.endswith("/")}


def test_every_style_that_the_odt_names_is_there() -> None:
    written = zipfile.ZipFile(io.BytesIO(as_odt(paper(HOSTILE))))
    text, style = (f"{{urn:oasis:names:tc:opendocument:xmlns:{one}:1.0}}" for one in ("text", "style"))
    content, styles = (etree.fromstring(written.read(f"{one}.xml")) for one in ("content", "styles"))
    named = {one.get(f"{text}style-name") for one in content.iter(f"{text}h", f"{text}p")}
    there = {one.get(f"{style}name") for one in styles.iter(f"{style}style")}
    assert (named - there, None in named) == (set(), False)


def test_the_pdf_of_a_hostile_agreement_is_written() -> None:
    assert as_pdf(paper(HOSTILE)).startswith(b"%PDF-")


def test_a_pdf_of_a_short_agreement_fits_two_pages() -> None:
    assert as_pdf(paper(TERMS)).count(b"/Type /Page\n") == 2
