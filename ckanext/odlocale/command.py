"""The ``ckan odlocale`` command, one group that every plugin adds its own commands to, and what they share.

Data go to standard output, everything else to standard error.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import ckan.plugins.toolkit as tk
import click

Command = Callable[..., Any]


class Refused(click.ClickException):
    """The command cannot do what it was asked, as it was asked."""

    exit_code = 2


class Unfound(click.ClickException):
    """What was asked for is not there."""

    exit_code = 1


@click.group(short_help="Territories and data of French local authorities.")
def odlocale() -> None:
    """Territories and data of French local authorities."""


def with_json(command: Command) -> Command:
    """Add the option --json."""
    return click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")(
        command
    )


def act(name: str, user: str | None = None, **data: Any) -> Any:
    """Call an action, its errors told as one sentence."""
    context: Any = {"ignore_auth": True, "user": user} if user else {"ignore_auth": True}
    try:
        return tk.get_action(name)(context, {key: value for key, value in data.items() if value is not None})
    except tk.ObjectNotFound as error:
        raise Unfound(str(error.message)) from error
    except tk.ValidationError as error:
        raise Refused(" ".join(map(str, sentences(error.error_dict)))) from error


@contextmanager
def spoken(ctx: click.Context) -> Iterator[None]:
    """Messages in the site's language: CKAN translates within a request only."""
    with ctx.meta["flask_app"].test_request_context():
        yield


def sentences(errors: Any) -> list[Any]:
    """The sentences of the errors of an action, whatever they are nested in."""
    if isinstance(errors, dict):
        errors = errors.values()
    elif not isinstance(errors, list):
        return [errors]
    return [sentence for error in errors for sentence in sentences(error)]


def answer(document: Any) -> None:
    """Print the one document of --json."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


def say(*lines: str) -> None:
    """Tell people, beside the data."""
    for line in lines:
        click.echo(line, err=True)
