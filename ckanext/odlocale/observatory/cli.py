"""``ckan odlocale observatory``: data on standard output, everything else on standard error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import ckan.plugins.toolkit as tk
import click

from ckanext.odlocale.cog.shared import Level
from ckanext.odlocale.command import Refused, answer, odlocale, spoken, with_json
from ckanext.odlocale.observatory import exporting
from ckanext.odlocale.observatory.digest import sending
from ckanext.odlocale.observatory.history import days, snapshots
from ckanext.odlocale.observatory.links import checking
from ckanext.odlocale.observatory.logic import refusals
from ckanext.odlocale.observatory.map.outline import CODES, UnusableMapError
from ckanext.odlocale.observatory.openings.lines import Verdict
from ckanext.odlocale.observatory.published import writing

__all__ = ["odlocale"]

SHOWN = 20


@odlocale.group(short_help="Figures of open data in the territories.")
def observatory() -> None:
    """How far open data has come in the territories."""


@observatory.command()
@click.option("--date", "day", help="The day that it is; default: today, in UTC.")
@with_json
def snapshot(day: str | None, as_json: bool) -> None:
    """Take the figures of today. Run it every night; twice the same day is as once."""
    done = _act("odlocale_observatory_snapshot", date=day)
    if as_json:
        answer(done)
        return
    told = "{date}: {figures} figures of {territories} territories, {changed} of them new, in {seconds} s"
    click.echo(told.format(**done))
    if done["edition"]:
        click.echo(f"The edition {done['edition']} is frozen.")


@observatory.command()
@click.option("--minutes", type=float, default=30, show_default=True, help="Begin no visit later.")
@with_json
def links(minutes: float, as_json: bool) -> None:
    """Visit the links of datasets that were not visited for a week, one at a time. Run it every night."""
    tell = (lambda *_: None) if as_json else (lambda url, state: click.echo(f"{state}: {url}"))
    done = checking.check(minutes * 60, tell=tell)
    if as_json:
        answer(done)
    else:
        click.echo(", ".join(f"{name} {count}" for name, count in done.items()))


@observatory.command()
@with_json
@click.pass_context
def publish(ctx: click.Context, as_json: bool) -> None:
    """Publish the last figures as datasets of this portal. Run it every night, after the snapshot."""
    day = days.latest()
    if day is None:
        raise Refused("No figures were taken yet. Take them with: ckan odlocale observatory snapshot")
    try:
        with spoken(ctx):
            done = writing.publish(day)
    except writing.PublishingError as error:
        raise Refused(str(error)) from error
    if as_json:
        answer([{"name": one.name, "made": one.made, "files": list(one.files)} for one in done])
        return
    for one in done:
        click.echo(f"{one.name}: {', '.join(one.files) or 'nothing new'}")


@observatory.command()
@with_json
@click.pass_context
def digest(ctx: click.Context, as_json: bool) -> None:
    """Send the letters of this month that were not sent yet. Run it every night, after the snapshot."""
    with spoken(ctx):
        done = sending.send(snapshots.today())
    if as_json:
        answer(done)
    else:
        click.echo(", ".join(f"{name} {count}" for name, count in done.items()))
    if done["failed"]:
        raise click.exceptions.Exit(1)


@observatory.command()
@click.argument("year", type=int)
def edition(year: int) -> None:
    """Freeze the last figures of YEAR as an edition. The first snapshot of the next year does it too."""
    try:
        day, number = snapshots.freeze(year)
    except snapshots.EditionError as error:
        raise Refused(f"There will be no edition {year}: {error}.") from error
    click.echo(f"The edition {year} is frozen: {number} figures of {day}.")


@observatory.command()
@click.argument("day", required=False)
@with_json
def check(day: str | None, as_json: bool) -> None:
    """Work out the figures of DAY (default: the last one) again; exit 1 naming those that differ."""
    wanted = days.at(_day(day)) if day else days.latest()
    if wanted is None:
        raise Refused("No figures were taken by then.")
    found = snapshots.differences(wanted)
    if as_json:
        answer([{**key._asdict(), "kept": old, "again": new} for key, (old, new) in found.items()])
    else:
        for key, (old, new) in list(found.items())[:SHOWN]:
            click.echo(
                f"{' '.join(filter(None, key))}: {old.numerator}/{old.denominator}"
                f" is kept, {new.numerator}/{new.denominator} comes out"
            )
        click.echo(f"{len(found)} figures of {wanted} differ." if found else f"{wanted}: nothing differs.")
    if found:
        raise click.exceptions.Exit(1)


@observatory.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", required=True, help="Who publishes the list.")
@click.option("--date", "day", required=True, help="The day of the list, like 2022-12-31.")
@click.option("--dry-run", is_flag=True, help="Only show what would be imported.")
@with_json
def openings(file: Path, source: str, day: str, dry_run: bool, as_json: bool) -> None:
    """Import a list, in OpenDataFrance's columns, of who is open elsewhere; exit 1 when a line is refused."""
    done = _act("odlocale_observatory_opening_import", upload=file, source=source, date=day, dry_run=dry_run)
    if as_json:
        answer(done)
    else:
        _tell(done)
    if done["counts"][Verdict.REFUSED]:
        raise click.exceptions.Exit(1)


