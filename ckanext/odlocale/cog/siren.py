"""SIREN numbers as people and catalogues write them."""

from __future__ import annotations

from stdnum.exceptions import ValidationError
from stdnum.fr import siren, siret


def siren_of(text: str | None) -> str | None:
    """The valid SIREN in a SIREN or SIRET, written with or without spaces, dots or hyphens.

    :param text: what a person or a catalogue wrote
    :returns: nine digits, or None when the number is missing, too short, too long or has a wrong check digit
    """
    compact = "".join(filter(str.isalnum, text or ""))
    reader = {9: siren.validate, 14: siret.validate}.get(len(compact))
    if reader is None or not compact.isascii():
        return None
    try:
        return reader(compact)[:9]
    except ValidationError:
        return None
