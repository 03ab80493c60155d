"""WHAT IS EXPECTED: the standards of the socle commun, and verdicts on the files that claim to follow one."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
import yaml
from ckan import types
from ckan.common import config
from ckan.config.declaration import Declaration, Key

from ckanext.odlocale.socle import automatic, display, saves, search, starting, validation_compat
from ckanext.odlocale.socle.cli import odlocale
from ckanext.odlocale.socle.helpers import helpers
from ckanext.odlocale.socle.logic.action import actions
from ckanext.odlocale.socle.logic.auth import auth_functions
from ckanext.odlocale.translation import OdlocaleTranslation
from ckanext.validation.interfaces import IDataValidation

_index = search.SocleIndex()


@tk.blanket.actions(actions)
@tk.blanket.auth_functions(auth_functions)
@tk.blanket.blueprints
@tk.blanket.cli([odlocale])
@tk.blanket.helpers(helpers)
@tk.blanket.validators
class SoclePlugin(OdlocaleTranslation, p.SingletonPlugin):
    """Listed before `validation` in ckan.plugins, whose start it makes possible."""

    p.implements(p.IConfigDeclaration)
    p.implements(p.IConfigurer)
    p.implements(p.IFacets, inherit=True)
    p.implements(p.IPackageController, inherit=True)
    p.implements(p.IResourceController, inherit=True)
    p.implements(p.ISignal)
    p.implements(p.ITranslation)
    p.implements(IDataValidation)

    def __init__(self, **kwargs: Any) -> None:
        # Here and not in update_config: CKAN connects signals, and imports `validation`, before that hook.
        super().__init__(**kwargs)
        validation_compat.start(config.get("ckan.plugins"))

    # IConfigDeclaration
    def declare_config_options(self, declaration: Declaration, key: Key) -> None:
        own = files("ckanext.odlocale.socle") / "config_declaration.yaml"
        declaration.load_dict(yaml.safe_load(own.read_text(encoding="utf-8")))
        validation_compat.declare_settings(declaration)

    # IConfigurer
    def update_config(self, config: Any) -> None:
        tk.add_template_directory(config, "../templates/socle")
        tk.add_resource("assets", "odlocale_socle")
        starting.set_up(config)

    # ISignal
    def get_signal_subscriptions(self) -> types.SignalMapping:
        theirs, ours = automatic.subscriptions(), saves.subscriptions()
        return {signal: [*theirs.get(signal, ()), *ours.get(signal, ())] for signal in {*theirs, *ours}}

    # IResourceController
    def before_resource_create(self, context: types.Context, resource: dict[str, Any]) -> None:
        saves.before_create(resource)

    def before_resource_update(
        self, context: types.Context, current: dict[str, Any], resource: dict[str, Any]
    ) -> None:
        saves.before_update(current, resource)

    # IPackageController
    def after_dataset_show(self, context: types.Context, pkg_dict: dict[str, Any]) -> None:
        display.say(pkg_dict, saving=bool(context.get("for_update")))

    def before_dataset_index(self, pkg_dict: dict[str, Any]) -> dict[str, Any]:
        return _index.index(pkg_dict)

    def after_dataset_search(
        self, search_results: dict[str, Any], search_params: dict[str, Any]
    ) -> dict[str, Any]:
        return _index.present(search_results)

    # IFacets
    def dataset_facets(self, facets_dict: dict[str, str], package_type: str) -> dict[str, str]:
        return search.titled(facets_dict)

    def organization_facets(
        self, facets_dict: dict[str, str], organization_type: str, package_type: str | None
    ) -> dict[str, str]:
        return search.titled(facets_dict)

    def group_facets(
        self, facets_dict: dict[str, str], group_type: str, package_type: str | None
    ) -> dict[str, str]:
        return search.titled(facets_dict)

    # IDataValidation
    def can_validate(self, context: types.Context, data_dict: dict[str, Any]) -> bool:
        return automatic.may_validate(data_dict)
