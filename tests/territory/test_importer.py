"""Bringing a vintage in."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ckanext.odlocale.cog.shared import Territory, TerritoryId, Vintage, closure, overlaps, read_packaged
from tests.territory.places import (
    ANNECY,
    DEP,
    EPAGNY,
    EPCI,
    SEYSSEL,
    STRADDLING,
    TERRITORIES,
    france,
    renamed,
)
from tests.territory.portal import dataset, organization

pytestmark = pytest.mark.ckan


def run(vintage: Vintage) -> Any:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    return import_vintage(vintage)


def rows(table: str) -> list[tuple[Any, ...]]:
    import sqlalchemy as sa
    from ckan import model

    model.Session.rollback()
    return [tuple(row) for row in model.Session.execute(sa.text(f"SELECT * FROM {table} ORDER BY 1, 2"))]


def held(territory_id: str) -> Any:
    from ckanext.odlocale.territory.shared import records

    return records([territory_id])[TerritoryId(territory_id)]


def test_a_first_import_writes_every_territory() -> None:
    assert run(france()).territories == len(TERRITORIES)


def test_the_closure_is_that_of_the_vintage() -> None:
    run(france())
    assert rows("odlocale_territory_closure") == sorted(map(tuple, closure(france())))


def test_the_overlaps_are_those_of_the_vintage() -> None:
    run(france())
    assert rows("odlocale_overlap") == sorted(map(tuple, overlaps(france())))


def test_the_same_vintage_again_writes_nothing() -> None:
    run(france())
    again = run(france())
    assert (again.territories, again.moved, sum(again.plan.diff.counts().values())) == (0, frozenset(), 0)


def test_a_new_name_writes_one_row() -> None:
    run(france())
    again = run(france(renamed(ANNECY, "Annecy-le-Lac")))
    assert (again.territories, again.moved, held(ANNECY).name) == (1, frozenset(), "Annecy-le-Lac")


def test_a_commune_that_changed_epci_has_moved() -> None:
    run(france())
    moved = Territory(EPAGNY, "Epagny Metz-Tessy", kind="commune", parents=(STRADDLING, DEP))
    assert run(france(moved)).moved == {EPAGNY}


def test_an_epci_that_no_longer_straddles_has_moved_with_its_communes() -> None:
    run(france())
    applied = run(france(without=["com-01407"]))
    assert applied.moved == {STRADDLING, "com-01407", SEYSSEL} - {SEYSSEL}
    assert ("dep-74", STRADDLING, 1) in rows("odlocale_territory_closure")


def test_a_territory_that_vanished_is_kept_as_former() -> None:
    run(france())
    run(replace(france(without=[EPAGNY]), year=2027))
    found = held(EPAGNY)
    assert (found.state, found.successor, found.vintage, found.parents) == ("former", None, 2026, ())


def test_a_commune_that_merged_leads_to_its_successor() -> None:
    run(france())
    gone = Territory(EPAGNY, "Epagny Metz-Tessy", kind="commune-deleguee", successor=ANNECY, former=True)
    applied = run(replace(france(gone), year=2027))
    assert (held(EPAGNY).successor, EPAGNY in applied.moved) == (ANNECY, True)


def test_a_vanished_epci_leads_to_the_one_that_has_its_communes() -> None:
    run(france())
    heir = TerritoryId("epci-200011773")
    communes = [replace(one, parents=(heir, DEP)) for one in TERRITORIES if EPCI in one.parents]
    run(france(Territory(heir, "CA Nouvelle", kind="CA"), *communes, without=[EPCI]))
    assert held(EPCI).successor == heir


def test_successors_stay_one_step_long() -> None:
    run(france())
    gone = Territory(ANNECY, "Annecy", kind="commune-deleguee", successor=EPAGNY, former=True)
    run(replace(france(gone, without=["com-74093"]), year=2027))
    assert held("com-74093").successor == EPAGNY


def test_a_re_established_commune_is_current_again() -> None:
    run(france())
    run(france(without=[EPAGNY]))
    run(france())
    assert held(EPAGNY).state == "current"


def test_a_vanished_territory_stays_as_it_is_on_the_next_import() -> None:
    run(france())
    run(france(without=[EPAGNY]))
    assert run(france(without=[EPAGNY])).territories == 0


@pytest.mark.parametrize(
    "name",
    ['Quote"s and \\ backslashes, {braces}', "<b>Épagny</b>", "x" * 500, "日本 \u202e\U0001f3d4", "\\N"],
)
def test_odd_names_come_through(name: str) -> None:
    run(france(renamed(ANNECY, name)))
    run(france(renamed(ANNECY, name), renamed(EPAGNY, name)))
    assert (held(ANNECY).name, held(EPAGNY).name) == (name, name)


def test_odd_postal_codes_come_through() -> None:
    odd = ('a"b', "c\\d", "e,f", "{}", "NULL")
    run(france(Territory(ANNECY, "Annecy", kind="commune", postal_codes=odd, parents=(EPCI, DEP))))
    assert held(ANNECY).postal_codes == odd


def test_an_import_that_fails_on_the_way_applies_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    from ckanext.odlocale.territory.vintages import importer

    def fails(*_: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(importer.journal, "record", fails)
    with pytest.raises(OSError, match="disk full"):
        run(france())
    assert rows("odlocale_territory") == rows("odlocale_territory_closure") == []


def test_two_imports_do_not_run_at_once() -> None:
    from ckanext.odlocale.territory.vintages.importer import ImportRunningError, locked

    with locked(), pytest.raises(ImportRunningError):
        run(france())


def test_an_import_runs_after_another_has_ended() -> None:
    from ckanext.odlocale.territory.vintages.importer import locked

    with locked():
        pass
    assert run(france()).territories == len(TERRITORIES)


KILLED = """
import sys
from tests.territory.places import france  # first: CKAN puts another package called tests before ours
import sqlalchemy as sa
from ckanext.odlocale.territory.vintages import importer

