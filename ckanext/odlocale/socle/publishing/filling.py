"""What a dataset takes from the standard just chosen for one of its files: tags, and a licence. PURE."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ckanext.odlocale.socle.catalogue import Entry
from ckanext.odlocale.socle.publishing.proposal import licence_of
from ckanext.odlocale.socle.verdicts.choice import choice_of

# On a resource on its way to be saved, when its standard is new: the save of its dataset follows at once.
JUST_CHOSEN = "odlocale_just_chosen"
NO_LICENCE = ("", None, "notspecified")


def mark(resource: dict[str, Any], current: Mapping[str, Any] | None = None) -> None:
    """Note on a resource that its standard was just chosen.

    :param current: the resource as it was; None for a new one
    """
    choice, before = choice_of(resource), choice_of(current or {})
    if choice is not None and choice.entry is not None and choice != before:
        resource[JUST_CHOSEN] = True


def resources_of(dataset: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The resources of a dataset that is sent, as far as they are any: CKAN tells later what is wrong."""
    sent = dataset.get("resources")
    return [one for one in sent if isinstance(one, dict)] if isinstance(sent, list) else []


def just_chosen(dataset: Mapping[str, Any]) -> list[Entry]:
    """The standards just chosen for files of a dataset; takes the notes off its resources."""
    marked = [one for one in resources_of(dataset) if one.pop(JUST_CHOSEN, None)]
    choices = [choice_of(one) for one in marked]
    return [choice.entry for choice in choices if choice is not None and choice.entry is not None]


def filled(dataset: Mapping[str, Any], entries: Iterable[Entry], licences: Iterable[str]) -> dict[str, Any]:
    """The dataset with the tags of these standards, and with their licence where it has none.

    :param licences: the identifiers of the licences of the portal
    """
    found, known = dict(dataset), list(licences)
    for entry in entries:
        found["tags"] = _with_tags(found.get("tags") or [], entry.about["tags"])
        if found.get("license_id") in NO_LICENCE:
            found["license_id"] = licence_of(entry, known) or found.get("license_id")
    return found


def _with_tags(tags: Any, wanted: Iterable[str]) -> Any:
    if not isinstance(tags, list) or not all(isinstance(tag, dict) for tag in tags):
        # CKAN says what is wrong with them.
        return tags
    named = {str(tag.get("name")).casefold() for tag in tags}
    return [*tags, *({"name": name} for name in wanted if name.casefold() not in named)]
