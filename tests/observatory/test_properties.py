"""What holds of every country, whoever is in it."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from ckanext.odlocale.cog.shared import Level, TerritoryId
from ckanext.odlocale.observatory.computing import covering, figures
from ckanext.odlocale.observatory.facts import Duty, Place, Quality, Way
from ckanext.odlocale.observatory.indicators import INDICATORS
from ckanext.odlocale.observatory.parts import LEVELS, STRATA
from ckanext.odlocale.observatory.trajectory import Point, Target, trajectory
from tests.observatory.country import place

DAYS = st.dates(date(2016, 1, 1), date(2030, 1, 1))
OPENED = st.dictionaries(st.sampled_from(list(Way)), DAYS, max_size=3)
DUTIES = st.sampled_from(list(Duty))
PEOPLE = st.none() | st.integers(0, 3_000_000)
REGIONS = ("reg-01", "reg-02")


@st.composite
def qualities(draw: st.DrawFn) -> Quality:
    datasets = draw(st.integers(0, 50))
    licensed, open_format, described, dated = (draw(st.integers(0, datasets)) for _ in range(4))
    return Quality(datasets, licensed, open_format, described, dated, draw(st.integers(0, dated)))


@st.composite
def countries(draw: st.DrawFn) -> list[Place]:
    """Two régions with communes of two EPCI, one of which straddles them."""
    found: list[tuple[str, str, tuple[str, ...]]] = [(one, "region", ("fr",)) for one in REGIONS]
    found += [("epci-200000001", "CA", ("reg-01", "fr")), ("epci-200000002", "CC", ("fr",))]
    for number in range(draw(st.integers(0, 12))):
        region, epci = draw(st.sampled_from(REGIONS)), draw(st.sampled_from(["", "epci-200000002"]))
        above = tuple(filter(None, (epci or ("epci-200000001" if region == "reg-01" else ""), region, "fr")))
        found.append((f"com-{10000 + number}", "commune", above))
    opened = {name: draw(OPENED) for name, _, _ in found}
    open_ones = {name for name, ways in opened.items() if ways}
    return [
        place(
            name,
            kind,
            draw(PEOPLE),
            " ".join(above),
            opened=opened[name],
            duty=draw(DUTIES),
            quality=draw(qualities()),
            covering=covering(
                TerritoryId(name).level, bool(opened[name]), map(TerritoryId, above), open_ones
            ),
        )
        for name, kind, above in found
    ]


@given(countries())
@settings(deadline=None)
def test_every_rate_is_between_nothing_and_all(places: list[Place]) -> None:
    assert [key for key, count in figures(places, INDICATORS).items() if not 0 <= count.rate <= 1] == []


@given(countries())
@settings(deadline=None)
def test_the_levels_add_up_to_the_whole(places: list[Place]) -> None:
    found = figures(places, INDICATORS)
    for key, count in found.items():
        if key.scope == "fr" and not key.part:
            parts = [found.get((key.scope, part.name, key.indicator), (0, 0)) for part in LEVELS]
            assert tuple(map(sum, zip(*parts, strict=True))) == count


@given(countries())
@settings(deadline=None)
def test_the_strata_add_up_to_the_communes_of_known_population(places: list[Place]) -> None:
    known = [one for one in places if one.level is not Level.COM or one.population is not None]
    found = figures(known, INDICATORS)
    for key, count in found.items():
        if key.scope == "fr" and key.part == "com":
            parts = [found.get((key.scope, part.name, key.indicator), (0, 0)) for part in STRATA]
            assert tuple(map(sum, zip(*parts, strict=True))) == count


@given(countries())
@settings(deadline=None)
def test_each_inhabitant_counts_once_and_is_covered_by_one(places: list[Place]) -> None:
    found = figures(places, INDICATORS)
    people = sum(one.population or 0 for one in places if one.level is Level.COM)
    nothing = (0, 0)
    ways = ("covered_directly", "covered_by_epci", "covered_above")
    covered = [found.get(("fr", "", name), nothing) for name in ("covered", *ways)]
    assert (covered[0][0], covered[0][1]) == (sum(one[0] for one in covered[1:]), people)


@given(countries())
@settings(deadline=None)
def test_a_region_is_what_lies_in_it(places: list[Place]) -> None:
    found = figures(places, INDICATORS)
    for region in REGIONS:
        inside = [one for one in places if one.id == region or region in one.containers]
        alone = figures(inside, INDICATORS, only=region)
        assert {key: count for key, count in found.items() if key.scope == region} == alone


@given(countries())
@settings(deadline=None)
def test_the_ways_of_being_open_add_up(places: list[Place]) -> None:
    found = figures(places, INDICATORS)
    ways = [found["fr", "", name][0] for name in ("open_own", "open_rolled_up", "open_elsewhere")]
    assert sum(ways) == found["fr", "", "open"][0]


@given(st.lists(st.integers(0, 4000), min_size=1, max_size=20), st.integers(1, 4000), st.integers(-400, 4000))
def test_a_projected_day_is_never_before_today(numbers: list[int], wanted: int, ahead: int) -> None:
    today = date(2026, 11, 24)
    points = [Point(today - timedelta(days=60 * back), one) for back, one in enumerate(reversed(numbers))][
        ::-1
    ]
    found = trajectory(points, Target(wanted, today + timedelta(days=ahead)), today)
    assert found is not None
    assert found.projected is None or found.projected >= today
