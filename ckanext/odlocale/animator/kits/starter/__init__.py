"""The kits that come with the package, in French: texts beside this file, and a checklist for each set."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from ckanext.odlocale.animator.kits.starter.checklist import CHECKLIST, text_of
from ckanext.odlocale.socle.shared import Entry, latest_entries

VERSION = "1.0"
LICENCE = "Licence Ouverte 2.0"

AUTHOR = "ckanext-odlocale"


@dataclass(frozen=True, slots=True)
class StarterKit:
    """A kit of the package.

    :param slug: in the address of its text; its dataset is called ``kit-<slug>``
    :param text: Markdown
    """

    slug: str
    title: str
    notes: str
    kind: str
    stage: str
    order: int
    text: str
    tags: tuple[str, ...] = ()
    schemas: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name of its dataset."""
        return f"kit-{self.slug}"


@cache
def starter_kits() -> tuple[StarterKit, ...]:
    """All kits of the package: those that were written, then a checklist for each set that has columns."""
    folder = files("ckanext.odlocale.animator.kits.starter")
    written = sorted((one for one in folder.iterdir() if one.name.endswith(".md")), key=lambda one: one.name)
    return (
        *(_written(one.name.removesuffix(".md"), one.read_text(encoding="utf-8")) for one in written),
        *_checklists(latest_entries()),
    )


def starter_kit(slug: str) -> StarterKit | None:
    """The kit of the package with this slug."""
    return next((one for one in starter_kits() if one.slug == slug), None)


def _written(slug: str, source: str) -> StarterKit:
    _, about, text = source.split("---\n", 2)
    told: dict[str, Any] = yaml.safe_load(about)
    for several in ("tags", "schemas", "levels", "rules"):
        told[several] = tuple(told.get(several, ()))
    return StarterKit(slug=slug, text=text.strip() + "\n", **told)


def _checklists(entries: Iterable[Entry]) -> Iterable[StarterKit]:
    """A standard that is a JSON document has no columns to go through: nobody writes such a file by hand."""
    for place, entry in enumerate((one for one in entries if not one.is_document), start=1):
        yield StarterKit(
            slug=f"verifier-{entry.about['aliases'][0]}",
            title=CHECKLIST.title.format(title=entry.text("title")),
            notes=CHECKLIST.notes.format(title=entry.text("title"), version=entry.version),
            kind="technique",
            stage="socle",
            order=100 + place,
            text=text_of(entry),
            tags=("socle commun", "vérification"),
            schemas=(entry.name,),
            levels=tuple(entry.about["levels"]),
        )
