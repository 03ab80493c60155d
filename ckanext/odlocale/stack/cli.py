"""The `odlocale` command."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from ckanext.odlocale.socle.commands import schemas, validate
from ckanext.odlocale.stack import control, lanes, sites
from ckanext.odlocale.stack.control import StackError
from ckanext.odlocale.stack.environment import child_environment
from ckanext.odlocale.stack.paths import var_folder
from ckanext.odlocale.stack.portal import PORTAL

# Everything after the name of such a command belongs to another program, --help included.
PASSED_ON = {"ignore_unknown_options": True, "allow_interspersed_args": False, "help_option_names": []}


@click.group()
def odlocale() -> None:
    """Territories, roll-up harvesting, verdicts, and servers to try them on."""


odlocale.add_command(validate)
odlocale.add_command(schemas)


@odlocale.command()
@click.option("--attach", is_flag=True, help="Stay, and name what dies; Ctrl-C stops everything.")
def up(attach: bool) -> None:
    """Start the embedded servers and a CKAN on them."""
    with down_when_interrupted():
        portal = sites.create(PORTAL, tell=say)
        say("Starting CKAN.")
        sites.start(portal)
        say(f"CKAN answers at {portal.url}. To stop everything: {'Ctrl-C' if attach else './run down'}")
        if attach:
            control.watch(portal.var)


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
    line = sites.command(sites.create(PORTAL, tell=say), *arguments)
    os.execve(line[0], line, child_environment())


@odlocale.command(context_settings=PASSED_ON)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def test(arguments: tuple[str, ...]) -> None:
    """Both test lanes: pure, then CKAN on the embedded stack."""
    sys.exit(lanes.test(arguments))


@odlocale.command()
@click.option("--source", metavar="ADDRESS", help="Harvest this portal instead of the sample catalogues.")
@click.option("--type", "kind", type=click.Choice(["ckan", "dcat"]), default="ckan", help="Of that portal.")
@click.option("--no-serve", is_flag=True, help="End after the summary, and stop everything.")
@click.option("--json", "as_json", is_flag=True, help="The summary as one JSON document.")
def demo(source: str | None, kind: str, no_serve: bool, as_json: bool) -> None:
    """A portal with all territories of France and harvested catalogues."""
    from ckanext.odlocale.stack.demo import run

    with down_when_interrupted():
        run(source, kind, serve=not no_serve, as_json=as_json)


@odlocale.command(context_settings=PASSED_ON)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def bench(arguments: tuple[str, ...]) -> None:
    """Our figures against peers', measured in one run."""
    sys.exit(lanes.bench(arguments))


@odlocale.command()
def lint() -> None:
    """Format, rules and types."""
    sys.exit(lanes.lint())


@contextmanager
def down_when_interrupted() -> Iterator[None]:
    """Ctrl-C, SIGTERM and a closed terminal stop everything that the stack runs."""
    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, _interrupt)
    try:
        yield
    except KeyboardInterrupt:
        say("\nStopping everything.")
        control.down(var_folder())
        sys.exit(130)


def _interrupt(*_signal: object) -> None:
    raise KeyboardInterrupt


def say(text: str) -> None:
    """Tells the person something: on standard error, since standard output is for data."""
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
