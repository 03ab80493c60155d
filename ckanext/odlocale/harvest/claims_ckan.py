"""What a dataset of a remote CKAN says about its producer."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ckanext.odlocale.cog.shared import Level, TerritoryId, siren_of
from ckanext.odlocale.harvest.claims import Agent, Claims
from ckanext.odlocale.harvest.identifiers import authority_numbers, code_of_level, distinct, typed_code

_ABOUT_PUBLISHER = ("publisher", "dcat_publisher", "producer", "producteur", "creator")
_NAME_KEYS = ("producer_name", "nom_producteur", "producteur_nom", "coll_nom", *_ABOUT_PUBLISHER)
_NUMBER_KEYS = ("siret", "siren", "coll_siret", "code_siren", "code_siret", "numero_siren", "numero_siret")
_CODE_KEYS = {
    "insee": Level.COM,
    "code_insee": Level.COM,
    "insee_code": Level.COM,
    "insee_commune": Level.COM,
    "code_commune": Level.COM,
    "code_insee_commune": Level.COM,
    "code_departement": Level.DEP,
    "code_region": Level.REG,
    "code_epci": Level.EPCI,
}
_TERRITORY_KEYS = ("odlocale_territory", "territory_id")
_COVERAGE_KEYS = (
    "spatial",
    "spatial_uri",
    "spatial-uri",
    "spatial_text",
    "spatial-text",
    "geographic_coverage",
)
_ADDRESS_KEYS = ("uri", "url", "identifier", "website", "site_web", "homepage")


def claims_of(package: Mapping[str, Any], local: TerritoryId | None = None) -> Claims:
    """Gather the claims of a dataset as ``package_search`` and ``package_show`` give it.

    :param package: the dataset; ``organization`` may carry the extras of the remote organization
    :param local: the territory of the organization of this portal that has the remote organization's id
    """
    fields = fields_of(package)
    return Claims(
        publisher=_publisher(fields),
        organization=_organization(package.get("organization"), local),
        authors=distinct((package.get("author"), package.get("maintainer"))),
        contacts=distinct(_texts(fields, ("contact_name", "contact-name"))),
        coverage=distinct(_coverage(fields)),
    )


def fields_of(thing: Mapping[str, Any]) -> dict[str, Any]:
    """The top-level fields and the extras of a dataset or organization, by key in lower case."""
    fields = {key.lower(): value for key, value in thing.items() if isinstance(key, str) and key != "extras"}
    extras = thing.get("extras")
    if isinstance(extras, Mapping):
        pairs: Iterable[tuple[Any, Any]] = extras.items()
    else:
        listed = [extra for extra in extras if isinstance(extra, Mapping)] if isinstance(extras, list) else []
        pairs = ((extra.get("key"), extra.get("value")) for extra in listed)
    fields.update({key.lower(): value for key, value in pairs if isinstance(key, str)})
    return fields


def _publisher(fields: Mapping[str, Any]) -> Agent:
    said = {**fields, **_nested_publisher(fields)}
    prefixes = tuple(f"{prefix}_" for prefix in _ABOUT_PUBLISHER)
    numbers = _texts(said, (*_NUMBER_KEYS, *(prefix + key for prefix in prefixes for key in _NUMBER_KEYS)))
    addresses = distinct(_texts(said, [prefix + key for prefix in prefixes for key in _ADDRESS_KEYS]))
    return Agent(
        names=distinct(_texts(said, [*(prefix + "name" for prefix in prefixes), *_NAME_KEYS])),
        numbers=distinct(number for text in (*numbers, *addresses) for number in authority_numbers(text)),
        codes=_codes(said, ("", *prefixes)),
        addresses=tuple(text for text in addresses if not siren_of(text)),
    )


def _nested_publisher(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The publisher of a scheming schema is a repeating subfield: a list of one dict, or JSON of it."""
    value = _decoded(fields.get("publisher"))
    first = value[0] if isinstance(value, list) and value else value
    if not isinstance(first, Mapping):
        return {}
    return {f"publisher_{key}".lower(): said for key, said in first.items() if isinstance(key, str)}


def _organization(organization: Any, local: TerritoryId | None) -> Agent:
    if not isinstance(organization, Mapping):
        return Agent()
    fields = fields_of(organization)
    addresses = distinct(_texts(fields, _ADDRESS_KEYS))
    numbers = [*_texts(fields, _NUMBER_KEYS), *addresses]
    return Agent(
        names=distinct((fields.get("title") or fields.get("name"),)),
        numbers=distinct(number for text in numbers for number in authority_numbers(text)),
        codes=_codes(fields, ("",)),
        addresses=addresses,
        local=local,
    )


def _codes(fields: Mapping[str, Any], prefixes: Iterable[str]) -> tuple[TerritoryId, ...]:
    found = [
        code_of_level(level, text)
        for prefix in prefixes
        for key, level in _CODE_KEYS.items()
        for text in _texts(fields, (prefix + key,))
    ]
    found += [typed_code(text) for text in _texts(fields, _TERRITORY_KEYS)]
    return tuple(dict.fromkeys(code for code in found if code))


def _coverage(fields: Mapping[str, Any]) -> Iterator[str]:
    yield from _texts(fields, _COVERAGE_KEYS)
    covered = _decoded(fields.get("spatial_coverage"))
    for place in covered if isinstance(covered, list) else [covered]:
        if isinstance(place, Mapping):
            yield from _texts(place, ("uri", "text"))


def _texts(fields: Mapping[str, Any], keys: Iterable[str]) -> list[str]:
    """The values of these keys that are text; a geometry or another structure is not."""
    found = []
    for key in keys:
        value = fields.get(key)
        values = value if isinstance(value, list) else [value]
        found += [
            str(item).strip() for item in values if isinstance(item, str | int) and not _is_structure(item)
        ]
    return [text for text in found if text]


def _is_structure(value: str | int) -> bool:
    return isinstance(value, bool) or (isinstance(value, str) and value.lstrip()[:1] in ("{", "["))


def _decoded(value: Any) -> Any:
    if isinstance(value, str) and _is_structure(value):
        try:
            return json.loads(value)
        except ValueError:
            return None
    return value
