"""Vintages read from the npm package: folder or archive, in the layout of each year."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ckanext.odlocale.cog.shared import (
    Territory,
    TerritoryId,
    Vintage,
    VintageError,
    read_any,
    read_package,
)
from tests.cog.samples import VERSIONS, Records, archived, layout, records, written


@pytest.fixture
def vintage(tmp_path: Path) -> Vintage:
    return read_package(written(tmp_path / "package"))


def one(vintage: Vintage, territory_id: str) -> Territory:
    return vintage.territories[TerritoryId.parse(territory_id)]


def test_the_year_is_told_by_the_version_of_the_package(vintage: Vintage) -> None:
    assert vintage.year == 2026


def test_the_data_folder_alone_will_do_with_a_year(tmp_path: Path) -> None:
    written(tmp_path / "package", version=None)
    assert read_package(tmp_path / "package" / "data", 2030).year == 2030


def test_a_folder_that_tells_no_year_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VintageError, match="Give the year with --year"):
        read_package(written(tmp_path / "package", version=None))


def test_a_commune_has_its_groups_then_its_departement_as_parents(vintage: Vintage) -> None:
    assert one(vintage, "com-01053").parents == ("epci-200071751", "ept-200057867", "dep-01")


def test_a_commune_without_epci_is_in_its_departement(vintage: Vintage) -> None:
    assert one(vintage, "com-05062").parents == ("dep-05",)


def test_the_population_of_a_region_is_that_of_its_communes(vintage: Vintage) -> None:
    assert one(vintage, "reg-84").population == 60_000


def test_a_departement_gets_its_siren(vintage: Vintage) -> None:
    assert one(vintage, "dep-01").siren == "220100010"


def test_a_seat_elsewhere_is_no_seat(vintage: Vintage) -> None:
    assert (one(vintage, "dep-01").seat, one(vintage, "dep-05").seat) == ("com-01053", None)


@pytest.mark.parametrize(
    ("former", "kind", "successor"),
    [
        ("com-01015", "commune-deleguee", "com-01053"),
        ("com-01120", "commune-associee", "com-01344"),
        ("com-01201", "arrondissement-municipal", "com-01053"),
        ("com-01999", "ancienne-commune", "com-01053"),
    ],
)
def test_former_communes_lead_to_their_successor(
    vintage: Vintage, former: str, kind: str, successor: str
) -> None:
    found = one(vintage, former)
    assert (found.former, found.kind, found.successor) == (True, kind, successor)


def test_a_code_that_is_current_is_not_former(vintage: Vintage) -> None:
    assert one(vintage, "com-01053").name == "Bourg-en-Bresse"


@pytest.fixture(params=VERSIONS)
def year(request: pytest.FixtureRequest) -> int:
    return request.param


@pytest.fixture
def of_year(tmp_path: Path, year: int) -> Vintage:
    return read_package(written(tmp_path / "package", layout(year), VERSIONS[year]))


def test_the_layout_of_each_year_tells_its_year(of_year: Vintage, year: int) -> None:
    assert of_year.year == year


def test_the_layout_of_each_year_has_the_same_territories(
    of_year: Vintage, year: int, tmp_path: Path
) -> None:
    today = read_package(written(tmp_path / "today", layout(2026)))
    only_today = {"ept-200057867"} if year < 2023 else set()
    assert today.territories.keys() - of_year.territories.keys() == only_today


def test_overseas_collectivites_are_read_in_the_layout_of_each_year(of_year: Vintage) -> None:
    above = [one(of_year, known).parents for known in ("com-97501", "dep-975", "reg-975")]
    assert above == [("dep-975",), ("reg-975",), ("fr",)]


def test_in_2021_communes_have_the_siren_that_their_epci_says(tmp_path: Path) -> None:
    vintage = read_package(written(tmp_path / "package", layout(2021), "1.1.1"))
    assert (one(vintage, "com-01053").siren, one(vintage, "com-05062").siren) == ("210105300", None)


def test_a_member_that_merged_is_the_commune_that_it_is_part_of(tmp_path: Path) -> None:
    found = records()
    found["ept"][0]["membres"] = [{"code": "01015"}]
    vintage = read_package(written(tmp_path / "package", found))
    assert one(vintage, "com-01053").parents == ("epci-200071751", "ept-200057867", "dep-01")


def test_what_the_successor_is_a_member_of_is_right(tmp_path: Path) -> None:
    found = records()
    found["epci"][1]["membres"].append({"code": "01015"})
    vintage = read_package(written(tmp_path / "package", found))
    assert one(vintage, "com-01053").parents[0] == "epci-200071751"


def test_an_archive_gives_what_its_folder_gives(tmp_path: Path) -> None:
    folder = written(tmp_path / "package")
    assert read_any(archived(folder)) == read_package(folder)


def test_an_archive_cut_short_is_refused(tmp_path: Path) -> None:
    path = archived(written(tmp_path / "package"))
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(VintageError, match=r"package.tgz: the archive is cut short or damaged"):
        read_any(path)


def test_a_file_missing_from_an_archive_is_named(tmp_path: Path) -> None:
    folder = written(tmp_path / "package")
    (folder / "data" / "epci.json").unlink()
    with pytest.raises(VintageError, match=r"package.tgz/epci.json: this file is missing"):
        read_any(archived(folder))


def test_a_file_of_an_archive_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ckanext.odlocale.cog.files.LARGEST", 100)
    with pytest.raises(VintageError, match="bytes are too many for a file of territories"):
        read_any(archived(written(tmp_path / "package")))


def test_the_record_of_a_delegated_commune_wins_over_an_old_code(tmp_path: Path) -> None:
    found = records()
    found["communes"][2]["anciensCodes"] = ["01015"]
    vintage = read_package(written(tmp_path / "package", found))
    assert one(vintage, "com-01015").successor == "com-01053"


def change(path: str, position: int, **values: object) -> Callable[[Records], None]:
    def apply(found: Records) -> None:
        found[path][position].update(values)

    return apply


def double(path: str, position: int) -> Callable[[Records], None]:
    def apply(found: Records) -> None:
        found[path].append(found[path][position])

    return apply


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (
            double("communes", 0),
            r"communes.json, line 11 \(record 10\): com-01004 is a duplicate of .*line 2 ",
        ),
        (double("epci", 0), r"epci.json, line 4 .*: commune 01053 is in two groups|duplicate"),
        (double("regions", 1), r"regions.json, line 4 .*: reg-93 is a duplicate"),
        (
            change("communes", 3, departement="99"),
            r"communes.json, line 5 .*: com-05061 belongs to dep-99, .*orphan",
        ),
        (change("departements", 1, region="11"), r"departements.json, line 3 .*: dep-05 belongs to reg-11"),
        (
            change("communes", 5, chefLieu="01777"),
            r"communes.json, line 7 .*: com-01015 belongs to com-01777",
        ),
        (
            change("communes", 5, chefLieu="01120"),
            r"communes.json, line 7 .*: com-01015 cannot belong to com-01120",
        ),
        (change("communes", 5, chefLieu="01015"), r"line 7 .*: com-01015 → com-01015 is a cycle"),
        (change("communes", 0, code="123"), r"communes.json, line 2 .*: “123” is not a code of level com"),
        (
            change("communes", 0, codesPostaux="01500"),
            r"communes.json, line 2 .*: “codesPostaux” is not a list",
        ),
        (change("communes", 1, anciensCodes=[1]), r"communes.json, line 3 .*: “anciensCodes” is not a list"),
        (change("communes", 0, nom=None), r"communes.json, line 2 .*: “nom” is missing"),
        (change("communes", 0, population="many"), r"communes.json, line 2 .*: the population of com-01004"),
        (change("communes", 0, nom="Nul\0le"), r"communes.json, line 2 .*: the name, .* of com-01004"),
        (change("epci", 1, membres=7), r"epci.json, line 3 .*: “membres” is not a list"),
        (
            change("departements", 1, chefLieu=5),
            r"departements.json, line 3 .*: “5” is not a code of level com",
        ),
        (change("epci", 1, membres=[{"code": "01777"}]), r"epci.json, line 3 .*: its member 01777 is in no"),
        (change("epci", 1, membres=[{"code": "01053"}]), r"line 3 .*: commune 01053 is in two groups"),
    ],
)
def test_a_vintage_that_contradicts_itself_is_refused_by_file_and_line(
    tmp_path: Path, spoil: Callable[[Records], None], message: str
) -> None:
    found = records()
    spoil(found)
    with pytest.raises(VintageError, match=message):
        read_package(written(tmp_path / "package", found))


def test_half_a_file_is_refused_by_line(tmp_path: Path) -> None:
    folder = written(tmp_path / "package")
    path = folder / "data" / "communes.json"
    path.write_text(path.read_text()[:400])
    with pytest.raises(VintageError, match=r"communes.json, line \d+: .* Is the file complete\?"):
        read_package(folder)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"a": 1}', "a list of records"),
        (b"\xff\xfe", "not UTF-8"),
        (b"", "line 1"),
        (b"[1, 2]", "a list of records"),
    ],
)
def test_a_file_of_something_else_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    folder = written(tmp_path / "package")
    (folder / "data" / "communes.json").write_bytes(content)
    with pytest.raises(VintageError, match=message):
        read_package(folder)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    folder = written(tmp_path / "package")
    (folder / "data" / "regions.json").unlink()
    with pytest.raises(VintageError, match=r"regions.json: this file is missing"):
        read_package(folder)
