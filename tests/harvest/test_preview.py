"""A preview decides everything and writes nothing; files of all shapes are read."""

from __future__ import annotations

import json

import click
import pytest

from tests.commands import runner
from tests.harvest import portals
from tests.harvest.portals import SILLINGY, harvest, of, organization, remote_dataset, turtle

pytestmark = pytest.mark.ckan


@pytest.fixture
def run(app):
    """Runs ``ckan odlocale harvest …`` in this process."""
    from ckanext.odlocale.harvest import cli

    @click.group()
    @click.pass_context
    def ckan(ctx):
        ctx.meta["flask_app"] = app.flask_app

    ckan.add_command(cli.harvest)
    return lambda *arguments: runner().invoke(ckan, ["harvest", *arguments], catch_exceptions=False)


def snapshot() -> dict[str, int]:
    """The number of rows of every table."""
    import sqlalchemy as sa
    from ckan import model

    model.Session.remove()
    with model.ensure_engine().connect() as connection:
        tables = sa.inspect(connection).get_table_names()
        return {
            table: connection.execute(sa.text(f'SELECT count(*) FROM "{table}"')).scalar() for table in tables
        }


def test_the_rows_have_the_shape_others_rely_on(portal, server, run) -> None:
    organization("sillingy", SILLINGY)
    server.serves_ckan(remote_dataset("Budget", organization=of("Commune de Sillingy")))
    [row] = json.loads(run("preview", server.url, "--type", "ckan", "--json").stdout)
    keys = ("title", "publisher", "placement", "action", "why")
    assert {key: row[key] for key in keys} == {
        "title": "Budget",
        "publisher": {
            "name": "Commune de Sillingy",
            "territory": SILLINGY,
            "evidence": [f"organization: Commune de Sillingy = {SILLINGY}"],
            "certainty": "certain",
        },
        "placement": {"kind": "home", "organization": "sillingy"},
        "action": "create",
        "why": "Recognised by name of the organization in its catalogue Commune de Sillingy.",
    }


def test_a_preview_writes_nothing(portal, server, run) -> None:
    server.serves_ckan(
        remote_dataset("Budget", organization=of("SYANE")), remote_dataset("B", state="deleted")
    )
    before = snapshot()
    result = run(
        "preview", server.url, "--type", "ckan", "--policy", "create", "--organization", "departement-74"
    )
    assert (result.exit_code, snapshot()) == (0, before)


def test_actions_tell_what_is_new_what_changed_and_what_did_not(portal, server, run) -> None:
    made = portals.source(server.url, "odlocale_ckan", portal)
    server.serves_ckan(remote_dataset("Same"), remote_dataset("Other"))
    harvest(made)
    server.serves_ckan(
        remote_dataset("Same"),
        remote_dataset("Other", notes="x"),
        remote_dataset("New"),
        remote_dataset("Gone", state="deleted"),
    )
    rows = json.loads(
        run("preview", server.url, "--type", "ckan", "--organization", "departement-74", "--json").stdout
    )
    assert {row["title"]: row["action"] for row in rows} == {
        "Same": "unchanged",
        "Other": "update",
        "New": "create",
        "Gone": "skip",
    }


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda one: one,
        lambda one: [one],
        lambda one: {"success": True, "result": one},
        lambda one: {"success": True, "result": {"count": 1, "results": [one]}},
        lambda one: {"history": [{"body": json.dumps({"success": True, "result": {"results": [one]}})}]},
    ],
)
def test_files_of_all_shapes_are_read(portal, run, tmp_path, wrapped) -> None:
    file = tmp_path / "found.json"
    file.write_text(json.dumps(wrapped(remote_dataset("Budget", owner_org="x"))))
    assert [
        row["title"] for row in json.loads(run("preview", str(file), "--type", "ckan", "--json").stdout)
    ] == ["Budget"]


def test_an_rdf_file_is_read(portal, run, tmp_path) -> None:
    file = tmp_path / "catalogue"
    file.write_text(turtle("Budget"))
    [row] = json.loads(run("preview", str(file), "--type", "dcat", "--json").stdout)
    assert (row["identifier"], row["publisher"]["territory"]) == ("http://x.org/Budget", SILLINGY)


@pytest.mark.parametrize(
    ("content", "kind", "message"),
    [
        (
            "id;title",
            "ckan",
            "is not JSON or stops in the middle (line 1, column 1). Check the address, or try again later.",
        ),
        ("{}", "ckan", "holds no dataset that a ckan harvest would read. Check the address and --type."),
        ("", "dcat", "is empty."),
        (
            "<html>",
            "dcat",
            "answered with a web page instead of a catalogue. Check the address of the source.",
        ),
        (
            '[{"id": 1}]',
            "dcat",
            "holds no dataset that a dcat harvest would read. Check the address and --type.",
        ),
    ],
)
def test_a_file_of_another_kind_is_one_sentence(run, tmp_path, content, kind, message) -> None:
    file = tmp_path / "file"
    file.write_text(content)
    result = run("preview", str(file), "--type", kind, "--json")
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"Error: {file} {message}\n")


def test_run_says_what_it_did(portal, server, run) -> None:
    server.serves_ckan(remote_dataset("A"), remote_dataset("B", state="deleted"))
    portals.source(server.url, "odlocale_ckan", portal)
    report = json.loads(run("run", "source", "--json").stdout)
    assert (report["counts"], len(report["errors"])) == ({"added": 1, "errored": 1}, 1)


def test_a_source_that_is_not_there_is_one_sentence(portal, run) -> None:
    result = run("run", "nowhere")
    message = "Error: There is no harvest source “nowhere”. Write the name that is in its address.\n"
    assert (result.exit_code, result.stderr) == (2, message)


def test_review_decides_from_the_command_line(portal, server, run) -> None:
    server.serves_ckan(remote_dataset("A", organization=of("Régie du lac")))
    harvest(portals.source(server.url, "odlocale_ckan", portal))
    [row] = json.loads(run("review", "--json").stdout)
    done = run("review", row["key"], "--source", "source", "--territory", SILLINGY, "--json")
    assert (json.loads(done.stdout), json.loads(run("review", "--json").stdout)) == (
        {"key": row["key"], "datasets": 1},
        [],
    )


def test_rehome_can_only_say_what_would_move(portal, server, run) -> None:
    server.serves_ckan(remote_dataset("A", organization=of("Commune de Sillingy")))
    harvest(portals.source(server.url, "odlocale_ckan", portal))
    organization("sillingy", SILLINGY)
    [row] = json.loads(run("rehome", "--dry-run", "--json").stdout)["proposals"]
    done = json.loads(run("rehome", "--json").stdout)
    left = json.loads(run("rehome", "--json").stdout)
    said = {"datasets": 1, "territory": SILLINGY, "kind": "home", "from": "departement-74", "to": "sillingy"}
    assert row == said
    assert (done["proposals"], done["moved"], left["proposals"]) == ([row], 1, [])
