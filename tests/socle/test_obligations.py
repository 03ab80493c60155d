"""Obligations in CKAN: the rule on real places, what was found out beside it, and who may write that."""

from __future__ import annotations

import json
from typing import Any

import ckan.plugins.toolkit as tk
import pytest

from ckanext.odlocale.cog.shared import Level
from ckanext.odlocale.socle.shared import Duty, obligations
from ckanext.odlocale.territory.shared import within
from tests.commands import runner
from tests.territory.people import act, member, sysadmin
from tests.territory.places import ANNECY, DEP, EPAGNY, EPCI, FR, OLD_ANNECY, REG, SEYSSEL
from tests.territory.portal import organization
from tests.territory.queries import counted

pytestmark = [
    pytest.mark.ckan,
    pytest.mark.keeps("odlocale_territory", "odlocale_territory_closure", "odlocale_overlap"),
]


@pytest.fixture(autouse=True)
def _territories(clean_site: None, imported: None) -> None: ...


def set_(territory: str, user: str | None = None, **told: Any) -> dict[str, Any]:
    asked = {"source": "Bilan social 2024", **told}
    return act("odlocale_obligation_set", user or sysadmin(), id=territory, **asked)


def show(territory: str) -> dict[str, Any]:
    return act("odlocale_obligation_show", None, id=territory)


@pytest.mark.parametrize(
    ("territory", "duty"),
    [
        (FR, "none"),
        (REG, "presumed"),
        (DEP, "presumed"),
        (EPCI, "presumed"),
        (ANNECY, "presumed"),
        (SEYSSEL, "exempt"),
    ],
)
def test_the_rule_is_applied_to_the_population(territory: str, duty: str) -> None:
    assert show(territory)["duty"] == duty


def test_presumed_is_said_as_such() -> None:
    assert (show(ANNECY)["label"], show(ANNECY)["reason"]) == ("Presumed: must publish", "agents-unknown")


def test_the_law_is_named() -> None:
    assert show(ANNECY)["law"] == "CRPA, art. L. 312-1-1 et D. 312-1-1-1"


def test_a_former_commune_is_what_it_became() -> None:
    assert show(OLD_ANNECY)["territory"] == ANNECY


@pytest.mark.parametrize(
    ("told", "duty"),
    [
        ({"agents": "1200"}, "obliged"),
        ({"agents": "49,5"}, "exempt"),
        ({"agents": 0}, "exempt"),
        ({"obliged": "non"}, "exempt"),
        ({"obliged": True, "agents": 3}, "obliged"),
    ],
)
def test_what_was_found_out_decides(told: dict[str, Any], duty: str) -> None:
    set_(ANNECY, **told)
    assert show(ANNECY)["duty"] == duty


def test_it_is_told_with_source_author_and_date() -> None:
    author = sysadmin()
    set_(ANNECY, author, agents=1200, date="2024-12-31")
    assert show(ANNECY)["override"] == {
        "obliged": None,
        "agents": 1200.0,
        "source": "Bilan social 2024",
        "author": author,
        "date": "2024-12-31",
    }


def test_what_is_written_last_is_kept() -> None:
    set_(ANNECY, agents=1200)
    set_(ANNECY, obliged=False)
    assert (show(ANNECY)["duty"], show(ANNECY)["agents"]) == ("exempt", None)


def test_clearing_leaves_it_to_the_rule() -> None:
    set_(ANNECY, agents=3)
    act("odlocale_obligation_clear", sysadmin(), id=ANNECY)
    assert (show(ANNECY)["duty"], show(ANNECY)["override"]) == ("presumed", None)


