"""WHERE: territories, their pages, and the territory of datasets in the search."""

from __future__ import annotations

from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.odlocale.territory import config, facets, organization, producer, published, subscriptions
from ckanext.odlocale.territory.cli import odlocale
from ckanext.odlocale.territory.logic.action import actions
from ckanext.odlocale.territory.logic.auth import auth_functions
from ckanext.odlocale.territory.search import TerritoryIndex
from ckanext.odlocale.territory.strangers import Strangers
from ckanext.odlocale.translation import OdlocaleTranslation

_index = TerritoryIndex()


@tk.blanket.actions(actions)
@tk.blanket.auth_functions(auth_functions)
@tk.blanket.blueprints
@tk.blanket.cli([odlocale])
@tk.blanket.config_declarations
@tk.blanket.helpers
@tk.blanket.validators
class TerritoryPlugin(OdlocaleTranslation, p.SingletonPlugin):
    """The plugin ``odlocale_territory``."""

    p.implements(p.IConfigurer)
    p.implements(p.IFacets, inherit=True)
    p.implements(p.IMiddleware, inherit=True)
    p.implements(p.IOrganizationController, inherit=True)
    p.implements(p.IPackageController, inherit=True)
    p.implements(p.ISignal)
    p.implements(p.ITranslation)

    # IConfigurer
    def update_config(self, config: Any) -> None:
        tk.add_template_directory(config, "../templates/territory")
        tk.add_resource("assets", "odlocale_territory")

    # IMiddleware
    def make_middleware(self, app: Any, config: Any) -> Any:
        app.wsgi_app = Strangers(app.wsgi_app)
        return app

    # IPackageController
    def before_dataset_index(self, pkg_dict: dict[str, Any]) -> dict[str, Any]:
        return _index.index(pkg_dict)

    def after_dataset_show(self, context: Any, pkg_dict: dict[str, Any]) -> None:
        published.shown(pkg_dict, saving=bool(context.get("for_update")))

    def before_dataset_search(self, search_params: dict[str, Any]) -> dict[str, Any]:
        return _index.query(search_params)

    def after_dataset_search(
        self, search_results: dict[str, Any], search_params: dict[str, Any]
    ) -> dict[str, Any]:
        return _index.present(search_results, search_params)

    def after_dataset_create(self, context: Any, pkg_dict: dict[str, Any]) -> None:
        producer.guard(context, pkg_dict)

    def after_dataset_update(self, context: Any, pkg_dict: dict[str, Any]) -> None:
        producer.guard(context, pkg_dict)

    # IFacets
    def dataset_facets(self, facets_dict: dict[str, str], package_type: str) -> dict[str, str]:
        return facets.titled(facets_dict, tk.request.args, config.facet())

    def organization_facets(
        self, facets_dict: dict[str, str], organization_type: str, package_type: str | None
    ) -> dict[str, str]:
        return facets.titled(facets_dict, tk.request.args, config.facet())

    def group_facets(
        self, facets_dict: dict[str, str], group_type: str, package_type: str | None
    ) -> dict[str, str]:
        return facets.titled(facets_dict, tk.request.args, config.facet())

    # IOrganizationController, and IPackageController which has the same names
    def create(self, entity: model.Group | model.Package) -> None:
        organization.settle_if_organization(entity)

    def edit(self, entity: model.Group | model.Package) -> None:
        organization.settle_if_organization(entity)

    # ISignal
    def get_signal_subscriptions(self) -> dict[Any, Any]:
        return subscriptions.get_subscriptions()
