"""The table of docs/rights.md, tried cell by cell through the API with tokens."""

from __future__ import annotations

from typing import Any

import pytest

from tests.animator.rights import COLUMNS, TABLE, Rights, Tries
from tests.territory.people import token

pytestmark = [pytest.mark.ckan, pytest.mark.usefixtures("june")]


def answer(app: Any, name: str, data: dict[str, Any], headers: dict[str, str]) -> bool:
    """Whether the API does it; a list or a search has to name the commune or find the dataset."""
    response = app.post(f"/api/3/action/{name}", json=data, headers=headers)
    told = response.json
    if response.status_code == 200:
        if name == "organization_list_for_user":
            return "annecy" in {one["name"] for one in told["result"]}
        return name != "package_search" or told["result"]["count"] == 1
    refused = (
        response.status_code == 403 or "owner_org" in told["error"] or "rolled_up_from" in str(told["error"])
    )
    assert refused, (name, data, told)
    return False


@pytest.mark.parametrize("column", COLUMNS)
def test_each_action_is_allowed_exactly_where_the_table_says(app: Any, column: str) -> None:
    world = Rights()
    who = COLUMNS[column]
    person = world.root if who == "root" else who and world.people[who]
    headers = token(person) if person else {}
    tries = Tries(world, column)
    found = {line: answer(app, *tries.asked(line), headers) for line in TABLE}
    assert found == {line: cells[column] for line, cells in TABLE.items()}


def test_the_table_has_some_forty_actions() -> None:
    assert len(TABLE) >= 40
