"""Validators of the fields of a resource."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.odlocale.socle.catalogue import UnknownSchemaError
from ckanext.odlocale.socle.verdicts.choice import normalised

__all__ = ["odlocale_socle_schema"]


def odlocale_socle_schema(value: Any) -> Any:
    """The name of a standard as the catalogue writes it; nothing stays nothing.

    :raises Invalid: there is no such standard
    """
    if not value or value is tk.missing:
        return value
    try:
        return normalised(str(value))
    except UnknownSchemaError as error:
        sentence = tk._("There is no standard “{name}”. The page {page} lists them.")
        page = tk.url_for("odlocale_socle.index")
        raise tk.Invalid(sentence.format(name=str(value)[:60], page=page)) from error