class Session:
    get_bind = staticmethod(lambda: sa.create_engine(sys.argv[1]))

importer.model.Session = Session

def stall(*_):
    print("everything but the journal is written", flush=True)
    sys.stdin.read()

importer.journal.record = stall
importer.import_vintage(france())
"""


def test_an_import_killed_half_way_applies_nothing_and_can_be_run_again() -> None:
    from ckan import model

    url = model.meta.engine.url.render_as_string(hide_password=False)
    line = [sys.executable, "-c", KILLED, url]
    pipe = subprocess.PIPE
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(line, stdin=pipe, stdout=pipe, text=True, env=environment) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "everything but the journal is written\n"
        process.send_signal(signal.SIGKILL)
    assert rows("odlocale_territory") == []
    assert _after_the_lock(france()).territories == len(TERRITORIES)


def _after_the_lock(vintage: Vintage) -> Any:
    """PostgreSQL notices a little later that the killed process is gone."""
    from ckanext.odlocale.territory.vintages.importer import ImportRunningError

    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            return run(vintage)
        except ImportRunningError:
            pass
    raise AssertionError("the lock of a killed import is still held")


def test_an_import_tells_its_steps() -> None:
    from ckanext.odlocale.territory.vintages.importer import import_vintage

    steps: list[str] = []
    import_vintage(france(), steps.append)
    assert steps == [
        f"{len(TERRITORIES)} territories written",
        f"closure: {len(closure(france()))} rows added, 0 removed",
        f"overlaps: {len(overlaps(france()))} rows added, 0 removed",
    ]


def test_only_datasets_of_what_moved_are_concerned() -> None:
    from ckanext.odlocale.territory.reindex import datasets_of_territories

    run(france())
    epagny = dataset("of-epagny", organization("epagny", odlocale_territory=EPAGNY))
    dataset("of-annecy", organization("annecy", odlocale_territory=ANNECY))
    moved = Territory(EPAGNY, "Epagny Metz-Tessy", kind="commune", parents=(STRADDLING, DEP))
    assert datasets_of_territories(run(france(moved)).moved) == [epagny["id"]]


def test_all_of_france_comes_in() -> None:
    applied = run(read_packaged())
    assert (applied.territories, len(rows("odlocale_territory_closure"))) == (40_677, 180_214)
