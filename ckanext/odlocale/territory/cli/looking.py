"""``show``, ``tree``, ``check`` and ``rebuild``."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Any

import click

from ckanext.odlocale.territory import integrity
from ckanext.odlocale.territory.cli.group import act, answer, refusals, say, territory, with_json
from ckanext.odlocale.territory.wording import plain


@territory.command()
@click.argument("territory_id", metavar="TERRITORY")
@with_json
def show(territory_id: str, as_json: bool) -> None:
    """Show a territory, like com-74042, and what surrounds it."""
    shown = act("odlocale_territory_show", id=territory_id)
    if as_json:
        answer(shown)
    else:
        click.echo("\n".join(f"{key}: {plain(value)}" for key, value in shown.items()))


@territory.command()
@click.argument("territory_id", metavar="[TERRITORY]", default="fr")
@click.option(
    "--within", metavar="DEPARTEMENT", help="Only the part in this département of what straddles several."
)
@click.option("--limit", type=click.IntRange(min=0), help="How many to show.")
@click.option("--offset", type=click.IntRange(min=0), help="How many to pass over.")
@with_json
def tree(territory_id: str, within: str | None, limit: int | None, offset: int | None, as_json: bool) -> None:
    """Show what hangs below a territory, with the datasets and organizations of each and of all below it."""
    shown = act("odlocale_territory_tree", id=territory_id, within=within, limit=limit, offset=offset)
    if as_json:
        answer(shown)
        return
    click.echo(f"{shown['id']}  {shown['name']}")
    for child in shown["children"]:
        click.echo(f"  {child['place']}  {child['name']}  {_numbers(child)}".rstrip())


def _numbers(child: dict[str, Any]) -> str:
    numbers = {**child["children"], "datasets": child["datasets"], "organizations": child["organizations"]}
    return plain({name: number for name, number in numbers.items() if number})


@territory.command()
@with_json
@click.option("--limit", default=20, show_default=True, help="How many differences of each part to name.")
def check(as_json: bool, limit: int) -> None:
    """Compare closure, overlaps and search index with the truth; exit 1 naming what differs."""
    counts: Counter[str] = Counter()
    named: list[integrity.Difference] = []
    for one in integrity.check(say):
        counts[one.part] += 1
        if counts[one.part] <= limit:
            named.append(one)
    if as_json:
        answer({"counts": dict(counts), "differences": [asdict(one) for one in named]})
    else:
        _tell_differences(named, counts, limit)
    if counts:
        raise click.exceptions.Exit(1)


def _tell_differences(named: list[integrity.Difference], counts: Counter[str], limit: int) -> None:
    for one in named:
        click.echo(f"{one.part}: {one.message}")
    for part, count in counts.items():
        if count > limit:
            click.echo(f"{part}: and {count - limit} more")
    if counts:
        click.echo("Run `ckan odlocale territory rebuild` to mend this.", err=True)
    else:
        click.echo("Nothing differs.")


@territory.command()
@with_json
def rebuild(as_json: bool) -> None:
    """Mend closure, overlaps and search index, writing only what differs."""
    with refusals():
        mended = integrity.rebuild(say)
    if as_json:
        answer({"territories": mended.territories, "datasets": mended.datasets})
    else:
        click.echo(f"{mended.territories} territories and {mended.datasets} datasets were mended.")
