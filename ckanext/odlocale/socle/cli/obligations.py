"""``ckan odlocale obligation``: who must publish by law."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
import click

from ckanext.odlocale.command import act, answer, odlocale, with_json
from ckanext.odlocale.socle.obligation import Duty


@odlocale.group(short_help="Who must publish by law.")
def obligation() -> None:
    """Who must publish its data by law, and what was found out about it."""


@obligation.command()
@click.argument("territory_id", metavar="TERRITORY")
@with_json
def show(territory_id: str, as_json: bool) -> None:
    """Tell whether the authority of a territory, like com-74042, must publish."""
    _tell(act("odlocale_obligation_show", id=territory_id), as_json)


@obligation.command("list")
@click.option("--below", metavar="TERRITORY", help="Only this territory and what it contains.")
@click.option("--level", help="Only this level: reg, dep, epci, ept or com.")
@click.option("--duty", type=click.Choice([duty.value for duty in Duty]), help="Only this duty.")
@click.option("--overridden", is_flag=True, help="Only those that something was found out about.")
@click.option("--limit", type=click.IntRange(min=0), help="How many to show.")
@click.option("--offset", type=click.IntRange(min=0), help="How many to pass over.")
@with_json
def list_(as_json: bool, **asked: Any) -> None:
    """List territories with their obligation, and count them."""
    found = act("odlocale_obligation_list", **asked)
    if as_json:
        answer(found)
        return
    for one in found["results"]:
        click.echo(f"{one['territory']}\t{one['name']}\t{one['duty']}")
    told = ", ".join(f"{duty}: {number}" for duty, number in found["counts"].items() if number)
    click.echo(f"{found['count']} territories ({told})", err=True)


@obligation.command("set")
@click.argument("territory_id", metavar="TERRITORY")
@click.option("--obliged/--exempt", default=None, help="Whether it must publish, whatever its numbers.")
@click.option("--agents", metavar="N", help="Its agents, in full-time equivalents.")
@click.option("--source", required=True, help="Where that is from.")
@click.option("--date", metavar="AAAA-MM-JJ", help="Of the source; today by default.")
@click.option("--user", help="Who says so; the portal itself by default.")
@with_json
def set_(territory_id: str, as_json: bool, user: str | None, **told: Any) -> None:
    """Write down what was found out about who must publish."""
    author = user or tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    _tell(act("odlocale_obligation_set", author, id=territory_id, **told), as_json)


@obligation.command()
@click.argument("territory_id", metavar="TERRITORY")
@with_json
def clear(territory_id: str, as_json: bool) -> None:
    """Leave a territory to the rule again."""
    _tell(act("odlocale_obligation_clear", id=territory_id), as_json)


def _tell(shown: dict[str, Any], as_json: bool) -> None:
    if as_json:
        answer(shown)
        return
    click.echo(f"{shown['territory']}  {shown['name']}  {shown['label']}. {shown['why']}")
    if told := shown["override"]:
        click.echo(f"  {told['source']} ({told['date']}, {told['author'] or '-'})")
