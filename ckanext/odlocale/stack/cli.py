"""The `odlocale` command."""

from __future__ import annotations

import os
import sys

import click

from ckanext.odlocale.stack import control, lanes, sites
from ckanext.odlocale.stack.control import StackError
from ckanext.odlocale.stack.paths import var_folder
from ckanext.odlocale.stack.portal import PORTAL

# Everything after the name of such a command belongs to another program, --help included.
PASSED_ON = {"ignore_unknown_options": True, "allow_interspersed_args": False, "help_option_names": []}


@click.group()
def odlocale() -> None:
    """Territories, roll-up harvesting and servers to try them on."""


@odlocale.command()
@click.option("--attach", is_flag=True, help="Stay, and name what dies; Ctrl-C stops everything.")
def up(attach: bool) -> None:
    """Start the embedded servers and a CKAN on them."""
    try:
        portal = sites.create(PORTAL)
        sites.start(portal)
        say(f"CKAN answers at {portal.url}. Stop everything with: ./run down")
        if attach:
            control.watch(portal.var)
    except KeyboardInterrupt:
        say("Stopping everything.")
        control.down(var_folder())


@odlocale.command()
def down() -> None:
    """Stop everything that the stack runs."""
    var = var_folder()
    with control.locked(var):
        ran = control.down(var)
    say("Everything is stopped." if ran else "Nothing was running.")


@odlocale.command(context_settings=PASSED_ON)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def ckan(arguments: tuple[str, ...]) -> None:
    """CKAN's own command, on the embedded stack."""
    portal = sites.create(PORTAL)
    line = sites.command("-c", str(portal.ini), *arguments)
    os.execve(line[0], line, sites.environment(portal))


@odlocale.command(context_settings=PASSED_ON)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def test(arguments: tuple[str, ...]) -> None:
    """Both test lanes: pure, then CKAN on the embedded stack."""
    sys.exit(lanes.test(arguments))


@odlocale.command()
def lint() -> None:
    """Format, rules and types."""
    sys.exit(lanes.lint())


def say(text: str) -> None:
    """Tells the person something: on standard error, which data never uses."""
    click.echo(text, err=True)


def main() -> None:
    """Run the command: a fault of the stack is one clear message, not a traceback."""
    try:
        odlocale.main(prog_name="odlocale")
    except StackError as error:
        say(str(error))
        sys.exit(1)


if __name__ == "__main__":
    main()
