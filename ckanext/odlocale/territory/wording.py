"""What a change of vintage does, in words and as a document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.odlocale.cog.shared import VintageDiff
from ckanext.odlocale.territory.vintages.changes import Change, changes_of
from ckanext.odlocale.territory.vintages.effect import Concerned, Effect
from ckanext.odlocale.territory.vintages.planning import Plan

SHOWN = 10

# Functions, so that the language is that of the reader and Babel finds each sentence.
_SORTS: dict[str, Callable[[], str]] = {
    "merged": lambda: tk._("merged into another"),
    "recoded": lambda: tk._("under another code"),
    "split": lambda: tk._("split from another"),
    "removed": lambda: tk._("gone, without a single successor"),
    "added": lambda: tk._("added"),
    "renamed": lambda: tk._("renamed"),
    "moved": lambda: tk._("moved to another EPCI or EPT"),
    "moved_above": lambda: tk._("moved to another département or région"),
    "population_changed": lambda: tk._("with another population"),
    "other": lambda: tk._("with another SIREN, seat, kind or postal code"),
}


def sort_label(sort: str) -> str:
    """What a sort of changes is called, in the reader's language; an unknown one stays as it is."""
    return _SORTS.get(sort, lambda: sort)()


def told(plan: Plan) -> Iterator[str]:
    """The changes for people: how many of each sort, and the first of them."""
    if not any(plan.diff.counts().values()):
        yield tk._("no change")
    first: dict[str, list[Change]] = defaultdict(list)
    for change in changes_of(plan.diff, plan.old, plan.held):
        if len(first[change.sort]) < SHOWN:
            first[change.sort].append(change)
    for sort, count in plan.diff.counts().items():
        if count:
            yield f"{sort_label(sort)}: {count}"
            yield from (f"  {one_line(change)}" for change in first[sort])
            yield from _further(count - SHOWN, indent="  ") if first[sort] else ()


def one_line(change: Change) -> str:
    """A change in a line: the territory, then what it left and where it went."""
    left, went = change.old, change.new
    sides = {
        "split": f" ← {left}",
        "renamed": f": {left} → {went}",
        "moved": f": {left} → {went}",
        "moved_above": f": {left} → {went}",
    }
    arrow = f" → {went.replace(' ', ', ')}" if went else ""
    return f"{change.territory} {change.name}{sides.get(change.sort, arrow)}"


def _further(count: int, indent: str = "") -> Iterator[str]:
    if count > 0:
        yield indent + tk._("and {count} more").format(count=count)


def told_effect(effect: Effect) -> Iterator[str]:
    """Whom a change concerns on this portal, for people."""
    yield tk._("organizations concerned here: {count}").format(count=effect.organizations)
    yield from (f"  {_concerned(one)}" for one in effect.first_organizations)
    yield from _further(effect.organizations - len(effect.first_organizations), indent="  ")
    yield tk._("datasets to be reindexed: {count}").format(count=effect.datasets)
    yield from (f"  {name}" for name in effect.first_datasets)
    yield from _further(effect.datasets - len(effect.first_datasets), indent="  ")


def _concerned(one: Concerned) -> str:
    if one.today == one.territory:
        return tk._("{organization}: {territory}, under other territories").format(
            organization=one.name, territory=one.territory
        )
    if one.today or one.heirs:
        to = one.today or ", ".join(one.heirs)
        return f"{one.name}: {one.territory} → {to}"
    return tk._("{organization}: {territory} leads nowhere, attach it to another").format(
        organization=one.name, territory=one.territory
    )


def told_result(year: int, written: int, datasets: int) -> str:
    """What an import or going back did, in a sentence."""
    if not written:
        return tk._("Vintage {year} was in place already.").format(year=year)
    sentence = tk.ungettext(
        "Vintage {year} is in place; {datasets} dataset is being reindexed.",
        "Vintage {year} is in place; {datasets} datasets are being reindexed.",
        datasets,
    )
    return sentence.format(year=year, datasets=datasets)


def told_entry(entry: dict[str, Any]) -> str:
    """An entry of the journal, as ``odlocale_vintage_list`` gives it, in a line."""
    what = tk._("went back to {year}") if entry["kind"] == "restore" else tk._("{year} applied")
    undone = tk._("undone by {entry}").format(entry=entry["undone_by"]) if entry["undone_by"] else ""
    parts = (what.format(year=entry["year"]), entry["source"], entry["author"], undone)
    return f"{entry['id']}  {entry['applied'][:16]}  {'  '.join(part for part in parts if part)}"


def listed(changes: VintageDiff) -> dict[str, list[Any]]:
    """The changes as a document of lists, by sort."""
    return {
        sort: [one if isinstance(one, str) else one._asdict() for one in getattr(changes, sort)]
        for sort in changes.counts()
    }


def plain(value: Any) -> str:
    """A value of a document as a line of text."""
    if isinstance(value, dict):
        return ", ".join(f"{count} {name}" for name, count in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
