"""``ckan odlocale territory``: data on standard output, everything else on standard error."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

import ckan.plugins.toolkit as tk
import click
from ckan import model

from ckanext.odlocale.cog.shared import (
    Vintage,
    VintageError,
    read_any,
    read_packaged,
)
from ckanext.odlocale.command import odlocale
from ckanext.odlocale.territory import config, importer, integrity
from ckanext.odlocale.territory.reindex import reindex_territories
from ckanext.odlocale.territory.wording import listed, plain, told

Command = Callable[..., Any]


class Refused(click.ClickException):
    """The command cannot do what it was asked, as it was asked."""

    exit_code = 2


class Unfound(click.ClickException):
    """What was asked for is not there."""

    exit_code = 1


@odlocale.group(short_help="Territories of France: import, look at, check.")
def territory() -> None:
    """Territories of France."""


def with_json(command: Command) -> Command:
    """Add the option --json."""
    return click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")(
        command
    )


def with_vintage(command: Command) -> Command:
    """Add the options that choose a vintage."""
    options = (
        click.option(
            "--from", "path", type=click.Path(), help="A folder of the npm package, or a built file."
        ),
        click.option(
            "--year", type=int, help="A packaged vintage, or the year of a folder that does not tell."
        ),
    )
    for option in options:
        command = option(command)
    return command


@territory.command("import")
@with_vintage
@with_json
def import_(path: str | None, year: int | None, as_json: bool) -> None:
    """Load a vintage: its changes are shown, then applied in one transaction.

    Without --from, the packaged vintage of the setting ckanext.odlocale.territory.vintage. What an import
    changed for datasets is reindexed by the background worker.
    """
    started = time.monotonic()
    vintage = _vintage(path, year)
    _say(f"vintage {vintage.year} read: {len(vintage.territories)} territories")
    with _refusals(), importer.locked() as connection:
        plan = importer.plan(connection, vintage)
        _say(*told(plan.diff, vintage))
        applied = importer.apply(connection, plan, _say)
    datasets = reindex_territories(applied.moved) if applied.moved else 0
    result = {
        "vintage": vintage.year,
        "territories": _by_level(vintage),
        "written": applied.territories,
        "moved": len(applied.moved),
        "changes": plan.diff.counts(),
        "datasets": datasets,
        "seconds": round(time.monotonic() - started, 2),
    }
    if as_json:
        _print(result)
    elif applied.territories:
        click.echo(f"Vintage {vintage.year} is in place; {datasets} datasets are being reindexed.")
    else:
        click.echo(f"Vintage {vintage.year} was in place already.")


@territory.command()
@with_vintage
@with_json
def diff(path: str | None, year: int | None, as_json: bool) -> None:
    """Show what an import would change; nothing is written."""
    vintage = _vintage(path, year)
    plan = importer.plan(model.Session.connection(), vintage)
    if as_json:
        _print({"vintage": vintage.year, "counts": plan.diff.counts(), **listed(plan.diff)})
    else:
        click.echo("\n".join(told(plan.diff, vintage)))


@territory.command()
@click.argument("territory_id", metavar="TERRITORY")
@with_json
def show(territory_id: str, as_json: bool) -> None:
    """Show a territory, like com-74042, and what surrounds it."""
    shown = _action("odlocale_territory_show", id=territory_id)
    if as_json:
        _print(shown)
    else:
        click.echo("\n".join(f"{key}: {plain(value)}" for key, value in shown.items()))


@territory.command()
@click.argument("territory_id", metavar="[TERRITORY]", default="fr")
@with_json
def tree(territory_id: str, as_json: bool) -> None:
    """Show what is directly below a territory; below the country without one."""
    shown = _action("odlocale_territory_tree", id=territory_id)
    if as_json:
        _print(shown)
        return
    click.echo(f"{shown['id']}  {shown['name']}")
    for child in shown["children"]:
        click.echo(f"  {child['id']}  {child['name']}  {plain(child['children'])}".rstrip())


@territory.command()
@with_json
@click.option("--limit", default=20, show_default=True, help="How many differences of each part to name.")
def check(as_json: bool, limit: int) -> None:
    """Compare closure, overlaps and search index with the truth; exit 1 naming what differs."""
    counts: Counter[str] = Counter()
    named: list[integrity.Difference] = []
    for one in integrity.check(_say):
        counts[one.part] += 1
        if counts[one.part] <= limit:
            named.append(one)
    if as_json:
        _print({"counts": dict(counts), "differences": [asdict(one) for one in named]})
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
    with _refusals():
        mended = integrity.rebuild(_say)
    if as_json:
        _print({"territories": mended.territories, "datasets": mended.datasets})
    else:
        click.echo(f"{mended.territories} territories and {mended.datasets} datasets were mended.")


@territory.command()
@click.argument("organization")
@click.argument("territory_id", metavar="[TERRITORY]", required=False)
@with_json
def attach(organization: str, territory_id: str | None, as_json: bool) -> None:
    """Attach an organization to its territory; without one, to that of its SIREN."""
    site_user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    asked = {"id": organization, "territory": territory_id}
    result = _action("odlocale_territory_attach", site_user, **asked)
    _say(*(f"warning: {warning}" for warning in result["warnings"]))
    if as_json:
        _print(result)
    else:
        click.echo(
            f"{result['organization']} is {result['territory']}; {result['datasets']} datasets are reindexed."
        )


def _action(name: str, user: str | None = None, **data: Any) -> Any:
    """Call an action, its errors told as one sentence."""
    context: Any = {"ignore_auth": True, "user": user} if user else {"ignore_auth": True}
    try:
        return tk.get_action(name)(context, {key: value for key, value in data.items() if value is not None})
    except tk.ObjectNotFound as error:
        raise Unfound(str(error.message)) from error
    except tk.ValidationError as error:
        raise Refused(" ".join(map(str, _sentences(error.error_dict)))) from error


def _sentences(errors: Any) -> list[Any]:
    if isinstance(errors, dict):
        errors = errors.values()
    elif not isinstance(errors, list):
        return [errors]
    return [sentence for error in errors for sentence in _sentences(error)]


def _vintage(path: str | None, year: int | None) -> Vintage:
    try:
        return read_any(path, year) if path else read_packaged(year or config.vintage())
    except VintageError as error:
        raise Refused(str(error)) from error


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except importer.ImportRunningError as error:
        raise Refused(
            "Another import or rebuild is running. Wait until it has ended, then try again."
        ) from error


def _by_level(vintage: Vintage) -> dict[str, int]:
    return dict(Counter(str(one.id.level) for one in vintage.current()))


def _print(document: Any) -> None:
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


def _say(*lines: str) -> None:
    for line in lines:
        click.echo(line, err=True)
