"""What a harvest source says in its configuration, read and checked."""

from __future__ import annotations

import json
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.odlocale.harvest import source_filters
from ckanext.odlocale.harvest.ckan_options import filters_of
from ckanext.odlocale.harvest.local_edits import NEVER_PROTECTED
from ckanext.odlocale.harvest.records import Source
from ckanext.odlocale.harvest.rollup import Policy, SourcePolicy
from ckanext.odlocale.territory import shared as territory

LONGEST_PAUSE = 60
"""Seconds."""


def check(text: str | None) -> dict[str, Any]:
    """Read the configuration of a source and check our part of it.

    :param text: JSON, as in the form of the source
    :raises ValueError: it cannot be used; the message says what to write instead
    """
    config = _read(text)
    _policy(config)
    _animator(config)
    _territory(config)
    protected_fields(config)
    pause(config, 0)
    source_filters.address_of("", config)
    if config.get("policy") == Policy.ANIMATOR and not config.get("animator"):
        raise ValueError(tk._('The policy “animator” needs an organization: add "animator": "its-name".'))
    return config


def policy_of(source: Source) -> SourcePolicy:
    """The policy of a source, with the organization it belongs to.

    :raises ValueError: its configuration cannot be used
    """
    config = check(source.config)
    package = model.Package.get(source.id)
    organization = package.owner_org if package else None
    return make_policy(organization, config)


def catalogue_address(source: Source) -> str:
    """Where the catalogue of a DCAT source is.

    :raises ValueError: its configuration cannot be used
    """
    return source_filters.address_of(source.url, _read(source.config))


def ckan_filters(source: Source) -> list[str]:
    """What a CKAN source takes of its portal.

    :raises ValueError: its configuration cannot be used
    """
    return filters_of(_read(source.config))


def make_policy(organization: str | None, config: dict[str, Any]) -> SourcePolicy:
    """A policy from its parts.

    :param organization: id of the source's organization
    :raises ValueError: a part cannot be used
    """
    own = territory.territory_of(organization) if organization else None
    return SourcePolicy(organization, _policy(config), _animator(config), _territory(config) or own)


def protected_fields(config: dict[str, Any]) -> list[str]:
    """The fields of datasets that a source leaves as they are here.

    :raises ValueError: this is no list of names, or one of them cannot be protected
    """
    asked = config.get("protected_fields") or []
    listed: list[Any] = asked if isinstance(asked, list) else [None]
    bad = [name for name in listed if not isinstance(name, str) or name in NEVER_PROTECTED]
    if bad:
        message = tk._(
            "The protected fields must be a list of names, without {refused}: "
            'write "protected_fields": ["notes", "tags"].'
        )
        raise ValueError(message.format(refused=", ".join(NEVER_PROTECTED)))
    return listed


def pause(config: dict[str, Any], default: float) -> float:
    """Seconds between two requests to a source.

    :param default: of the site
    :raises ValueError: this is no number, or makes a harvest endless
    """
    asked = config.get("pause", default)
    if isinstance(asked, bool) or not isinstance(asked, int | float) or not 0 <= asked <= LONGEST_PAUSE:
        message = tk._('The pause must be a number of seconds up to {most}: write "pause": 2.')
        raise ValueError(message.format(most=LONGEST_PAUSE))
    return float(asked)


def _read(text: str | None) -> dict[str, Any]:
    if not text or not text.strip():
        return {}
    try:
        config = json.loads(text)
    except ValueError as error:
        message = tk._('The configuration is not JSON ({error}). Write it like {{"policy": "roll-up"}}.')
        raise ValueError(message.format(error=error)) from error
    if not isinstance(config, dict):
        # ValueError: what the form of a source expects of a configuration.
        raise ValueError(  # noqa: TRY004
            tk._('The configuration must be a JSON object, like {"policy": "roll-up"}.')
        )
    return config


def _policy(config: dict[str, Any]) -> Policy:
    asked = config.get("policy") or Policy.ROLL_UP
    if asked not in list(Policy):
        message = tk._("The policy “{asked}” does not exist. Choose one of: {policies}.")
        raise ValueError(message.format(asked=asked, policies=", ".join(Policy)))
    return Policy(asked)


def _animator(config: dict[str, Any]) -> str | None:
    name = config.get("animator")
    return organization_id(name) if name else None


def organization_id(name: Any) -> str:
    """The id of an organization of this portal.

    :raises ValueError: there is none of this name
    """
    found = model.Group.get(name) if isinstance(name, str) else None
    if found is None or not found.is_organization or found.state != "active":
        message = tk._("There is no organization “{name}” here. Write the name that is in its address.")
        raise ValueError(message.format(name=name))
    return found.id


def _territory(config: dict[str, Any]) -> territory.TerritoryId | None:
    asked = config.get("territory")
    if not asked:
        return None
    found = territory.resolve(asked) if isinstance(asked, str) else None
    if found is None:
        message = tk._("There is no territory “{asked}” here. Write an identifier like dep-74 or reg-84.")
        raise ValueError(message.format(asked=asked))
    return found.id
