"""A table of many communes makes and keeps up many sources, and deletes none."""

from __future__ import annotations

import json
from typing import Any

import pytest

pytestmark = pytest.mark.ckan

HEADER = "Adresse;Type;Titre;Organisation;Territoire;Fréquence"
A = "https://a.example/catalogue.csv;scdl;Commune A;departement-74;com-74272;hebdomadaire"
B = "https://b.example;ckan;;departement-74;;"


@pytest.fixture
def table(portal, tmp_path):
    """Write lines into a table as a spreadsheet in French saves it; its path."""

    def write(*lines: str, header: str = HEADER):
        path = tmp_path / "sources.csv"
        path.write_bytes("\r\n".join((header, *lines)).encode("cp1252"))
        return path

    return write


def planned(path) -> list[tuple[str, str]]:
    from ckanext.odlocale.harvest import source_list

    return [(step.action, step.why) for step in source_list.plan(path)]


def applied(path) -> list[str]:
    from ckanext.odlocale.harvest import source_list

    return [source_list.apply(step).action for step in source_list.plan(path)]


def sources() -> dict[str, tuple[str, str, str]]:
    from ckan import model
    from ckanext.harvest.model import HarvestSource

    model.Session.remove()
    return {one.url: (one.type, one.title, one.frequency) for one in model.Session.query(HarvestSource)}


def test_a_plan_writes_nothing(table) -> None:
    assert (planned(table(A, B)), sources()) == ([("create", ""), ("create", "")], {})


def test_lines_become_sources(table) -> None:
    assert applied(table(A, B)) == ["create", "create"]
    assert sources() == {
        "https://a.example/catalogue.csv": ("odlocale_scdl", "Commune A", "WEEKLY"),
        "https://b.example": ("odlocale_ckan", "b.example", "MANUAL"),
    }


def test_the_same_table_again_changes_nothing(table) -> None:
    applied(table(A, B))
    assert planned(table(A, B)) == [("unchanged", ""), ("unchanged", "")]


def test_what_changes_in_the_table_changes_here_and_what_leaves_it_stays(table) -> None:
    applied(table(A, B))
    later = table(A.replace("Commune A", "Commune Z"))
    assert (planned(later), applied(later)) == ([("update", "title")], ["update"])
    assert {title for _type, title, _frequency in sources().values()} == {"Commune Z", "b.example"}


def test_what_was_added_to_a_configuration_by_hand_stays(table) -> None:
    from ckan.plugins import toolkit as tk
    from ckanext.harvest.model import HarvestSource

    applied(table(A))
    [one] = HarvestSource.filter().all()
    config = json.dumps({"territory": "com-74272", "pause": 3})
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    tk.get_action("harvest_source_patch")(
        {"user": user, "ignore_auth": True}, {"id": one.id, "config": config}
    )
    assert planned(table(A)) == [("unchanged", "")]
    applied(table(A.replace("com-74272", "com-74152")))
    [one] = HarvestSource.filter().all()
    assert json.loads(one.config) == {"territory": "com-74152", "pause": 3}


def test_a_line_changes_a_source_that_was_harvested(table) -> None:
    """At the end of a job ckanext-harvest indexes the source without its type, its address and its rhythm."""
    from ckan.plugins import toolkit as tk
    from ckanext.harvest.model import HarvestSource

    applied(table(A))
    [one] = HarvestSource.filter().all()
    tk.get_action("harvest_source_reindex")({"ignore_auth": True}, {"id": one.id})
    assert applied(table(A.replace("Commune A", "Commune B"))) == ["update"]
    assert sources() == {"https://a.example/catalogue.csv": ("odlocale_scdl", "Commune B", "WEEKLY")}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("ftp://x.org;ckan;;departement-74;;", "“ftp://x.org” is not an http or https address."),
        (
            "https://x.org;csw;;departement-74;;",
            "The type “csw” does not exist. Choose one of: ckan, dcat, scdl, udata, opendatasoft.",
        ),
        (
            "https://x.org;ckan;;nobody;;",
            "There is no organization “nobody” here. Write the name that is in its address.",
        ),
        (
            "https://x.org;ckan;;departement-74;com-1;",
            "There is no territory “com-1” here. Write an identifier like dep-74 or reg-84.",
        ),
        (
            "https://x.org;ckan;;departement-74;;parfois",
            "The frequency “parfois” does not exist. Choose one of: manuelle, quotidienne, hebdomadaire, "
            "mensuelle.",
        ),
    ],
)
def test_a_line_that_cannot_be_used_says_why_and_the_others_go_on(table, line, why) -> None:
    assert planned(table(line, B)) == [("error", why), ("create", "")]


