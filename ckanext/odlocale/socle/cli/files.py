"""``ckan odlocale socle check``: judging the files of the portal."""

from __future__ import annotations

import click
import sqlalchemy as sa
from ckan import model

from ckanext.odlocale.socle import checking, saves
from ckanext.odlocale.socle.cli.group import socle


@socle.command(short_help="Judge files that are on the portal already.")
@click.argument("resources", nargs=-1, metavar="[RESOURCE_ID]...")
@click.option(
    "--force", is_flag=True, help="Judge a file again although neither it nor its standard changed."
)
def check(resources: tuple[str, ...], force: bool) -> None:
    """Judge these files now; without any, have all uploaded files judged in the background."""
    if resources:
        for resource_id in resources:
            row = checking.check(resource_id, force=force)
            click.echo(f"{resource_id}\t{row['verdict'] if row else '-'}\t{(row and row['name']) or '-'}")
        return
    click.echo(f"{_send_all()} files sent to be judged", err=True)


def _send_all() -> int:
    from ckan.logic import get_action

    uploaded = sa.select(model.Resource.id).where(
        model.Resource.url_type == "upload", model.Resource.state == "active"
    )
    show = get_action("resource_show")
    return sum(
        saves.send([show({"ignore_auth": True}, {"id": resource_id})])
        for resource_id in model.Session.execute(uploaded).scalars().all()
    )
