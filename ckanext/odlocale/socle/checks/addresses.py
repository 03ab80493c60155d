"""What the Base Adresse Locale asks of a row beyond its columns, as the national validator judges it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .texts import in_france
from .types import Check, Fault, Values

# A hamlet without numbers is written as number 99999; it needs no position.
HAMLET = "99999"
NUMBER_IN_KEY = re.compile(r"[^_]+_[^_]+_0*(\d+)")


class AddressCheck(Check):
    """A check whose columns are fixed by the standard."""

    skip_empty = False
    fixed: tuple[str, ...]

    def __init__(self, name: str, params: Mapping[str, Any]) -> None:
        self.name = name
        self.columns = list(self.fixed)
        self.anchor = self.columns[0]


class AddressPosition(AddressCheck):
    """A numbered address has coordinates, and they are in France."""

    rule = "bal-position"
    fixed = ("long", "lat", "numero")

    def fault(self, values: Values) -> Fault | None:
        longitude, latitude, number = values
        if str(number) == HAMLET:
            return None
        if longitude is None or latitude is None:
            return Fault("bal-no-position")
        try:
            inside = in_france(float(longitude), float(latitude))
        except ValueError:
            return None
        return None if inside else Fault("bal-position")


class AddressKey(AddressCheck):
    """The interoperability key carries the number of its row."""

    rule = "bal-cle-interop"
    fixed = ("cle_interop", "numero")
    skip_empty = True

    def fault(self, values: Values) -> Fault | None:
        written = NUMBER_IN_KEY.match(str(values[0]))
        # A number that is none is told by its own column.
        if written is None or not str(values[1]).isdigit() or written[1] == str(values[1]).lstrip("0"):
            return None
        return Fault("bal-key-number", {"number": str(values[1]), "written": written[1]})


class AddressIds(AddressCheck):
    """Whoever uses the BAN's identifiers uses all of them."""

    rule = "bal-identifiants"
    fixed = ("id_ban_commune", "id_ban_toponyme", "id_ban_adresse", "numero")

    def fault(self, values: Values) -> Fault | None:
        *ids, number = values
        needed = ids[:2] if str(number) == HAMLET else ids
        if not any(ids) or all(needed):
            return None
        missing = [column for column, value in zip(self.fixed, needed, strict=False) if not value]
        return Fault("bal-ids", {"missing": missing})
