"""`odlocale validate` and `odlocale schemas`, as argparse subcommands the console script adds to its own."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from .catalogue import Entry, all_entries
from .findings import DEFAULT_KEPT
from .report import as_document, as_lines, exit_code
from .verdict import AUTO, judge_file

LANGUAGES = ("fr", "en")
TEXTS = ("title", "purpose", "legal", "who", "licence", "naming", "frequency")
FACTS = ("kind", "levels", "population", "tags", "label", "schema_licence")


def add_commands(commands: argparse._SubParsersAction[Any]) -> None:
    """Add both commands; each sets `run`, a function of the parsed arguments that returns the exit code."""
    _add_validate(commands)
    _add_schemas(commands)


def _add_validate(commands: argparse._SubParsersAction[Any]) -> None:
    parser = commands.add_parser("validate", help="judge a file against a schema of the socle commun")
    parser.add_argument("file", type=Path)
    parser.add_argument(
        "--schema",
        default=AUTO,
        metavar="NAME[@VERSION]",
        help="such as scdl/deliberations; 'auto' recognises it from the header (default)",
    )
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")
    parser.add_argument("--lang", choices=LANGUAGES, default="fr")
    parser.add_argument(
        "--max-errors",
        type=int,
        default=DEFAULT_KEPT,
        metavar="N",
        help=f"findings listed per rule; all are counted (default {DEFAULT_KEPT})",
    )
    parser.set_defaults(run=run_validate)


def _add_schemas(commands: argparse._SubParsersAction[Any]) -> None:
    parser = commands.add_parser("schemas", help="list the schemas of the socle commun")
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")
    parser.add_argument("--lang", choices=LANGUAGES, default="fr")
    parser.set_defaults(run=run_schemas)


def run_validate(arguments: argparse.Namespace) -> int:
    """Print the verdict; 0 valid, 1 invalid, 2 cannot be judged."""
    verdict = judge_file(arguments.file, arguments.schema, kept=max(arguments.max_errors, 0))
    if arguments.json:
        _print_json(as_document(verdict, arguments.lang))
    else:
        sys.stdout.write("\n".join(as_lines(verdict, arguments.lang)) + "\n")
    return exit_code(verdict)


def run_schemas(arguments: argparse.Namespace) -> int:
    """Print every version of every set."""
    described = [describe(entry, arguments.lang) for entry in all_entries()]
    if arguments.json:
        _print_json(described)
    else:
        for one in described:
            sys.stdout.write(f"{one['name']}@{one['version']}  {one['title']}\n")
    return 0


def describe(entry: Entry, lang: str = "fr") -> dict[str, Any]:
    """One version of one set as data: what it is for, who must publish it, its fields and its checks."""
    texts = {key: entry.text(key, lang) for key in TEXTS}
    facts = {key: entry.about[key] for key in FACTS}
    return {
        "name": entry.name,
        "version": entry.version,
        "latest": entry.is_latest,
        **texts,
        **facts,
        "fields": _fields(entry, lang),
        "checks": entry.descriptor.get("custom_checks", []),
    }


def _fields(entry: Entry, lang: str) -> list[dict[str, Any]]:
    title = "title" if lang == "fr" else f"title_{lang}"
    if entry.is_document:
        return [
            {"name": name, "type": "object", "required": True}
            for name in (collection["definition"] for collection in entry.descriptor["collections"])
        ]
    return [
        {
            "name": field["name"],
            "type": field["type"],
            "required": field["name"] in entry.table.needed,
            "title": field[title],
            "example": field["example"],
        }
        for field in entry.descriptor["fields"]
    ]


def _print_json(document: Any) -> None:
    json.dump(document, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")
