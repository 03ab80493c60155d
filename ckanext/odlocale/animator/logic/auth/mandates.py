"""Mandates: each side decides for itself."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.odlocale.animator import agreements
from ckanext.odlocale.animator.mandate import Side
from ckanext.odlocale.animator.sides import decides, not_your_side, reads, refused

__all__ = [
    "odlocale_mandate_accept",
    "odlocale_mandate_create",
    "odlocale_mandate_delegate",
    "odlocale_mandate_end",
    "odlocale_mandate_journal",
    "odlocale_mandate_list",
    "odlocale_mandate_refuse",
    "odlocale_mandate_revoke",
    "odlocale_mandate_show",
    "odlocale_mandate_withdraw",
]

AuthResult = dict[str, Any]


@tk.auth_allow_anonymous_access
def odlocale_mandate_list(context: Any, data_dict: Any) -> AuthResult:
    """Everybody; those in force only, for who belongs to neither side."""
    return {"success": True}


def odlocale_mandate_create(context: Any, data_dict: Any) -> AuthResult:
    """The administrators of either side, each for their own."""
    user, side = context.get("user"), data_dict.get("side") or Side.ANIMATOR
    own = decides(user, data_dict.get("animator") or "", data_dict.get("territory") or "")
    return _granted(side in {str(one) for one in own})


def odlocale_mandate_accept(context: Any, data_dict: Any) -> AuthResult:
    """The administrators of the side that was asked."""
    row = _row(data_dict)
    other = {*Side} - {Side(row.asked_by_side)} if row else set()
    return _granted(bool(other & _own(context, row)))


odlocale_mandate_refuse = odlocale_mandate_accept


def odlocale_mandate_withdraw(context: Any, data_dict: Any) -> AuthResult:
    """The administrators of the side that asked."""
    row = _row(data_dict)
    return _granted(bool(row) and Side(row.asked_by_side) in _own(context, row))


def odlocale_mandate_end(context: Any, data_dict: Any) -> AuthResult:
    """The administrators of either side: nobody is held in a mandate."""
    return _granted(bool(_own(context, _row(data_dict))))


def odlocale_mandate_delegate(context: Any, data_dict: Any) -> AuthResult:
    """The administrators of the collectivité: it alone gives its name."""
    return _granted(Side.COLLECTIVITE in _own(context, _row(data_dict)))


odlocale_mandate_revoke = odlocale_mandate_delegate


def odlocale_mandate_show(context: Any, data_dict: Any) -> AuthResult:
    """The members of either side."""
    row = _row(data_dict)
    if row and reads(context.get("user"), row.organization_id, row.territory):
        return {"success": True}
    return refused(tk._("Only the members of the two sides read all of a mandate."))


odlocale_mandate_journal = odlocale_mandate_show


def _row(data_dict: Any) -> Any:
    return agreements.row(str(data_dict.get("id") or ""))


def _own(context: Any, row: Any) -> set[Side]:
    return decides(context.get("user"), row.organization_id, row.territory) if row else set()


def _granted(granted: bool) -> AuthResult:
    return {"success": True} if granted else refused(not_your_side())
