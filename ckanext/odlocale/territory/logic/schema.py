"""What the actions accept."""

# ruff: noqa: PLR0913, PLR0917 - CKAN passes validators as arguments: these are lists, not calls.

from __future__ import annotations

from typing import Any

from ckan.logic.schema import validator_args

from ckanext.odlocale.territory.vintages.changes import SORTS

Schema = dict[str, Any]
Validator = Any


@validator_args
def territory_show(not_missing: Validator, odlocale_territory_id: Validator) -> Schema:
    """A territory."""
    return {"id": [not_missing, odlocale_territory_id]}


@validator_args
def territory_list(
    ignore_missing: Validator,
    ignore_empty: Validator,
    default: Validator,
    odlocale_text: Validator,
    unicode_safe: Validator,
    odlocale_searched: Validator,
    odlocale_count: Validator,
    odlocale_level: Validator,
    odlocale_territory_id: Validator,
) -> Schema:
    """A page of territories."""
    return {
        "level": [ignore_missing, ignore_empty, odlocale_level],
        "below": [ignore_missing, ignore_empty, odlocale_territory_id],
        "q": [ignore_missing, ignore_empty, unicode_safe, odlocale_searched, odlocale_text],
        "limit": [default(50), odlocale_count],
        "offset": [default(0), odlocale_count],
    }


@validator_args
def territory_autocomplete(
    not_missing: Validator,
    ignore_missing: Validator,
    ignore_empty: Validator,
    default: Validator,
    odlocale_text: Validator,
    unicode_safe: Validator,
    odlocale_searched: Validator,
    odlocale_count: Validator,
    odlocale_level: Validator,
    odlocale_territory_id: Validator,
) -> Schema:
    """What somebody has typed so far."""
    return {
        "q": [not_missing, unicode_safe, odlocale_searched, odlocale_text],
        "level": [ignore_missing, ignore_empty, odlocale_level],
        "below": [ignore_missing, ignore_empty, odlocale_territory_id],
        "limit": [default(10), odlocale_count],
    }


@validator_args
def organization_autocomplete(
    default: Validator, odlocale_text: Validator, odlocale_count: Validator
) -> Schema:
    """What somebody has typed so far of an organization."""
    return {"q": [default(""), odlocale_text], "limit": [default(10), odlocale_count]}


@validator_args
def territory_tree(
    ignore_missing: Validator,
    ignore_empty: Validator,
    default: Validator,
    odlocale_count: Validator,
    odlocale_territory_id: Validator,
) -> Schema:
    """The place in the tree whose children are wanted, page by page."""
    return {
        "id": [default("fr"), odlocale_territory_id],
        "within": [ignore_missing, ignore_empty, odlocale_territory_id],
        "limit": [default(1000), odlocale_count],
        "offset": [default(0), odlocale_count],
    }


@validator_args
def territory_organization_list(
    not_missing: Validator,
    default: Validator,
    odlocale_count: Validator,
    odlocale_territory_id: Validator,
) -> Schema:
    """The territory whose organizations are wanted, page by page."""
    return {
        "id": [not_missing, odlocale_territory_id],
        "limit": [default(50), odlocale_count],
        "offset": [default(0), odlocale_count],
    }


@validator_args
def territory_attach(
    not_missing: Validator,
    not_empty: Validator,
    ignore_missing: Validator,
    ignore_empty: Validator,
    odlocale_text: Validator,
    odlocale_territory_id: Validator,
) -> Schema:
    """An organization and its territory."""
    return {
        "id": [not_missing, not_empty, odlocale_text],
        "territory": [ignore_missing, ignore_empty, odlocale_territory_id],
    }


@validator_args
def territory_detach(not_missing: Validator, not_empty: Validator, odlocale_text: Validator) -> Schema:
    """An organization."""
    return {"id": [not_missing, not_empty, odlocale_text]}


@validator_args
def claim_list(default: Validator, odlocale_count: Validator) -> Schema:
    """A page of claims."""
    return {
        "limit": [default(50), odlocale_count],
        "offset": [default(0), odlocale_count],
    }


@validator_args
def claim(not_missing: Validator, not_empty: Validator, odlocale_text: Validator) -> Schema:
    """A claim."""
    return {"id": [not_missing, odlocale_text, not_empty]}


