"""Kits as a type of dataset of their own, on portals whose ckanext-scheming does not declare it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.odlocale.animator.kits.declared import TYPE, Field, fields

Schema = dict[str, Any]


def package_types() -> list[str]:
    """Kits, unless a schema of the site's ckanext-scheming is about them."""
    return [] if _declared_elsewhere() else [TYPE]


def _declared_elsewhere() -> bool:
    """Whether ckanext-scheming registers the type; read from the settings, since it may start after us."""
    plugins = tk.config.get("ckan.plugins") or ""
    listed = plugins.split() if isinstance(plugins, str) else plugins
    if "scheming_datasets" not in listed:
        return False
    from ckanext.scheming.plugins import _load_schemas

    return TYPE in _load_schemas((tk.config.get("scheming.dataset_schemas") or "").split(), "dataset_type")


def validate(context: Any, data_dict: dict[str, Any], schema: Schema, action: str) -> tuple[Any, Any]:
    """Validate a kit with whatever schema it comes with: that of the form, of the API or of a harvest.

    :param action: ``package_create``, ``package_update`` or ``package_show``
    """
    of_field = _shown if action == "package_show" else _stored
    return tk.navl_validate(data_dict, {**schema, **{one.name: of_field(one) for one in fields()}}, context)


def _stored(field: Field) -> list[Any]:
    return [*_named(field.validators), tk.get_converter("convert_to_extras")]


def _shown(field: Field) -> list[Any]:
    names = field.output_validators or "ignore_missing"
    return [tk.get_converter("convert_from_extras"), *_named(names)]


def _named(text: str) -> Iterator[Any]:
    """The validators that a schema of ckanext-scheming names."""
    for word in text.split():
        name, _, argument = word.rstrip(")").partition("(")
        found: Any = tk.get_validator(name)
        yield found(argument) if argument else found