def test_there_may_be_nothing_to_clear() -> None:
    with pytest.raises(tk.ObjectNotFound):
        act("odlocale_obligation_clear", sysadmin(), id=ANNECY)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({}, "obliged"),
        ({"obliged": "peut-être"}, "obliged"),
        ({"agents": "beaucoup"}, "agents"),
        ({"agents": "-1"}, "agents"),
        ({"agents": "nan"}, "agents"),
        ({"agents": 60, "date": "31/12/2024"}, "date"),
        ({"agents": 60, "date": "2999-01-01"}, "date"),
        ({"agents": 60, "source": ""}, "source"),
        ({"agents": 60, "source": "x" * 1001}, "source"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_written(told: dict[str, Any], field: str) -> None:
    with pytest.raises(tk.ValidationError) as refused:
        set_(ANNECY, **told)
    assert (list(refused.value.error_dict), show(ANNECY)["override"]) == ([field], None)


@pytest.mark.parametrize("capacity", ["nobody", "stranger", "editor", "admin"])
@pytest.mark.parametrize("action", ["odlocale_obligation_set", "odlocale_obligation_clear"])
def test_only_system_administrators_write(capacity: str, action: str) -> None:
    own = organization("annecy", odlocale_territory=ANNECY)
    user = None if capacity == "nobody" else member(None if capacity == "stranger" else own, capacity)
    with pytest.raises(tk.NotAuthorized):
        act(action, user, id=ANNECY, obliged=False, source="nous-mêmes")


def listed(**asked: Any) -> list[str]:
    return [one["territory"] for one in act("odlocale_obligation_list", None, **asked)["results"]]


def test_a_list_has_all_authorities_below_by_level() -> None:
    assert listed(below=DEP) == [DEP, EPCI, ANNECY, EPAGNY, SEYSSEL]


def test_it_can_be_limited_to_a_level_and_a_duty() -> None:
    assert listed(below=DEP, level="com", duty="presumed") == [ANNECY, EPAGNY]


def test_it_can_be_limited_to_what_was_found_out() -> None:
    set_(EPAGNY, agents=70)
    assert listed(overridden=True) == [EPAGNY]


def test_it_counts_every_duty() -> None:
    set_(EPAGNY, agents=70)
    counts = act("odlocale_obligation_list", None, below=DEP, level="com", duty="exempt")["counts"]
    assert counts == {"obliged": 1, "presumed": 1, "exempt": 1, "unknown": 0, "none": 0}


def test_it_has_pages() -> None:
    assert listed(below=DEP, limit=2, offset=1) == [EPCI, ANNECY]


def test_the_door_gives_them_by_territory() -> None:
    set_(EPAGNY, agents=70)
    found = obligations(within(DEP, [Level.COM]))
    assert {key: one.duty for key, one in found.items()} == {
        ANNECY: Duty.PRESUMED,
        EPAGNY: Duty.OBLIGED,
        SEYSSEL: Duty.EXEMPT,
    }


def test_the_door_takes_a_list() -> None:
    assert list(obligations([ANNECY, "com-99999"])) == [ANNECY]


@pytest.mark.parametrize("scope", ["one", "many"])
def test_the_number_of_queries_does_not_grow(scope: str) -> None:
    with counted() as statements:
        obligations(within(FR) if scope == "many" else [ANNECY])
    assert len(statements) == 2


def run(*arguments: str) -> Any:
    from ckanext.odlocale.socle.cli import odlocale

    return runner().invoke(odlocale, ["obligation", *arguments])


def test_the_command_shows_one() -> None:
    assert json.loads(run("show", ANNECY, "--json").stdout)["duty"] == "presumed"


def test_the_command_lists_them() -> None:
    assert run("list", "--below", DEP, "--duty", "exempt").stdout == f"{SEYSSEL}\tSeyssel\texempt\n"


def test_the_command_writes_and_clears() -> None:
    run("set", ANNECY, "--exempt", "--source", "Bilan social")
    written = json.loads(run("show", ANNECY, "--json").stdout)
    cleared = json.loads(run("clear", ANNECY, "--json").stdout)
    assert (written["override"]["obliged"], cleared["override"]) == (False, None)


def test_the_command_refuses_in_a_sentence() -> None:
    done = run("set", ANNECY, "--agents", "beaucoup", "--source", "x")
    assert (done.exit_code, done.stderr.strip()) == (
        2,
        "Error: “beaucoup” is not a number of agents. Write full-time equivalents, like 48.5.",
    )