FILTERS = f"{HEADER};Filtre organisation;filtre_territoire;Filtre mots-clés"
GOUV = "https://www.data.gouv.fr;udata;;departement-74;;"


def configs() -> list[Any]:
    from ckan import model
    from ckanext.harvest.model import HarvestSource

    model.Session.remove()
    found = model.Session.query(HarvestSource.config).order_by(HarvestSource.created)
    return [json.loads(config) for (config,) in found]


def test_a_line_takes_a_part_of_a_portal_and_two_parts_are_two_sources(table) -> None:
    lines = (f"{GOUV};mairie-de-sillingy;;", f"{GOUV};;com-74272;budget | eau")
    assert applied(table(*lines, header=FILTERS)) == ["create", "create"]
    assert configs() == [
        {"portal": "udata", "filters": {"organization": "mairie-de-sillingy"}},
        {"portal": "udata", "filters": {"territory": "com-74272", "tag": ["budget", "eau"]}},
    ]
    assert planned(table(*lines, header=FILTERS)) == [("unchanged", ""), ("unchanged", "")]


def test_a_line_takes_organizations_of_a_ckan(table) -> None:
    assert applied(table(f"{B};sillingy|lovagny;;", header=FILTERS)) == ["create"]
    assert configs() == [{"organizations_filter_include": ["sillingy", "lovagny"]}]


def test_a_filter_that_was_added_by_hand_stays_and_is_the_only_line_s_of_its_address(table) -> None:
    from ckanext.harvest.model import HarvestSource

    applied(table(B))
    [one] = HarvestSource.filter().all()
    one.config = json.dumps({"organizations_filter_include": ["sillingy"]})
    one.save()
    assert planned(table(B)) == [("unchanged", "")]
    assert planned(table(B, f"{B};lovagny;;", header=FILTERS)) == [("create", ""), ("create", "")]


@pytest.mark.parametrize(
    "line",
    [
        f"{A};mairie;;",
        f"{B};;com-74272;",
        f"{B};a OR b;;",
        "https://x.org;opendatasoft;;departement-74;;;;com-74272;",
        f"{GOUV};;com-1;",
    ],
)
def test_a_part_that_cannot_be_asked_for_is_an_error_of_its_line(table, line) -> None:
    assert [action for action, _why in planned(table(line, header=FILTERS))] == ["error"]


def test_an_address_twice_is_one_source(table) -> None:
    assert planned(table(B, B)) == [("create", ""), ("error", "Line 2 has the same address.")]


def test_a_table_without_its_columns_is_refused(table) -> None:
    from ckanext.odlocale.harvest.source_list import DirectoryError

    with pytest.raises(DirectoryError, match="^The table lacks the columns type, organisation.$"):
        planned(table("x", header="Adresse"))


@pytest.mark.parametrize(("options", "count"), [([], 0), (["--apply"], 2)])
def test_the_command_says_each_line_and_writes_only_when_asked(table, cli, options, count) -> None:
    from ckan.cli.cli import ckan

    asked = ["odlocale", "harvest", "directory", str(table(A, B)), "--json", *options]
    done = cli.invoke(ckan, asked)
    assert [row["action"] for row in json.loads(done.stdout)] == ["create", "create"]
    assert (done.exit_code, len(sources())) == (0, count)
