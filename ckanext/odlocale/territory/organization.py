"""The identity of organizations, kept right however they are saved: form, API or harvester."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.odlocale.territory import directory
from ckanext.odlocale.territory.attachment import saving
from ckanext.odlocale.territory.extras import SIREN_FIELD, TERRITORY_FIELD
from ckanext.odlocale.territory.identity import (
    Identity,
    IdentityError,
    Problem,
    decide,
    is_name,
    repeated,
)
from ckanext.odlocale.territory.picking import territories
from ckanext.odlocale.territory.picking.meant import UnclearError

_SENTENCES: dict[Problem, Callable[[], str]] = {
    Problem.SEVERAL_TERRITORIES: lambda: tk._(
        "An organization has one territory. Keep one of these: {value}."
    ),
    Problem.UNKNOWN_TERRITORY: lambda: tk._(
        "There is no territory “{value}”. Choose one in the list, or write its identifier, like com-74042."
    ),
    Problem.UNCLEAR_NAME: lambda: tk._(
        "“{value}” may mean several territories. Write the identifier of the right one: {candidates}."
    ),
    Problem.INVALID_SIREN: lambda: tk._(
        "“{value}” is not a valid SIREN: nine digits, or fourteen for a SIRET. Check for a mistyped digit."
    ),
    Problem.SIREN_OF_ANOTHER: lambda: tk._(
        "The SIREN {value} is that of {name} ({id}). Correct the SIREN, or choose that territory."
    ),
}
_FIELDS = {
    Problem.SEVERAL_TERRITORIES: TERRITORY_FIELD,
    Problem.UNKNOWN_TERRITORY: TERRITORY_FIELD,
    Problem.UNCLEAR_NAME: TERRITORY_FIELD,
    Problem.INVALID_SIREN: SIREN_FIELD,
    Problem.SIREN_OF_ANOTHER: SIREN_FIELD,
}


def sentence(error: IdentityError) -> str:
    """What to tell the person who wrote it."""
    return _SENTENCES[error.problem]().format(**error.values)


def identity(territory: object, siren: object) -> Identity:
    """Decide an organization's identity with the portal's territories.

    :raises IdentityError: as :func:`ckanext.odlocale.territory.identity.decide`
    """
    return decide(_meant(territory), siren, directory)


def _meant(territory: object) -> object:
    """The identifier of a territory that somebody named; whatever else it is stays as it is."""
    if not is_name(territory):
        return territory
    try:
        return territories.meant(str(territory))
    except UnclearError as error:
        if error.candidates:
            raise IdentityError(
                Problem.UNCLEAR_NAME, value=error.written, candidates=error.candidates
            ) from error
        raise IdentityError(Problem.UNKNOWN_TERRITORY, value=error.written) from error


def settle_if_organization(entity: model.Group | model.Package) -> None:
    """Settle what is being saved if it is an organization: CKAN's hooks for datasets have the same names."""
    if isinstance(entity, model.Group) and entity.is_organization:
        settle(entity)


def settle(organization: model.Group) -> None:
    """Normalise the territory and SIREN of an organization that is being saved, before it is committed.

    This is the one place that every way of saving passes through, so that portals without our scheming
    fields are served too. A territory that has to be confirmed first is not written.

    :raises ValidationError: its identity is refused; nothing is saved
    """
    extras: Any = organization.extras  # pyright: ignore[reportAttributeAccessIssue]
    ours, territory = saving.written()
    try:
        found = identity(territory if ours else extras.get(TERRITORY_FIELD), extras.get(SIREN_FIELD))
    except IdentityError as error:
        model.Session.rollback()
        raise tk.ValidationError({_FIELDS[error.problem]: [sentence(error)]}) from error
    _put(extras, TERRITORY_FIELD, saving.settled(organization.id, found.territory))
    if found.siren:
        _put(extras, SIREN_FIELD, found.siren)


def _put(extras: Any, key: str, value: str | None) -> None:
    if value is None:
        extras.pop(key, None)
    elif extras.get(key) != value:
        extras[key] = str(value)


def refuse_two_territories(data_dict: dict[str, Any]) -> None:
    """Refuse two territories among an organization's extras, of which CKAN would silently keep the last.

    :raises ValidationError: naming the field
    """
    if repeated(data_dict.get("extras") or [], TERRITORY_FIELD):
        values = [extra["value"] for extra in data_dict["extras"] if extra["key"] == TERRITORY_FIELD]
        error = IdentityError(Problem.SEVERAL_TERRITORIES, value=", ".join(map(str, values))[:60])
        raise tk.ValidationError({TERRITORY_FIELD: [sentence(error)]})