def _tell(done: dict[str, Any]) -> None:
    for line in done["lines"]:
        if line["verdict"] != Verdict.OPEN:
            click.echo(f"{line['line']}: {line['siren']} {line['name']}: {line['why']}")
    click.echo(", ".join(f"{name} {count}" for name, count in done["counts"].items()))
    if done["gone"]:
        click.echo(f"no more in the list: {', '.join(done['gone'])}")
    if done["counts"][Verdict.REFUSED]:
        click.echo("Nothing was imported: mend the refused lines, then run this again.", err=True)


@observatory.command("map")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", required=True, help="Who made it, and its licence: shown below every map.")
@click.option("--level", type=click.Choice(sorted(map(str, CODES))), default="com", show_default=True)
@click.option("--code", help="The property with the code of a territory. Default: the usual ones.")
@with_json
def import_outlines(file: Path, source: str, level: str, code: str | None, as_json: bool) -> None:
    """Take a GeoJSON FILE in degrees as the map: simplified, dissolved to what contains its territories."""
    # Half a second and its memory for what no other command needs.
    from ckanext.odlocale.observatory.map.importing import import_map

    with spoken(click.get_current_context()):
        try:
            done = import_map(file, Level(level), source, code)
        except UnusableMapError as error:
            raise Refused(refusals.unusable_map(error)) from error
    if as_json:
        answer({"outlines": done.outlines, "unknown": list(map(str, done.unknown))})
        return
    click.echo(", ".join(f"{name} {count}" for name, count in done.outlines.items()))
    if done.unknown:
        shown = ", ".join(map(str, done.unknown[:SHOWN]))
        click.echo(f"{len(done.unknown)} are no territories of this portal: {shown}", err=True)


@observatory.command()
@click.argument("what", type=click.Choice(exporting.WHAT))
@click.option("--territory", help="Default: that of the portal.")
@click.option("--format", "form", type=click.Choice(exporting.FORMS), default="csv", show_default=True)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Default: standard output.")
@click.pass_context
def export(ctx: click.Context, what: str, territory: str | None, form: str, output: Path | None) -> None:
    """Write figures, history, collectivités (odf: in OpenDataFrance’s columns) or coverage of the socle."""
    with spoken(ctx), _refusals():
        content = exporting.document(what, form, territory)
    if output:
        output.write_bytes(content)
    else:
        click.get_binary_stream("stdout").write(content)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused(f"{text} is no date. Write it like 2026-12-31.") from error


def _act(name: str, **data: Any) -> Any:
    with _refusals():
        context: Any = {"ignore_auth": True}
        return tk.get_action(name)(context, {key: value for key, value in data.items() if value is not None})


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except tk.ObjectNotFound as error:
        raise Refused(str(error.message)) from error
    except tk.ValidationError as error:
        raise Refused(" ".join(map(str, error.error_summary.values()))) from error
