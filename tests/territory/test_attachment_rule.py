"""What becomes of an organization's territory when it is saved, decided without any server."""

from __future__ import annotations

from typing import Any

import pytest

from ckanext.odlocale.territory.attachment.rule import Outcome, outcome, said

ANNECY, EPAGNY = "com-74010", "com-74112"
SIREN = "200063402"
NOTHING: dict[str, str | None] = {"odlocale_territory": None, "siren": None}
ATTACHED: dict[str, str | None] = {"odlocale_territory": ANNECY, "siren": None}
KNOWN: dict[str, str | None] = {"odlocale_territory": None, "siren": SIREN}


def extras(**values: str) -> dict[str, Any]:
    return {"extras": [{"key": key, "value": value} for key, value in values.items()]}


def decided(data: dict[str, Any], stored: dict[str, str | None], asked: str | None, direct: bool) -> Any:
    heard = said(data, stored, "odlocale_territory", "siren")
    confirmed = stored["odlocale_territory"]
    return outcome(asked, heard, confirmed, confirmed, direct)


@pytest.mark.parametrize(
    ("data", "stored", "asked", "own_admin", "direct"),
    [
        # A territory is named.
        ({"odlocale_territory": EPAGNY}, NOTHING, EPAGNY, (Outcome.CLAIM, EPAGNY), (Outcome.WRITE, EPAGNY)),
        (
            extras(odlocale_territory=EPAGNY),
            NOTHING,
            EPAGNY,
            (Outcome.CLAIM, EPAGNY),
            (Outcome.WRITE, EPAGNY),
        ),
        (
            extras(odlocale_territory=EPAGNY),
            ATTACHED,
            EPAGNY,
            (Outcome.CLAIM, EPAGNY),
            (Outcome.WRITE, EPAGNY),
        ),
        # It is named as it is stored: a form that is saved for another field.
        (extras(odlocale_territory=ANNECY), ATTACHED, ANNECY, (Outcome.KEEP, ANNECY), (Outcome.KEEP, ANNECY)),
        # A SIREN is written.
        (extras(siren=SIREN), NOTHING, ANNECY, (Outcome.CLAIM, ANNECY), (Outcome.WRITE, ANNECY)),
        # The SIREN was there before: it says nothing new.
        (extras(siren=SIREN), KNOWN, ANNECY, (Outcome.KEEP, None), (Outcome.WRITE, None)),
        ({"siren": "200 063 402", "title": "x"}, KNOWN, ANNECY, (Outcome.KEEP, None), (Outcome.KEEP, None)),
        # The fields come without a territory, or do not come.
        ({"odlocale_territory": ""}, ATTACHED, None, (Outcome.KEEP, ANNECY), (Outcome.WRITE, None)),
        (extras(motto="Cap Annecy"), ATTACHED, None, (Outcome.KEEP, ANNECY), (Outcome.WRITE, None)),
        ({"title": "Annecy"}, ATTACHED, None, (Outcome.KEEP, ANNECY), (Outcome.KEEP, ANNECY)),
    ],
)
def test_what_is_saved_depends_on_who_saves(
    data: dict[str, Any], stored: dict[str, str | None], asked: str | None, own_admin: Any, direct: Any
) -> None:
    assert (decided(data, stored, asked, False), decided(data, stored, asked, True)) == (own_admin, direct)


def test_the_name_of_today_of_a_merged_commune_needs_no_confirmation() -> None:
    heard = said(
        {"odlocale_territory": ANNECY},
        {**NOTHING, "odlocale_territory": "com-74093"},
        "odlocale_territory",
        "siren",
    )
    assert outcome(ANNECY, heard, "com-74093", ANNECY, False) == (Outcome.WRITE, ANNECY)
