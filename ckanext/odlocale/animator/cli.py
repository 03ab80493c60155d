"""``ckan odlocale`` of this room."""

from __future__ import annotations

from typing import Any

import click

from ckanext.odlocale.animator.days import today
from ckanext.odlocale.animator.kits import cli as _kits  # noqa: F401 - adds its group
from ckanext.odlocale.animator.reminding.sending import Reminded
from ckanext.odlocale.animator.reminding.sending import remind as send_reminders
from ckanext.odlocale.command import Refused, act, answer, odlocale, spoken, with_json

__all__ = ["odlocale"]


@odlocale.group(short_help="Who helps local authorities: animators, and reminders of agreements.")
def animator() -> None:
    """Who helps local authorities: animators, and reminders of agreements."""


@animator.command()
@with_json
def tree(as_json: bool) -> None:
    """Show the animators, each below those that support it."""
    found = act("odlocale_animator_tree")
    if as_json:
        answer(found)
        return
    for one in found:
        _branch(one, 0)


def _branch(one: dict[str, Any], depth: int) -> None:
    click.echo(f"{'  ' * depth}{one['organization']}  {one['title']}  ({one['kind']})")
    for below in one["supports"]:
        _branch(below, depth + 1)


@animator.command()
@click.argument("organization")
@with_json
def show(organization: str, as_json: bool) -> None:
    """Show an animator, by the name of its organization: who it is, what it offers and where."""
    found = act("odlocale_animator_show", id=organization)
    if as_json:
        answer(found)
        return
    for name in ("organization", "title", "kind", "contact_name", "contact_email", "charter_signed"):
        click.echo(f"{name}: {found[name] or ''}".rstrip())
    for name in ("perimeter", "perimeter_except"):
        click.echo(f"{name}: {' '.join(found[name])}".rstrip())
    for name in ("supported_by", "supports"):
        click.echo(f"{name}: {' '.join(one['organization'] for one in found[name])}".rstrip())
    for offer in found["offers"]:
        click.echo(f"offer: {offer['service']} {' '.join(offer['perimeter'])} {_when(offer)}")


def _when(offer: dict[str, Any]) -> str:
    return f"from {offer['since']}" + (f" until {offer['until']}" if offer["until"] else "")


@animator.command()
@click.option("--dry-run", is_flag=True, help="Only say which are due.")
@with_json
@click.pass_context
def remind(context: click.Context, dry_run: bool, as_json: bool) -> None:
    """Write to both sides of the agreements that end soon; for cron, once a day.

    Run again, it sends nothing twice. Exit 1 when a letter that is due could not be sent: it is due again the
    next time.
    """
    try:
        # The letters have addresses and dates, in the language of the portal: as a page of it would.
        with spoken(context):
            done = send_reminders(today(), send=not dry_run)
    except ValueError as error:
        raise Refused(str(error)) from error
    if as_json:
        answer({"sent": done.sent, "failed": done.failed, "unreached": done.unreached})
    else:
        _tell(done, dry_run)
    if done.failed:
        raise click.exceptions.Exit(1)


def _tell(done: Reminded, dry_run: bool) -> None:
    letters = sum(done.sent.values())
    what = "due" if dry_run else "sent"
    click.echo(f"{len(done.sent)} agreements: {letters} letters {what}")
    for mandate in done.unreached:
        click.echo(f"nobody to write to: {mandate}")
    for mandate in done.failed:
        click.echo(f"not sent, the mail server refused or does not answer: {mandate}")
