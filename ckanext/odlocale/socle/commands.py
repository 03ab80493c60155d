"""`odlocale validate` and `odlocale schemas`: commands the console script adds to its own group.

What judges is imported when a command runs: `odlocale up` need not wait for it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from .catalogue import Entry

LANGUAGE = click.option("--lang", type=click.Choice(["fr", "en"]), default="fr", show_default=True)
AS_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
TEXTS = ("title", "purpose", "legal", "who", "licence", "naming", "frequency")
FACTS = ("kind", "levels", "population", "tags", "label", "schema_licence")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--schema", default="auto", metavar="NAME[@VERSION]", help="'auto' recognises it from the header."
)
@click.option("--max-errors", type=click.IntRange(min=0), default=1000, show_default=True, metavar="N",
              help="Findings listed per rule; all are counted.")  # fmt: skip
@AS_JSON
@LANGUAGE
@click.pass_context
def validate(  # noqa: PLR0913, PLR0917 (the options of a command)
    context: click.Context, file: Path, schema: str, max_errors: int, as_json: bool, lang: str
) -> None:
    """Judge FILE against a schema of the socle commun.

    Exits 0 when it is valid, 1 when it is not, 2 when it cannot be judged.
    """
    from .judging import judge_file
    from .report import as_document, as_lines, exit_code

    verdict = judge_file(file, schema, kept=max_errors, progress=_progress())
    click.echo(_json(as_document(verdict, lang)) if as_json else "\n".join(as_lines(verdict, lang)))
    context.exit(exit_code(verdict))


@click.command()
@AS_JSON
@LANGUAGE
def schemas(as_json: bool, lang: str) -> None:
    """List the schemas of the socle commun, every version of every set."""
    from .catalogue import all_entries

    described = [describe(entry, lang) for entry in all_entries()]
    if as_json:
        click.echo(_json(described))
    else:
        click.echo("\n".join(f"{one['name']}@{one['version']}  {one['title']}" for one in described))


def describe(entry: Entry, lang: str = "fr") -> dict[str, Any]:
    """One version of one set as data: what it is for, who must publish it, its fields and its checks."""
    return {
        "name": entry.name,
        "version": entry.version,
        "latest": entry.is_latest,
        **{key: entry.text(key, lang) for key in TEXTS},
        **{key: entry.about[key] for key in FACTS},
        "fields": _fields(entry, lang),
        "checks": entry.descriptor.get("custom_checks", []),
    }


def _fields(entry: Entry, lang: str) -> list[dict[str, Any]]:
    if entry.is_document:
        collections = entry.descriptor["collections"]
        return [{"name": one["path"], "type": "object", "required": False} for one in collections]
    title = "title" if lang == "fr" else f"title_{lang}"
    return [
        {"name": field["name"], "type": field["type"], "required": field["name"] in entry.table.needed,
         "title": field[title], "example": field["example"]}
        for field in entry.descriptor["fields"]
    ]  # fmt: skip


def _progress() -> Callable[[int], None] | None:
    """Rows judged so far, rewritten in place on a terminal; nothing elsewhere."""
    if not sys.stderr.isatty():
        return None
    return lambda rows: click.echo(f"\r{rows:,}\r".replace(",", " "), nl=False, err=True)


def _json(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1)
