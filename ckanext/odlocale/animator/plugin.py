"""WHO HELPS: animators, what they offer, and the mandates of collectivités."""

from __future__ import annotations

from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk

from ckanext.odlocale.animator import labels, publishing, registering
from ckanext.odlocale.animator.cli import odlocale
from ckanext.odlocale.animator.desk import validators as desk
from ckanext.odlocale.animator.helpers import helpers
from ckanext.odlocale.animator.kits import form
from ckanext.odlocale.animator.kits import validators as kits
from ckanext.odlocale.animator.kits.index import KitIndex
from ckanext.odlocale.animator.logic import owner, validators
from ckanext.odlocale.animator.logic.action import actions
from ckanext.odlocale.animator.logic.auth import auth_functions
from ckanext.odlocale.translation import OdlocaleTranslation

_kits = KitIndex()


@tk.blanket.actions(actions)
@tk.blanket.auth_functions(auth_functions)
@tk.blanket.blueprints
@tk.blanket.cli([odlocale])
@tk.blanket.config_declarations
@tk.blanket.helpers(helpers)
class AnimatorPlugin(labels.MandateLabels, OdlocaleTranslation, p.SingletonPlugin, tk.DefaultDatasetForm):
    """The plugin ``odlocale_animator``."""

    p.implements(p.IConfigurer)
    p.implements(p.IDatasetForm, inherit=True)
    p.implements(p.IPackageController, inherit=True)
    p.implements(p.IPermissionLabels)
    p.implements(p.ITranslation)
    p.implements(p.IValidators)

    # IConfigurer
    def update_config(self, config: Any) -> None:
        tk.add_template_directory(config, "../templates/animator")
        tk.add_resource("assets", "odlocale_animator")
        registering.register()

    # IDatasetForm, of kits
    def is_fallback(self) -> bool:
        return False

    def package_types(self) -> list[str]:
        return form.package_types()

    def read_template(self) -> str:
        return "kit/read.html"

    def package_form(self) -> str:
        return "kit/form.html"

    def validate(self, context: Any, data_dict: dict[str, Any], schema: Any, action: str) -> Any:
        return form.validate(context, data_dict, schema, action)

    # IValidators
    def get_validators(self) -> dict[str, Any]:
        ours = {**validators.validators(), **desk.validators(), **kits.validators()}
        return {**ours, "owner_org_validator": owner.owner_org_validator}

    # IPackageController
    def before_dataset_index(self, pkg_dict: dict[str, Any]) -> dict[str, Any]:
        return _kits.index(pkg_dict)

    def after_dataset_search(
        self, search_results: dict[str, Any], search_params: dict[str, Any]
    ) -> dict[str, Any]:
        return _kits.present(search_results)

    def after_dataset_create(self, context: Any, pkg_dict: dict[str, Any]) -> None:
        publishing.record(context, pkg_dict["id"], "dataset-created")

    def after_dataset_update(self, context: Any, pkg_dict: dict[str, Any]) -> None:
        publishing.record(context, pkg_dict["id"], "dataset-changed")

    def after_dataset_delete(self, context: Any, pkg_dict: dict[str, Any]) -> None:
        publishing.record(context, pkg_dict["id"], "dataset-deleted")
