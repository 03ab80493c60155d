"""``attach``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ckan.plugins.toolkit as tk
import click

from ckanext.odlocale.territory.attachment import applying, uploads
from ckanext.odlocale.territory.attachment.attaching import sentence_of
from ckanext.odlocale.territory.cli.group import Refused, act, answer, say, territory, with_json


@territory.command()
@click.argument("organization", required=False)
@click.argument("territory_id", metavar="[TERRITORY]", required=False)
@click.option("--from", "path", type=click.Path(), help="A table: one organization and its territory a line.")
@click.option("--dry-run", is_flag=True, help="With --from: report every line, write nothing.")
@with_json
def attach(
    organization: str | None, territory_id: str | None, path: str | None, dry_run: bool, as_json: bool
) -> None:
    """Attach an organization to its territory; without one, to that of its SIREN.

    With --from, attach those of a table (CSV or spreadsheet), and report every line: exit code 0 when no line
    is refused, 1 when some are (the others are done), 2 when the file cannot be read.
    """
    if bool(path) == bool(organization):
        raise Refused("Give an organization, or --from and a table of organizations.")
    if path:
        _attach_all(Path(path), dry_run, as_json)
    elif dry_run:
        raise Refused("--dry-run goes with --from.")
    else:
        _attach_one(str(organization), territory_id, as_json)


def _attach_one(organization: str, territory_id: str | None, as_json: bool) -> None:
    result = act("odlocale_territory_attach", _site_user(), id=organization, territory=territory_id)
    say(*(f"warning: {warning}" for warning in result["warnings"]))
    if as_json:
        answer(result)
    else:
        click.echo(
            f"{result['organization']} is {result['territory']}; {result['datasets']} datasets are reindexed."
        )


def _attach_all(path: Path, dry_run: bool, as_json: bool) -> None:
    try:
        lines = uploads.lines_of_file(path)
    except tk.ValidationError as error:
        raise Refused(sentence_of(error)) from error
    context: Any = {"ignore_auth": True, "user": _site_user()}
    report = applying.run(context, lines, path.name, dry_run, _tell_progress)
    if as_json:
        answer(report)
    else:
        _tell(report)
    if report["counts"]["refused"]:
        raise click.exceptions.Exit(1)


def _tell(report: dict[str, Any]) -> None:
    for line in report["lines"]:
        who = f"{line['organization']} {line['territory']}".strip()
        click.echo(f"line {line['line']}: {line['state']}: {who}: {line['message']}")
        say(*(f"warning: line {line['line']}: {warning}" for warning in line["warnings"]))
    counts = report["counts"]
    say(f"{counts['done']} done, {counts['unchanged']} unchanged, {counts['refused']} refused")
    if report["batch"]:
        say(f"To undo them all: batch {report['batch']}")


def _tell_progress(done: int, total: int) -> None:
    if done % 100 == 0 or done == total:
        say(f"{done} of {total} attached")


def _site_user() -> str:
    return tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
