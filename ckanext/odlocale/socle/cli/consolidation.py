"""``ckan odlocale socle consolidate``: one file of the valid rows of everything below a territory."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
import click

from ckanext.odlocale.command import Refused, Unfound, answer, say, sentences, with_json
from ckanext.odlocale.socle.catalogue import UnknownSchemaError
from ckanext.odlocale.socle.cli.group import socle
from ckanext.odlocale.socle.consolidation import building
from ckanext.odlocale.socle.consolidation.building import Built
from ckanext.odlocale.socle.logic.action.consolidation import understood


@socle.command(short_help="Make the consolidated datasets whose files changed.")
@click.option("--schema", metavar="NAME", help="Only this set, like scdl/deliberations.")
@click.option("--territory", metavar="ID", help="Only this EPCI, département or région, like epci-200066793.")
@click.option("--force", is_flag=True, help="Make them again although no file changed.")
@with_json
def consolidate(schema: str | None, territory: str | None, force: bool, as_json: bool) -> None:
    """Publish the valid rows of everything below each territory, one dataset for each set.

    It may be killed, and run again, at any time: what is made already is not made again. Exits 1 when the
    portal refused one of them; the others are made.
    """
    told, failed = [], 0
    for one in building.build_all(building.asked(**_asked(schema, territory)), force=force):
        line = _told(one)
        failed += "refused" in line
        told.append(line)
        if not as_json:
            click.echo("\t".join(map(str, line.values())))
    if as_json:
        answer(told)
    say(f"{len(told)} consolidated datasets had changed, {failed} could not be made")
    if failed:
        raise SystemExit(1)


def _asked(schema: str | None, territory: str | None) -> dict[str, str | None]:
    try:
        return understood(schema, territory)
    except UnknownSchemaError as error:
        raise Refused(f"There is no set {error}: `odlocale schemas` lists them.") from error
    except tk.ObjectNotFound as error:
        raise Unfound(str(error.message)) from error
    except tk.ValidationError as error:
        raise Refused(" ".join(map(str, sentences(error.error_dict)))) from error


def _told(one: Built | tuple[tuple[str, str], str]) -> dict[str, Any]:
    if not isinstance(one, Built):
        (territory, schema), refused = one
        return {"territory": territory, "schema": schema, "refused": refused}
    numbers = {"rows": one.made.rows, "rejected": one.made.rejected, "sources": one.made.sources}
    return {"territory": one.territory, "schema": one.schema, "result": one.result.value, **numbers}
