"""``import``, ``diff``, ``restore`` and ``history``."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import ckan.plugins.toolkit as tk
import click
from ckan import model
from redis.exceptions import RedisError

from ckanext.odlocale.cog.shared import Vintage, VintageError, read_any, read_packaged
from ckanext.odlocale.territory import config
from ckanext.odlocale.territory.cli.group import (
    Command,
    Refused,
    act,
    answer,
    refusals,
    say,
    territory,
    with_json,
)
from ckanext.odlocale.territory.vintages import importer, journal
from ckanext.odlocale.territory.vintages.effect import effect_of
from ckanext.odlocale.territory.vintages.planning import Plan, plan
from ckanext.odlocale.territory.vintages.queueing import queue_waiting
from ckanext.odlocale.territory.wording import listed, told, told_effect, told_entry, told_result

NAMED = 20
HISTORY = 100
PACKAGED = "ckanext-odlocale"


def with_vintage(command: Command) -> Command:
    """Add the options that choose a vintage."""
    options = (
        click.option(
            "--vintage",
            "path",
            metavar="FILES",
            type=click.Path(),
            help="A folder or .tgz of the npm package, or a built file.",
        ),
        click.option(
            "--year", type=int, help="A packaged vintage, or the year of files that do not tell theirs."
        ),
    )
    for option in options:
        command = option(command)
    return command


dry_run_option = click.option("--dry-run", is_flag=True, help="Show what would happen; write nothing.")


@territory.command("import")
@with_vintage
@dry_run_option
@with_json
def import_(path: str | None, year: int | None, dry_run: bool, as_json: bool) -> None:
    """Load a vintage: what it changes is shown, then applied in one transaction.

    Without --vintage, the packaged vintage of the setting ckanext.odlocale.territory.vintage. What an import
    changed for datasets is reindexed by the background worker.
    """
    started = time.monotonic()
    vintage = _vintage(path, year)
    say(f"vintage {vintage.year} read: {len(vintage.territories)} territories")
    if dry_run:
        _show(plan(model.Session.connection(), vintage), as_json)
        return
    with refusals(), importer.locked() as connection:
        planned = plan(connection, vintage)
        _say_plan(planned)
        applied = importer.apply(connection, planned, say, _origin(_source(path)))
    _report(applied, started, as_json, {"territories": _by_level(vintage)})


@territory.command()
@with_vintage
@with_json
def diff(path: str | None, year: int | None, as_json: bool) -> None:
    """Show what an import would change, and whom it concerns here; nothing is written."""
    _show(plan(model.Session.connection(), _vintage(path, year)), as_json)


@territory.command()
@click.argument("entry", type=int, required=False)
@dry_run_option
@with_json
def restore(entry: int | None, dry_run: bool, as_json: bool) -> None:
    """Go back to exactly what was held before the last import, or before an entry of the history."""
    started = time.monotonic()
    with _restorable():
        if dry_run:
            _show(importer.plan_of_restore(model.Session.connection(), entry)[1], as_json)
            return
        with refusals(), importer.locked() as connection:
            undone, planned = importer.plan_of_restore(connection, entry)
            _say_plan(planned)
            origin = _origin(undone.source, undone.id)
            applied = importer.apply(connection, planned, say, origin)
    _report(applied, started, as_json, {})


@territory.command()
@with_json
def history(as_json: bool) -> None:
    """List the vintages that were applied, latest first."""
    shown = act("odlocale_vintage_list", limit=HISTORY)
    if as_json:
        answer(shown)
        return
    for one in shown["results"]:
        click.echo(told_entry(one))


def _show(planned: Plan, as_json: bool) -> None:
    effect = effect_of(planned, NAMED)
    if as_json:
        document = {"vintage": planned.held.year, "counts": planned.diff.counts(), **listed(planned.diff)}
        answer({**document, "effect": asdict(effect)})
    else:
        click.echo("\n".join((*told(planned), *told_effect(effect))))


def _say_plan(planned: Plan) -> None:
    say(*told(planned), *told_effect(effect_of(planned, NAMED)))


def _report(applied: importer.Applied, started: float, as_json: bool, further: dict[str, Any]) -> None:
    datasets = _queued()
    year = applied.plan.held.year
    result = {
        "vintage": year,
        **further,
        "written": applied.territories,
        "moved": len(applied.moved),
        "changes": applied.plan.diff.counts(),
        "datasets": datasets,
        "entry": applied.entry,
        "seconds": round(time.monotonic() - started, 2),
    }
    if as_json:
        answer(result)
    else:
        click.echo(told_result(year, applied.territories, datasets))


def _queued() -> int:
    """Queue what this import and earlier ones left to be reindexed; should the queue be down, later."""
    try:
        return queue_waiting()
    except RedisError:
        say(
            tk._(
                "warning: the queue cannot be reached, and the datasets concerned wait for it. When Redis "
                "is back, run: ckan odlocale territory rebuild"
            )
        )
        return 0


@contextmanager
def _restorable() -> Iterator[None]:
    try:
        yield
    except journal.NothingToRestoreError as error:
        raise Refused(
            tk._(
                "There is no such entry to go back to before. The entries are listed by: "
                "ckan odlocale territory history"
            )
        ) from error


def _source(path: str | None) -> str:
    """What the journal calls the files: never where they are on the server."""
    return Path(path).resolve().name if path else PACKAGED


def _origin(source: str, undoes: int | None = None) -> journal.Origin:
    author = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    return journal.Origin(source, author, undoes)


def _vintage(path: str | None, year: int | None) -> Vintage:
    try:
        return read_any(path, year) if path else read_packaged(year or config.vintage())
    except VintageError as error:
        raise Refused(str(error)) from error


def _by_level(vintage: Vintage) -> dict[str, int]:
    return dict(Counter(str(one.id.level) for one in vintage.current()))
