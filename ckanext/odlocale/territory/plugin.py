"""WHERE: territories, their pages, and the territory of datasets in the search."""

from __future__ import annotations

from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.odlocale.territory import facets, organization, subscriptions
from ckanext.odlocale.territory.cli import odlocale
from ckanext.odlocale.territory.search import TerritoryIndex
from ckanext.odlocale.translation import OdlocaleTranslation

_index = TerritoryIndex()


@tk.blanket.actions
@tk.blanket.auth_functions
@tk.blanket.blueprints
@tk.blanket.cli([odlocale])
@tk.blanket.config_declarations
@tk.blanket.helpers
@tk.blanket.validators
class TerritoryPlugin(OdlocaleTranslation, p.SingletonPlugin):
    """The plugin ``odlocale_territory``."""

    p.implements(p.IConfigurer)
    p.implements(p.IFacets, inherit=True)
    p.implements(p.IOrganizationController, inherit=True)
    p.implements(p.IPackageController, inherit=True)
    p.implements(p.ISignal)
    p.implements(p.ITranslation)

    # IConfigurer
    def update_config(self, config: Any) -> None:
        tk.add_template_directory(config, "../templates/territory")
        tk.add_resource("assets", "odlocale_territory")

    # IPackageController
    def before_dataset_index(self, pkg_dict: dict[str, Any]) -> dict[str, Any]:
        return _index.index(pkg_dict)

    def before_dataset_search(self, search_params: dict[str, Any]) -> dict[str, Any]:
        return _index.query(search_params)

    def after_dataset_search(
        self, search_results: dict[str, Any], search_params: dict[str, Any]
    ) -> dict[str, Any]:
        return _index.present(search_results, search_params)

    # IFacets
    def dataset_facets(self, facets_dict: dict[str, str], package_type: str) -> dict[str, str]:
        return facets.titled(facets_dict, tk.request.args)

    def organization_facets(
        self, facets_dict: dict[str, str], organization_type: str, package_type: str | None
    ) -> dict[str, str]:
        return facets.titled(facets_dict, tk.request.args)

    def group_facets(
        self, facets_dict: dict[str, str], group_type: str, package_type: str | None
    ) -> dict[str, str]:
        return facets.titled(facets_dict, tk.request.args)

    # IOrganizationController, and IPackageController which has the same names
    def create(self, entity: model.Group | model.Package) -> None:
        organization.settle_if_organization(entity)

    def edit(self, entity: model.Group | model.Package) -> None:
        organization.settle_if_organization(entity)

    # ISignal
    def get_signal_subscriptions(self) -> dict[Any, Any]:
        return subscriptions.get_subscriptions()
