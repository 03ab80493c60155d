"""``ckan odlocale harvest``: data on standard output, everything else on standard error."""

from __future__ import annotations

import getpass
import json
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import ckan.plugins.toolkit as tk
import click
from ckan import model

from ckanext.odlocale.command import odlocale, spoken
from ckanext.odlocale.harvest import (
    lanes,
    rehoming,
    review,
    running,
    seen,
    source_config,
    source_list,
    vanished,
)
from ckanext.odlocale.harvest.documents import FetchError
from ckanext.odlocale.harvest.preview import HARVESTERS, preview
from ckanext.odlocale.harvest.records import Source
from ckanext.odlocale.harvest.reporting import health_label
from ckanext.odlocale.harvest.review import ReviewError
from ckanext.odlocale.harvest.rollup import Policy

__all__ = ["odlocale"]

SHOWN_ERRORS = 20


class Refused(click.ClickException):
    """The command cannot do what it was asked, as it was asked."""

    exit_code = 2


@odlocale.group(short_help="Harvested datasets: preview, run, decide, move.")
def harvest() -> None:
    """Harvested datasets and the territories that produced them."""


@harvest.command("preview")
@click.argument("address")
@click.option(
    "--type", "kind", type=click.Choice(list(HARVESTERS)), required=True, help="What kind of catalogue."
)
@click.option("--territory", help="Limits the search for names; default: that of the organization.")
@click.option("--organization", help="The organization the source would belong to.")
@click.option(
    "--policy",
    type=click.Choice([policy.value for policy in Policy]),
    default=Policy.ROLL_UP.value,
    show_default=True,
)
@click.option("--animator", help="The organization that publishes for producers without one.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
@click.pass_context
def preview_(
    ctx: click.Context, address: str, kind: str, organization: str | None, as_json: bool, **config: str | None
) -> None:
    """Show what a harvest of ADDRESS (or of a file) would do with each dataset; nothing is written."""
    with spoken(ctx), _refusals():
        owner = source_config.organization_id(organization) if organization else None
        said = source_config.check(json.dumps(config))
        rows = []
        for row in preview(address, kind, source_config.make_policy(owner, said)):
            rows.append(row)
            _progress(len(rows), 0)
            if not as_json:
                click.echo(_line(row))
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        click.echo(_summary(rows), err=True)
    model.Session.rollback()


@harvest.command()
@click.argument("source")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
@click.pass_context
def run(ctx: click.Context, source: str, as_json: bool) -> None:
    """Harvest SOURCE now and here, without the consumers."""
    with spoken(ctx), _refusals():
        report = running.run(review.source_named(source), _progress)
    if as_json:
        click.echo(
            json.dumps({"counts": report.counts, "errors": report.errors}, ensure_ascii=False, indent=2)
        )
        return
    click.echo(
        ", ".join(f"{count} {status}" for status, count in sorted(report.counts.items())) or "nothing new"
    )
    for error in report.errors[:SHOWN_ERRORS]:
        click.echo(error, err=True)
    if len(report.errors) > SHOWN_ERRORS:
        click.echo(
            f"… and {len(report.errors) - SHOWN_ERRORS} more errors, on the page of the job.", err=True
        )


@harvest.command("gather-waiting")
def gather_waiting() -> None:
    """Gather what waits, then end: a gather consumer starts this beside a slow source."""
    click.echo(f"{lanes.work_off()} jobs gathered.", err=True)


@harvest.command("review")
@click.argument("key", required=False)
@click.option("--source", help="Name of a harvest source.")
@click.option("--territory", help="The producer is this territory: its datasets are moved to it.")
@click.option("--alias", is_flag=True, help="Its name stands for the territory from now on.")
@click.option("--ignore", is_flag=True, help="The producer is no territory: nobody is asked again.")
@click.option("--undo", is_flag=True, help="Take the decision back.")
@click.option("--all", "every", is_flag=True, help="List decided producers too.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
@click.pass_context
def review_(
    ctx: click.Context, key: str | None, source: str | None, every: bool, as_json: bool, **choice: Any
) -> None:
    """List the producers that wait for a decision, or decide about the one called KEY."""
    with spoken(ctx), _refusals():
        chosen = review.source_named(source) if source else None
        if key is None:
            _list(review.listed(chosen, every), as_json)
            return
        moved = _decide(chosen, key, **choice)
    click.echo(json.dumps({"key": key, "datasets": moved}) if as_json else f"{moved} datasets placed anew.")


@harvest.command("vanished")
@click.argument("source")
@click.option("--confirm", is_flag=True, help="Have deleted, each at its time, what waits for a person.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
@click.pass_context
def vanished_(ctx: click.Context, source: str, confirm: bool, as_json: bool) -> None:
    """List the datasets that SOURCE no longer has, or confirm their deletion."""
    with spoken(ctx), _refusals():
        chosen = review.source_named(source)
        confirmed = vanished.confirm(chosen.id, getpass.getuser()) if confirm else 0
        rows = vanished.listed(chosen.id)
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        fate = "waits for a person" if row["waits"] else f"deleted after {row['delete_after']}"
        click.echo(f"{row['name']}  gone since {row['since']}: {fate}")
    click.echo(f"{len(rows)} datasets, {confirmed} deletions confirmed.", err=True)


@harvest.command("directory")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--apply", "write", is_flag=True, help="Make and change the sources; without it, only say so.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
@click.pass_context
def directory_(ctx: click.Context, file: Path, write: bool, as_json: bool) -> None:
    """Make and keep up the sources that FILE lists, one a line; none is ever deleted."""
    with spoken(ctx), _refusals():
        steps = [source_list.apply(step) if write else step for step in source_list.plan(file)]
    rows = [
        {name: getattr(step, name) for name in ("line", "address", "action", "name", "why")} for step in steps
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo("{line}: {action} {address} {name} {why}".format(**row).rstrip())
    counted = ", ".join(f"{count} {action}" for action, count in Counter(s.action for s in steps).items())
    click.echo(f"{len(rows)} lines: {counted}.{'' if write else ' Nothing was written.'}", err=True)


@harvest.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
@click.pass_context
def status(ctx: click.Context, as_json: bool) -> None:
    """Say how every source is: health, last run, next run."""
    with spoken(ctx):
        rows = seen.sources(seen.Scope())
        said = {row["name"]: health_label(row["health"]) for row in rows}
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        ended = (row["last_run"] or {}).get("ended") or "—"
        figures = f"{row['datasets']} datasets, {row['in_review']} in review"
        click.echo(f"{row['name']}: {said[row['name']]}, {figures}, {ended} → {row['next_run'] or '—'}")
    click.echo(f"{len(rows)} sources.", err=True)


@harvest.command()
@click.option("--dry-run", is_flag=True, help="Only say what would move.")
@click.option("--undo", help="Move the datasets of this batch back.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
@click.pass_context
def rehome(ctx: click.Context, dry_run: bool, undo: str | None, as_json: bool) -> None:
    """Move datasets to the organization in which they belong by now, or back."""
    with spoken(ctx), _refusals():
        if undo:
            back = rehoming.undo(undo, _progress)
            click.echo(json.dumps({"datasets": back}) if as_json else f"{back} datasets moved back.")
            return
        rows = [_proposal(one) for one in rehoming.proposals()]
        batch, moved = (None, 0) if dry_run else rehoming.apply(getpass.getuser(), _progress)
    if as_json:
        done = {"batch": batch, "moved": moved, "proposals": rows}
        click.echo(json.dumps(done, ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo("{datasets} of {territory}: {from} → {to} ({kind})".format(**row))
    undoing = f" To undo: ckan odlocale harvest rehome --undo {batch}" if moved else ""
    click.echo(f"{moved} datasets moved.{undoing}", err=True)


def _decide(source: Source | None, key: str, territory: str | None, **flags: bool) -> int:
    if source is None:
        raise ReviewError(tk._("A producer is known by its key in one source: add --source NAME."))
    if bool(territory) + flags["ignore"] + flags["undo"] != 1:
        raise ReviewError(tk._("Choose one of --territory ID, --ignore and --undo."))
    decision = "territory" if territory else "ignored" if flags["ignore"] else "pending"
    review.decide(source, key, review.Choice(decision, territory, flags["alias"]), getpass.getuser())
    return review.apply(source.id, key, _progress)


def _list(rows: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        decided = f" [{row['decision']} {row['territory'] or ''} {row['author']}]" if row["decided"] else ""
        click.echo(f"{row['datasets']:>6}  {row['source']}  {row['key']}{decided}")
        for evidence in row["evidence"]:
            click.echo(f"        {evidence}")
    click.echo(f"{len(rows)} producers.", err=True)


def _line(row: dict[str, Any]) -> str:
    publisher, placement = row["publisher"], row["placement"]
    who = f"{publisher['territory']} ({publisher['certainty']})" if publisher else "—"
    where = f"{placement['kind']} {placement['organization'] or '—'}" if placement else "—"
    shown = (f"{row['action']}  {row['title'][:70]}", row["producer_name"][:50], who, where, row["why"])
    return "  |  ".join(shown)


def _summary(rows: list[dict[str, Any]]) -> str:
    kinds = Counter(row["placement"]["kind"] for row in rows if row["placement"])
    actions = Counter(row["action"] for row in rows)
    known = sum(1 for row in rows if row["publisher"] and row["publisher"]["certainty"] == "certain")
    counted = ", ".join(f"{count} {name}" for name, count in [*actions.items(), *kinds.items()])
    return f"{len(rows)} datasets, {known} with a certain producer: {counted}. Nothing was written."


def _proposal(one: rehoming.Proposal) -> dict[str, Any]:
    names = [
        group.name if group_id and (group := model.Session.get(model.Group, group_id)) else None
        for group_id in (one.here, one.there)
    ]
    said = {"datasets": one.datasets, "territory": one.territory, "kind": str(one.kind)}
    return {**said, "from": names[0], "to": names[1]}


def _progress(done: int, total: int) -> None:
    """One line that counts on a terminal; elsewhere a plain line now and then."""
    if sys.stderr.isatty():
        click.echo(
            f"\r{done}{f' of {total}' if total else ''} datasets", nl=done == total and total > 0, err=True
        )
    elif total and (done == total or done % 100 == 0):
        click.echo(f"{done} of {total} datasets", err=True)


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except (FetchError, ReviewError, running.RunError, ValueError) as error:
        raise Refused(str(error)) from error
