"""What the actions accept."""

# ruff: noqa: PLR0913, PLR0917 - CKAN passes validators as arguments: these are lists, not calls.

from __future__ import annotations

from typing import Any

from ckan.logic.schema import validator_args

Schema = dict[str, Any]
Validator = Any


@validator_args
def animator_show(not_missing: Validator, odlocale_organization: Validator) -> Schema:
    """An animator."""
    return {"id": [not_missing, odlocale_organization]}


@validator_args
def animator_list(
    ignore_missing: Validator,
    ignore_empty: Validator,
    odlocale_animator_kind: Validator,
    odlocale_territory_id: Validator,
) -> Schema:
    """Animators of a kind, or by where they help."""
    return {
        "kind": [ignore_missing, ignore_empty, odlocale_animator_kind],
        "around": [ignore_missing, ignore_empty, odlocale_territory_id],
        "territory": [ignore_missing, ignore_empty, odlocale_territory_id],
    }


@validator_args
def animator_autocomplete(default: Validator, odlocale_text: Validator, odlocale_count: Validator) -> Schema:
    """What somebody has typed so far of an animator."""
    return {"q": [default(""), odlocale_text], "limit": [default(10), odlocale_count]}


@validator_args
def animator_create(
    not_missing: Validator,
    odlocale_organization: Validator,
    odlocale_animator_kind: Validator,
    default: Validator,
    odlocale_text: Validator,
    ignore_missing: Validator,
    ignore_empty: Validator,
    odlocale_agreement_day: Validator,
    odlocale_perimeter: Validator,
) -> Schema:
    """The profile of an animator."""
    return {
        "id": [not_missing, odlocale_organization],
        "kind": [not_missing, odlocale_animator_kind],
        **{name: [default(""), odlocale_text] for name in TEXTS},
        "charter_signed": [ignore_missing, ignore_empty, odlocale_agreement_day],
        "perimeter": [default(""), odlocale_perimeter],
        "perimeter_except": [default(""), odlocale_perimeter],
    }


TEXTS = ("presentation", "contact_name", "contact_email", "contact_phone", "url")


@validator_args
def support(not_missing: Validator, odlocale_organization: Validator) -> Schema:
    """Two animators, of which one supports the other."""
    return {
        "supporter": [not_missing, odlocale_organization],
        "supported": [not_missing, odlocale_organization],
    }


@validator_args
def offer_create(
    not_missing: Validator,
    odlocale_organization: Validator,
    one_of: Validator,
    default: Validator,
    odlocale_text: Validator,
    ignore_missing: Validator,
    ignore_empty: Validator,
    odlocale_agreement_day: Validator,
    odlocale_perimeter: Validator,
) -> Schema:
    """A service that an animator offers somewhere."""
    from ckanext.odlocale.animator.kinds import Service

    return {
        "animator": [not_missing, odlocale_organization],
        "service": [not_missing, one_of(list(Service))],
        "perimeter": [default(""), odlocale_perimeter],
        "perimeter_except": [default(""), odlocale_perimeter],
        "since": [ignore_missing, ignore_empty, odlocale_agreement_day],
        "until": [ignore_missing, ignore_empty, odlocale_agreement_day],
        **{name: [default(""), odlocale_text] for name in ("conditions", "cost", "contact", "url")},
    }


@validator_args
def offer_update(not_missing: Validator, ignore_missing: Validator, odlocale_text: Validator) -> Schema:
    """An offer, with all that it says from now on."""
    return {**offer_create(), "id": [not_missing, odlocale_text], "animator": [ignore_missing]}


@validator_args
def by_id(not_missing: Validator, not_empty: Validator, odlocale_text: Validator) -> Schema:
    """One offer or mandate."""
    return {"id": [not_missing, odlocale_text, not_empty]}


@validator_args
def helpers_of(not_missing: Validator, odlocale_territory_id: Validator) -> Schema:
    """The territory that looks for help."""
    return {"id": [not_missing, odlocale_territory_id]}