@validator_args
def claim_refuse(
    not_missing: Validator,
    not_empty: Validator,
    ignore_missing: Validator,
    ignore_empty: Validator,
    odlocale_text: Validator,
) -> Schema:
    """A claim, and why it is refused."""
    return {
        "id": [not_missing, odlocale_text, not_empty],
        "reason": [ignore_missing, ignore_empty, odlocale_text],
    }


@validator_args
def vintage_list(default: Validator, odlocale_count: Validator) -> Schema:
    """A page of the journal of vintages."""
    return {
        "limit": [default(20), odlocale_count],
        "offset": [default(0), odlocale_count],
    }


@validator_args
def vintage_show(
    ignore_missing: Validator,
    ignore_empty: Validator,
    default: Validator,
    one_of: Validator,
    odlocale_text: Validator,
    odlocale_count: Validator,
) -> Schema:
    """A page of the changes of a vintage."""
    return {
        "id": [ignore_missing, ignore_empty, odlocale_count],
        "sort": [ignore_missing, ignore_empty, one_of(list(SORTS))],
        "q": [ignore_missing, ignore_empty, odlocale_text],
        "limit": [default(50), odlocale_count],
        "offset": [default(0), odlocale_count],
    }


@validator_args
def vintage_former(
    ignore_missing: Validator,
    ignore_empty: Validator,
    default: Validator,
    odlocale_text: Validator,
    odlocale_count: Validator,
) -> Schema:
    """A page of the territories that left the COG."""
    return {
        "q": [ignore_missing, ignore_empty, odlocale_text],
        "limit": [default(50), odlocale_count],
        "offset": [default(0), odlocale_count],
    }


@validator_args
def vintage_diff(
    ignore_missing: Validator,
    ignore_empty: Validator,
    default: Validator,
    odlocale_count: Validator,
) -> Schema:
    """A change of vintage, and a page of whom it concerns."""
    return {
        "year": [ignore_missing, ignore_empty, odlocale_count],
        "restore": [ignore_missing, ignore_empty, odlocale_count],
        "limit": [default(50), odlocale_count],
        "offset": [default(0), odlocale_count],
    }


@validator_args
def attachment_list(
    default: Validator,
    ignore_missing: Validator,
    ignore_empty: Validator,
    odlocale_count: Validator,
    one_of: Validator,
    odlocale_text: Validator,
) -> Schema:
    """A page of organizations."""
    return {
        "q": [ignore_missing, ignore_empty, odlocale_text],
        "state": [default("unattached"), one_of(["unattached", "all"])],
        "limit": [default(50), odlocale_count],
        "offset": [default(0), odlocale_count],
    }


@validator_args
def attachment_apply(
    not_missing: Validator, ignore_missing: Validator, ignore_empty: Validator, odlocale_text: Validator
) -> Schema:
    """Organizations with their territories."""
    return {
        "attachments": {
            "organization": [not_missing, odlocale_text],
            "territory": [not_missing, odlocale_text],
        },
        "evidence": [ignore_missing, ignore_empty, odlocale_text],
    }


@validator_args
def attachment_import(
    default: Validator, ignore_missing: Validator, unicode_safe: Validator, odlocale_yes_or_no: Validator
) -> Schema:
    """A table, as text or as a file."""
    return {
        "csv": [ignore_missing, unicode_safe],
        "upload": [ignore_missing],
        "dry_run": [default(False), odlocale_yes_or_no],
    }


@validator_args
def attachment_journal(
    default: Validator,
    ignore_missing: Validator,
    ignore_empty: Validator,
    odlocale_count: Validator,
    odlocale_text: Validator,
) -> Schema:
    """A page of the journal."""
    return {
        "batch": [ignore_missing, ignore_empty, odlocale_text],
        "limit": [default(50), odlocale_count],
        "offset": [default(0), odlocale_count],
    }


@validator_args
def attachment_undo(ignore_missing: Validator, ignore_empty: Validator, odlocale_text: Validator) -> Schema:
    """An entry of the journal, or a batch."""
    return {
        "id": [ignore_missing, ignore_empty, odlocale_text],
        "batch": [ignore_missing, ignore_empty, odlocale_text],
    }
