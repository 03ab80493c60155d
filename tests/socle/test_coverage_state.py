"""How far an authority has come with a set, and who must act: values in, values out."""

from __future__ import annotations

import datetime as dt

import pytest

from ckanext.odlocale.cog.shared import Level
from ckanext.odlocale.socle.catalogue import find_schema, latest_entries
from ckanext.odlocale.socle.coverage.producers import merged
from ckanext.odlocale.socle.coverage.state import (
    DAYS,
    Actor,
    Declaration,
    Expected,
    File,
    Kind,
    Situation,
    State,
    expected,
    is_meant,
    is_old,
    situation,
)
from ckanext.odlocale.socle.obligation import obligation

TODAY = dt.date(2026, 6, 30)
FRESH, OLD = dt.date(2026, 6, 1), dt.date(2024, 1, 1)
PRENOMS = find_schema("scdl/prenoms")


def file(verdict: str = "valid", date: dt.date = FRESH, holder: str | None = None) -> File:
    return File(f"{verdict} {date}", "prenoms", verdict, date, holder)


def decided(
    *files: File, declared: tuple[Declaration, ...] = (), population: int = 5_000, is_here: bool = True
) -> Situation:
    one = obligation(Level.COM, population)
    return situation(PRENOMS, one, files, declared, TODAY, is_here=is_here)


@pytest.mark.parametrize(
    ("files", "state"),
    [
        ((), State.ABSENT),
        ((file("valid"),), State.VALID),
        ((file("invalid"),), State.PUBLISHED),
        ((file("unchecked"),), State.PUBLISHED),
        ((file("error"),), State.PUBLISHED),
        ((file("valid", OLD),), State.STALE),
        ((file("invalid", OLD),), State.STALE),
        ((file("valid", OLD), file("invalid")), State.PUBLISHED),
        ((file("invalid"), file("valid")), State.VALID),
        ((file("valid", OLD), file("valid")), State.VALID),
    ],
)
def test_files_decide(files: tuple[File, ...], state: State) -> None:
    assert decided(*files).state is state


@pytest.mark.parametrize(
    ("kind", "year", "state"),
    [
        (Kind.SANS_OBJET, 2026, State.SANS_OBJET),
        (Kind.SANS_OBJET, 2025, State.SANS_OBJET),
        (Kind.SANS_OBJET, 2024, State.ABSENT),
        (Kind.ANNOUNCED, 2027, State.ANNOUNCED),
        (Kind.ANNOUNCED, 2026, State.ANNOUNCED),
        (Kind.ANNOUNCED, 2025, State.ABSENT),
    ],
)
def test_a_declaration_holds_for_its_time(kind: Kind, year: int, state: State) -> None:
    assert decided(declared=(Declaration(kind, year, "anne"),)).state is state


def test_the_latest_declaration_counts() -> None:
    told = (Declaration(Kind.SANS_OBJET, 2025, "anne"), Declaration(Kind.ANNOUNCED, 2026, "anne"))
    assert decided(declared=told).state is State.ANNOUNCED


def test_a_file_says_more_than_a_declaration() -> None:
    assert decided(file(), declared=(Declaration(Kind.SANS_OBJET, 2026, "anne"),)).state is State.VALID


@pytest.mark.parametrize(
    ("population", "is_here", "files", "actor"),
    [
        (5_000, True, (), Actor.PUBLISHER),
        (5_000, False, (), Actor.ANIMATOR),
        (900, True, (), Actor.NOBODY),
        (900, True, (file("invalid"),), Actor.PUBLISHER),
        (5_000, True, (file("invalid"),), Actor.PUBLISHER),
        (5_000, False, (file("invalid"),), Actor.ANIMATOR),
        (5_000, False, (file("invalid", holder="epci-200066793"),), Actor.HOLDER),
        (5_000, True, (file("valid", OLD),), Actor.PUBLISHER),
        (5_000, True, (file(),), Actor.NOBODY),
    ],
)
def test_each_state_says_who_must_act(
    population: int, is_here: bool, files: tuple[File, ...], actor: Actor
) -> None:
    assert decided(*files, population=population, is_here=is_here).actor is actor


def test_nobody_acts_where_there_is_nothing_to_publish() -> None:
    assert decided(declared=(Declaration(Kind.SANS_OBJET, 2026, "anne"),)).actor is Actor.NOBODY


@pytest.mark.parametrize(
    ("schema", "population", "wanted"),
    [
        ("scdl/deliberations", 5_000, Expected.PRESUMED),
        ("scdl/deliberations", 900, Expected.NO),
        ("scdl/deliberations", None, Expected.UNKNOWN),
        ("scdl/subventions", 900, Expected.IF_CONCERNED),
        ("etalab/schema-hautes-remunerations", 40_000, Expected.YES),
        ("etalab/schema-hautes-remunerations", 39_999, Expected.NO),
        ("etalab/schema-hautes-remunerations", None, Expected.UNKNOWN),
    ],
)
def test_what_is_expected_depends_on_the_set(schema: str, population: int | None, wanted: Expected) -> None:
    assert expected(find_schema(schema), obligation(Level.COM, population)) is wanted


@pytest.mark.parametrize("level", [Level.DEP, Level.REG])
@pytest.mark.parametrize("population", [76_000, None])
def test_departements_and_regions_tell_high_pay_whatever_their_size(
    level: Level, population: int | None
) -> None:
    entry = find_schema("etalab/schema-hautes-remunerations")
    assert expected(entry, obligation(level, population)) is Expected.YES


@pytest.mark.parametrize(("level", "meant"), [(Level.COM, True), (Level.REG, False), (Level.FR, False)])
def test_a_set_is_meant_for_its_levels(level: Level, meant: bool) -> None:
    assert is_meant(PRENOMS, level) is meant


@pytest.mark.parametrize(("days", "old"), [(456, False), (457, True)])
def test_a_yearly_file_is_old_after_a_year_and_a_quarter(days: int, old: bool) -> None:
    assert is_old(PRENOMS, TODAY - dt.timedelta(days=days), TODAY) is old


def test_what_changes_by_the_minute_is_never_old() -> None:
    assert not is_old(find_schema("etalab/schema-irve-dynamique"), OLD, TODAY)


def test_every_frequency_of_the_catalogue_has_its_days() -> None:
    assert {entry.about["frequency"] for entry in latest_entries()} <= set(DAYS)


def test_an_identifier_in_two_columns_has_the_rows_of_the_fuller() -> None:
    assert merged({"a": {"x": 2, "y": 1}, "b": {"x": 5}}) == {"x": 5, "y": 1}
