"""The kinds of claims in words."""

from __future__ import annotations

import ckan.plugins.toolkit as tk


def claim_label(claim: str) -> str:
    """The name of a claim for people; those about the remote organization start with the word."""
    names = {
        "siret": tk._("SIRET"),
        "siren": tk._("SIREN"),
        "insee": tk._("INSEE code"),
        "address": tk._("address or identifier"),
        "id": tk._("identifier"),
        "name": tk._("name"),
        "author": tk._("name of the author"),
        "contact": tk._("name of the contact"),
        "organization": tk._("name of the organization in its catalogue"),
        "spatial": tk._("area covered"),
        "decision": tk._("decision of"),
    }
    about, _space, rest = claim.rpartition("organization ")
    if rest and _space:
        return tk._("{claim} of the organization in its catalogue").format(claim=names.get(rest, rest))
    return names.get(claim, claim)
