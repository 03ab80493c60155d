"""Validators of what people write on the desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.odlocale.cog.shared import TerritoryId, TerritoryIdError

__all__ = ["odlocale_desk_territories", "odlocale_desk_text"]

MOST_TERRITORIES = 5_000


def odlocale_desk_territories(value: Any) -> list[TerritoryId]:
    """Territories by their identifiers, each once.

    :param value: one, or a list of them
    :raises Invalid: one is none, or there are too many
    """
    listed = [value] if isinstance(value, str) else list(value or ())
    if len(listed) > MOST_TERRITORIES:
        message = tk._("These are {number} territories: choose {most} at most.")
        raise tk.Invalid(message.format(number=len(listed), most=MOST_TERRITORIES))
    try:
        return list(dict.fromkeys(TerritoryId.parse(str(one)) for one in listed))
    except TerritoryIdError as error:
        raise tk.Invalid(tk._("Write territories like com-74042: {error}").format(error=error)) from error


def odlocale_desk_text(most: int) -> Callable[[Any], str]:
    """A validator of a text of so many characters at most; NUL, which no database keeps, is left out."""

    def validate(value: Any) -> str:
        text = str(value).replace("\x00", "").strip()
        if not text:
            raise tk.Invalid(tk._("Write something."))
        if len(text) > most:
            message = tk._("This text has {number} characters: {most} at most.")
            raise tk.Invalid(message.format(number=len(text), most=most))
        return text

    return validate


def validators() -> dict[str, Any]:
    """Name to function, as CKAN wants them."""
    return {name: globals()[name] for name in __all__}
