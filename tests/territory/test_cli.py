"""``ckan odlocale territory``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ckanext.odlocale.cog.shared import Territory
from tests.cog.samples import archived, written
from tests.commands import runner
from tests.territory.places import ANNECY, DEP, EPAGNY, TERRITORIES, france, renamed
from tests.territory.portal import dataset, organization

pytestmark = pytest.mark.ckan


@pytest.fixture
def file(tmp_path: Path) -> Path:
    from ckanext.odlocale.cog.compact import write_compact

    write_compact(france(), tmp_path / "cog.jsonl.gz")
    return tmp_path / "cog.jsonl.gz"


@pytest.fixture
def imported(file: Path) -> None:
    run("import", "--vintage", str(file))


def run(*arguments: str) -> Any:
    from ckanext.odlocale.territory.cli import odlocale

    return runner().invoke(odlocale, ["territory", *arguments])


def error_of(*arguments: str) -> tuple[int, str]:
    done = run(*arguments)
    return done.exit_code, done.stderr.strip().splitlines()[-1]


def test_an_import_prints_one_document(file: Path) -> None:
    document = json.loads(run("import", "--vintage", str(file), "--json").stdout)
    assert (document["vintage"], document["written"], document["territories"]["com"]) == (
        2026,
        len(TERRITORIES),
        4,
    )


def test_an_import_shows_its_changes_before_it_applies_them(file: Path) -> None:
    lines = run("import", "--vintage", str(file)).stderr.splitlines()
    assert lines.index("added: 10") < lines.index(f"{len(TERRITORIES)} territories written")


def test_an_import_of_the_same_says_so(imported: None, file: Path) -> None:
    assert run("import", "--vintage", str(file)).stdout == "Vintage 2026 was in place already.\n"


def test_an_import_reindexes_the_datasets_of_what_moved(imported: None, tmp_path: Path) -> None:
    from ckanext.odlocale.cog.compact import write_compact

    dataset("one", organization("epagny", odlocale_territory=EPAGNY))
    write_compact(france(without=[EPAGNY]), tmp_path / "next.gz")
    assert json.loads(run("import", "--vintage", str(tmp_path / "next.gz"), "--json").stdout)["datasets"] == 1


def test_a_folder_of_the_package_is_imported(tmp_path: Path) -> None:
    done = run("import", "--vintage", str(written(tmp_path / "package")), "--json")
    assert json.loads(done.stdout)["territories"]["epci"] == 2


def test_a_bad_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bad.gz").write_bytes(b"nonsense")
    code, message = error_of("import", "--vintage", str(tmp_path / "bad.gz"))
    assert (code, "not a complete vintage file" in message) == (2, True)


def test_a_year_that_is_not_packaged_is_refused() -> None:
    assert error_of("import", "--year", "1999") == (
        2,
        "Error: The vintage 1999 is not packaged (only 2026). Give a file or a folder.",
    )


def test_an_import_beside_another_is_refused(file: Path) -> None:
    from ckanext.odlocale.territory.vintages.importer import locked

    with locked():
        code, message = error_of("import", "--vintage", str(file))
    assert (code, "Another import or rebuild is running" in message) == (2, True)


def test_a_difference_is_shown_and_nothing_is_written(imported: None, tmp_path: Path) -> None:
    from ckanext.odlocale.cog.compact import write_compact
    from ckanext.odlocale.territory.shared import resolve

    write_compact(france(renamed(ANNECY, "Annecy-le-Lac")), tmp_path / "next.gz")
    assert run("diff", "--vintage", str(tmp_path / "next.gz")).stdout.splitlines() == [
        "renamed: 1",
        "  com-74010 Annecy-le-Lac: Annecy → Annecy-le-Lac",
        "organizations concerned here: 0",
        "datasets to be reindexed: 0",
    ]
    record = resolve(ANNECY)
    assert record is not None
    assert record.name == "Annecy"


@pytest.mark.parametrize("command", [("import", "--dry-run"), ("diff",)])
def test_a_dry_run_tells_whom_it_concerns_and_writes_nothing(
    imported: None, tmp_path: Path, command: tuple[str, ...]
) -> None:
    from ckanext.odlocale.cog.compact import write_compact
    from ckanext.odlocale.territory.shared import resolve

    dataset("arbres", organization("epagny", odlocale_territory=EPAGNY))
    gone = Territory(EPAGNY, "Epagny Metz-Tessy", kind="commune-deleguee", successor=ANNECY, former=True)
    write_compact(france(gone), tmp_path / "next.gz")
    lines = run(*command, "--vintage", str(tmp_path / "next.gz")).stdout.splitlines()
    assert lines == [
        "merged into another: 1",
        "  com-74112 Epagny Metz-Tessy → com-74010",
        "organizations concerned here: 1",
        "  epagny: com-74112 → com-74010",
        "datasets to be reindexed: 1",
        "  arbres",
    ]
    record = resolve(EPAGNY)
    assert record is not None
    assert record.id == EPAGNY


def test_an_archive_of_the_package_is_imported(tmp_path: Path) -> None:
    done = run("import", "--vintage", str(archived(written(tmp_path / "package"))), "--json")
    assert json.loads(done.stdout)["vintage"] == 2026


def test_an_archive_without_a_file_is_refused_and_nothing_is_written(imported: None, tmp_path: Path) -> None:
    from ckan.tests.helpers import call_action

    folder = written(tmp_path / "package")
    (folder / "data" / "epci.json").unlink()
    code, message = error_of("import", "--vintage", str(archived(folder)))
    assert (code, "package.tgz/epci.json: this file is missing" in message) == (2, True)
    assert call_action("odlocale_vintage_list")["count"] == 1


@pytest.fixture
def imported_next(imported: None, tmp_path: Path) -> None:
    from ckanext.odlocale.cog.compact import write_compact

    write_compact(france(renamed(ANNECY, "Annecy-le-Lac")), tmp_path / "next.gz")
    run("import", "--vintage", str(tmp_path / "next.gz"))


def test_the_history_tells_the_files_without_their_folder(imported_next: None) -> None:
    document = json.loads(run("history", "--json").stdout)
    assert [one["source"] for one in document["results"]] == ["next.gz", "cog.jsonl.gz"]


def test_the_history_is_told_in_lines(imported_next: None) -> None:
    assert [line.split("  ")[0] for line in run("history").stdout.splitlines()] == ["2", "1"]


def test_going_back_says_which_vintage_is_in_place(imported_next: None) -> None:
    from ckanext.odlocale.territory.shared import resolve

    done = run("restore")
    record = resolve(ANNECY)
    assert record is not None
    assert (done.stdout, record.name) == (
        "Vintage 2026 is in place; 0 datasets are being reindexed.\n",
        "Annecy",
    )


def test_going_back_is_shown_before(imported_next: None) -> None:
    assert run("restore", "--dry-run").stdout.splitlines()[:2] == [
        "renamed: 1",
        "  com-74010 Annecy: Annecy-le-Lac → Annecy",
    ]


def test_there_is_nothing_to_go_back_to(imported: None) -> None:
    code, message = error_of("restore")
    assert (code, "There is no such entry to go back to before." in message) == (2, True)


def test_an_import_while_the_queue_is_down_says_what_to_do(
    imported: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import ckan.plugins.toolkit as tk
    from redis.exceptions import ConnectionError as RedisIsDown

    from ckanext.odlocale.cog.compact import write_compact

    def down(*_: Any, **__: Any) -> None:
        raise RedisIsDown

    dataset("one", organization("epagny", odlocale_territory=EPAGNY))
    write_compact(france(without=[EPAGNY]), tmp_path / "next.gz")
    monkeypatch.setattr(tk, "enqueue_job", down)
    done = run("import", "--vintage", str(tmp_path / "next.gz"))
    assert (done.exit_code, "run: ckan odlocale territory rebuild" in done.stderr) == (0, True)


def test_a_difference_is_a_document(imported: None, file: Path) -> None:
    document = json.loads(run("diff", "--vintage", str(file), "--json").stdout)
    assert (document["counts"]["renamed"], document["renamed"]) == (0, [])


def test_a_territory_is_shown_as_the_api_shows_it(imported: None) -> None:
    from ckan.tests.helpers import call_action

    assert json.loads(run("show", DEP, "--json").stdout) == call_action("odlocale_territory_show", id=DEP)


def test_a_territory_is_shown_in_lines(imported: None) -> None:
    assert "ancestors: epci-200066793, dep-74, reg-84, fr" in run("show", ANNECY).stdout.splitlines()


def test_an_unknown_territory_is_not_found(imported: None) -> None:
    sentence = (
        "Error: There is no territory “com-99999” here. Check its code; a portal without territories gets "
        "them with: ckan odlocale territory import"
    )
    assert error_of("show", "com-99999") == (1, sentence)


def test_a_malformed_territory_is_refused(imported: None) -> None:
    code, message = error_of("show", "74010")
    assert (code, "Write it like com-74042" in message) == (2, True)


def test_a_tree_is_shown_in_lines(imported: None) -> None:
    assert run("tree", DEP).stdout.splitlines() == [
        "dep-74  Haute-Savoie",
        "  epci-200066793  CA du Grand Annecy  2 com",
        "  epci-200070852~dep-74  CC Usses et Rhône  1 com",
    ]


def test_a_tree_is_a_document(imported: None) -> None:
    assert json.loads(run("tree", "--json").stdout)["children"][0]["id"] == "reg-84"


def test_a_check_of_what_is_right_says_so(imported: None) -> None:
    done = run("check")
    assert (done.exit_code, done.stdout) == (0, "Nothing differs.\n")


def damage() -> None:
    import sqlalchemy as sa
    from ckan import model

    with model.meta.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM odlocale_territory_closure WHERE ancestor = 'fr'"))


def test_a_check_names_what_differs(imported: None) -> None:
    damage()
    done = run("check", "--limit", "1")
    assert (done.exit_code, done.stdout.splitlines()) == (
        1,
        ["closure: fr is missing above com-01407 at depth 3", "closure: and 9 more"],
    )


def test_a_check_is_a_document(imported: None) -> None:
    damage()
    document = json.loads(run("check", "--json", "--limit", "1").stdout)
    assert (document["counts"], document["differences"][0]["subject"]) == ({"closure": 10}, "com-01407")


def test_a_rebuild_mends(imported: None) -> None:
    damage()
    assert json.loads(run("rebuild", "--json").stdout) == {"territories": 10, "datasets": 0}
    assert run("check").exit_code == 0


def test_an_organization_is_attached(imported: None) -> None:
    organization("annecy")
    assert json.loads(run("attach", "annecy", ANNECY, "--json").stdout)["territory"] == ANNECY


def test_an_unknown_organization_is_not_found(imported: None) -> None:
    assert error_of("attach", "nobody", ANNECY) == (1, "Error: There is no organization “nobody” here.")


def test_a_warning_goes_to_standard_error(imported: None) -> None:
    organization("annecy", odlocale_territory=ANNECY)
    organization("other")
    done = run("attach", "other", ANNECY)
    assert (done.exit_code, done.stderr.startswith("warning: com-74010 has 2 organizations")) == (0, True)


@pytest.fixture
def table(tmp_path: Path) -> Any:
    def written(*lines: str) -> str:
        path = tmp_path / "list.csv"
        path.write_bytes("\n".join(("Organisation;Territoire", *lines)).encode("cp1252"))
        return str(path)

    return written


def test_organizations_of_a_table_are_attached_and_every_line_is_told(imported: None, table: Any) -> None:
    organization("annecy")
    done = run("attach", "--from", table("annecy;74010", "nobody;74010"))
    assert (done.exit_code, done.stdout.splitlines()) == (
        1,
        [
            "line 2: done: annecy com-74010: attached",
            "line 3: refused: nobody 74010: There is no organization “nobody” here. "
            "Write its name as in its address.",
        ],
    )


def test_a_dry_run_of_a_table_writes_nothing(imported: None, table: Any) -> None:
    from ckanext.odlocale.territory.shared import territory_of

    made = organization("annecy")
    document = json.loads(run("attach", "--from", table("annecy;74010"), "--dry-run", "--json").stdout)
    assert (document["counts"]["done"], document["batch"], territory_of(made["id"])) == (1, None, None)


def test_a_table_without_refusals_is_a_success(imported: None, table: Any) -> None:
    organization("annecy")
    assert run("attach", "--from", table("annecy;74010")).exit_code == 0


@pytest.mark.parametrize(
    "arguments",
    [(), ("annecy", "--from", "x.csv"), ("--from", "nothing.csv"), ("annecy", "com-74010", "--dry-run")],
)
def test_attaching_what_is_not_said_clearly_is_refused(imported: None, arguments: tuple[str, ...]) -> None:
    assert run("attach", *arguments).exit_code == 2
