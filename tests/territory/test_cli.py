"""``ckan odlocale territory``."""

from __future__ import annotations

import inspect
import json
from pathlib import Path
from typing import Any

import pytest

from tests.cog.samples import written
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
    run("import", "--from", str(file))


def run(*arguments: str) -> Any:
    from click.testing import CliRunner

    from ckanext.odlocale.territory.cli import odlocale

    # The Click of CKAN 2.11 has to be told to keep the two streams apart, that of 2.12 cannot be told.
    apart = "mix_stderr" in inspect.signature(CliRunner).parameters
    runner = CliRunner(**({"mix_stderr": False} if apart else {}))
    return runner.invoke(odlocale, ["territory", *arguments])


def error_of(*arguments: str) -> tuple[int, str]:
    done = run(*arguments)
    return done.exit_code, done.stderr.strip().splitlines()[-1]


def test_an_import_prints_one_document(file: Path) -> None:
    document = json.loads(run("import", "--from", str(file), "--json").stdout)
    assert (document["vintage"], document["written"], document["territories"]["com"]) == (
        2026,
        len(TERRITORIES),
        4,
    )


def test_an_import_shows_its_changes_before_it_applies_them(file: Path) -> None:
    lines = run("import", "--from", str(file)).stderr.splitlines()
    assert lines.index("added: 10") < lines.index(f"{len(TERRITORIES)} territories written")


def test_an_import_of_the_same_says_so(imported: None, file: Path) -> None:
    assert run("import", "--from", str(file)).stdout == "Vintage 2026 was in place already.\n"


def test_an_import_reindexes_the_datasets_of_what_moved(imported: None, tmp_path: Path) -> None:
    from ckanext.odlocale.cog.compact import write_compact

    dataset("one", organization("epagny", odlocale_territory=EPAGNY))
    write_compact(france(without=[EPAGNY]), tmp_path / "next.gz")
    assert json.loads(run("import", "--from", str(tmp_path / "next.gz"), "--json").stdout)["datasets"] == 1


def test_a_folder_of_the_package_is_imported(tmp_path: Path) -> None:
    done = run("import", "--from", str(written(tmp_path / "package")), "--json")
    assert json.loads(done.stdout)["territories"]["epci"] == 2


def test_a_bad_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bad.gz").write_bytes(b"nonsense")
    code, message = error_of("import", "--from", str(tmp_path / "bad.gz"))
    assert (code, "not a complete vintage file" in message) == (2, True)


def test_a_year_that_is_not_packaged_is_refused() -> None:
    assert error_of("import", "--year", "1999") == (
        2,
        "Error: The vintage 1999 is not packaged (only 2026). Give a file or a folder.",
    )


def test_an_import_beside_another_is_refused(file: Path) -> None:
    from ckanext.odlocale.territory.importer import locked

    with locked():
        code, message = error_of("import", "--from", str(file))
    assert (code, "Another import or rebuild is running" in message) == (2, True)


def test_a_difference_is_shown_and_nothing_is_written(imported: None, tmp_path: Path) -> None:
    from ckanext.odlocale.cog.compact import write_compact
    from ckanext.odlocale.territory.shared import resolve

    write_compact(france(renamed(ANNECY, "Annecy-le-Lac")), tmp_path / "next.gz")
    assert run("diff", "--from", str(tmp_path / "next.gz")).stdout.splitlines() == [
        "renamed: 1",
        "  com-74010 Annecy-le-Lac: Annecy → Annecy-le-Lac",
    ]
    record = resolve(ANNECY)
    assert record is not None
    assert record.name == "Annecy"


def test_a_difference_is_a_document(imported: None, file: Path) -> None:
    document = json.loads(run("diff", "--from", str(file), "--json").stdout)
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
        "  com-74269  Seyssel",
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
