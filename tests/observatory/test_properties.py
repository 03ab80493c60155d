"""What holds of every country, whoever is in it."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from ckanext.odlocale.cog.shared import Level, TerritoryId
from ckanext.odlocale.observatory.computing import animator_scope, covering, figures
from ckanext.odlocale.observatory.facts import Duty, Help, Place, Quality, Sources, Way
from ckanext.odlocale.observatory.parts import LEVELS, STRATA
from ckanext.odlocale.observatory.registry import ours
from ckanext.odlocale.observatory.standards import standards
from ckanext.odlocale.observatory.trajectory import Point, Target, trajectory
from tests.observatory.country import place

DAYS = st.dates(date(2016, 1, 1), date(2030, 1, 1))
OPENED = st.dictionaries(st.sampled_from(list(Way)), DAYS, max_size=3)
DUTIES = st.sampled_from(list(Duty))
PEOPLE = st.none() | st.integers(0, 3_000_000)
REGIONS = ("reg-01", "reg-02")
HELPS = st.lists(st.builds(Help, st.sampled_from("ab"), DAYS, st.none() | DAYS), max_size=3).map(tuple)
SOURCES = st.integers(0, 5).flatmap(lambda most: st.builds(Sources, st.just(most), st.integers(0, most)))
SCHEMAS = st.dictionaries(
    st.sampled_from(["scdl/budget", "scdl/deliberations", "etalab/schema-bal"]),
    st.sampled_from(["announced", "published", "valid", "stale", "sans-objet"]),
)
OF_STANDARDS = [one.name for one in standards().values()]
# Those of single standards are alike: two will do.
INDICATORS = tuple(one for one in ours() if one.name not in OF_STANDARDS[2:])


@st.composite
def qualities(draw: st.DrawFn) -> Quality:
    datasets = draw(st.integers(0, 50))
    licensed, open_format, described, dated, linked, watched = (
        draw(st.integers(0, datasets)) for _ in range(6)
    )
    fresh, answering, visited = (draw(st.integers(0, most)) for most in (dated, linked, watched))
    return Quality(
        *(datasets, licensed, open_format, described, dated, fresh, linked, answering, watched, visited)
    )


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
            helps=draw(HELPS),
            offered=draw(st.booleans()),
            sources=draw(SOURCES),
            schemas=draw(SCHEMAS),
            day=date(2027, 1, 1),
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


@given(countries())
@settings(deadline=None)
def test_the_figures_of_an_animator_are_those_of_whom_it_accompanies(places: list[Place]) -> None:
    found = figures(places, INDICATORS)
    for animator in "ab":
        helped = [one for one in places if animator in one.helpers]
        scope = animator_scope(animator)
        alone = figures(helped, INDICATORS, only=scope)
        assert {key: count for key, count in found.items() if key.scope == scope} == alone


@given(countries())
@settings(deadline=None)
def test_who_was_ever_accompanied_opened_before_or_since_or_not_at_all(places: list[Place]) -> None:
    found = figures(places, INDICATORS)
    before, since = (found.get(("fr", "", name), (0, 0)) for name in ("opened_before", "opened_since"))
    still_closed = sum(one.helped is not None and not one.is_open for one in places)
    assert before[0] + since[0] + still_closed == before[1] == since[1]