@validator_args
def white_zones(
    not_missing: Validator,
    one_of: Validator,
    ignore_missing: Validator,
    ignore_empty: Validator,
    default: Validator,
    odlocale_territory_id: Validator,
    odlocale_count: Validator,
) -> Schema:
    """The service that nobody offers."""
    from ckanext.odlocale.animator.kinds import Service

    return {
        "service": [not_missing, one_of(list(Service))],
        "below": [ignore_missing, ignore_empty, odlocale_territory_id],
        "limit": [default(50), odlocale_count],
        "offset": [default(0), odlocale_count],
    }


@validator_args
def mandate_create(
    not_missing: Validator,
    not_empty: Validator,
    odlocale_organization: Validator,
    odlocale_territory_id: Validator,
    odlocale_services: Validator,
    default: Validator,
    one_of: Validator,
    odlocale_text: Validator,
    ignore_missing: Validator,
    ignore_empty: Validator,
    odlocale_agreement_day: Validator,
) -> Schema:
    """A mandate that is asked for."""
    return {
        "animator": [not_missing, odlocale_organization],
        "territory": [not_missing, not_empty, odlocale_territory_id],
        "services": [not_missing, not_empty, odlocale_services],
        "since": [ignore_missing, ignore_empty, odlocale_agreement_day],
        "until": [ignore_missing, ignore_empty, odlocale_agreement_day],
        "side": [default("animator"), one_of(["animator", "collectivite"])],
        "reference": [default(""), odlocale_text],
    }


@validator_args
def mandate_journal(
    not_missing: Validator,
    not_empty: Validator,
    odlocale_text: Validator,
    default: Validator,
    odlocale_count: Validator,
) -> Schema:
    """The mandate whose journal is read, page by page."""
    paged = {"limit": [default(200), odlocale_count], "offset": [default(0), odlocale_count]}
    return {"id": [not_missing, odlocale_text, not_empty], **paged}


@validator_args
def mandate_accept(
    not_missing: Validator,
    not_empty: Validator,
    odlocale_text: Validator,
    default: Validator,
    ignore_missing: Validator,
    ignore_empty: Validator,
    odlocale_agreement_day: Validator,
) -> Schema:
    """The signature of a mandate."""
    return {
        "id": [not_missing, odlocale_text, not_empty],
        "signed": [ignore_missing, ignore_empty, odlocale_agreement_day],
        "reference": [ignore_missing, odlocale_text],
        "document_url": [default(""), odlocale_text],
    }


@validator_args
def mandate_refuse(
    not_missing: Validator, not_empty: Validator, odlocale_text: Validator, default: Validator
) -> Schema:
    """A mandate, and why it is refused or ended."""
    return {"id": [not_missing, odlocale_text, not_empty], "reason": [default(""), odlocale_text]}


@validator_args
def mandate_list(
    ignore_missing: Validator,
    ignore_empty: Validator,
    odlocale_organization: Validator,
    odlocale_territory_id: Validator,
) -> Schema:
    """The mandates of an animator, of a territory, or all."""
    return {
        "animator": [ignore_missing, ignore_empty, odlocale_organization],
        "territory": [ignore_missing, ignore_empty, odlocale_territory_id],
    }


@validator_args
def mandate_delegate(
    not_missing: Validator,
    not_empty: Validator,
    odlocale_text: Validator,
    default: Validator,
    ignore_missing: Validator,
    ignore_empty: Validator,
    odlocale_agreement_day: Validator,
    odlocale_schemas: Validator,
    odlocale_members: Validator,
) -> Schema:
    """The right to publish."""
    return {
        "id": [not_missing, odlocale_text, not_empty],
        "schemas": [default(""), odlocale_schemas],
        "members": [default(""), odlocale_members],
        "since": [ignore_missing, ignore_empty, odlocale_agreement_day],
        "until": [ignore_missing, ignore_empty, odlocale_agreement_day],
    }
