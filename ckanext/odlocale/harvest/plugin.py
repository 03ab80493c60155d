"""ROLL-UP: harvested datasets given to the territories that produced them."""

from __future__ import annotations

from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk

from ckanext.odlocale.animator.shared import harvest_errors
from ckanext.odlocale.harvest import approval, failures, job_end, presentation, views
from ckanext.odlocale.harvest.indexable import indexable
from ckanext.odlocale.harvest.logic import action, auth
from ckanext.odlocale.harvest.pages import moves, onboarding, producers, sources
from ckanext.odlocale.translation import OdlocaleTranslation


@tk.blanket.actions(action.actions)
@tk.blanket.auth_functions(auth.auth_functions)
@tk.blanket.blueprints(
    [views.harvests, producers.producers, onboarding.onboarding, sources.sources, moves.moves]
)
@tk.blanket.cli
@tk.blanket.config_declarations
@tk.blanket.helpers
class HarvestPlugin(OdlocaleTranslation, p.SingletonPlugin):
    """The plugin ``odlocale_harvest``."""

    p.implements(p.IConfigurable)
    p.implements(p.IConfigurer)
    p.implements(p.IPackageController, inherit=True)
    p.implements(p.ISignal)
    p.implements(p.ITranslation)

    # IConfigurer
    def update_config(self, config: Any) -> None:
        tk.add_template_directory(config, "../templates/harvest")
        tk.add_resource("assets", "odlocale_harvest")
        presentation.prepare(config)

    # IConfigurable
    def configure(self, config: Any) -> None:
        harvest_errors.register("harvest", failures.by_territory)

    # IPackageController
    def before_dataset_index(self, pkg_dict: dict[str, Any]) -> dict[str, Any]:
        return indexable(pkg_dict)

    def after_dataset_create(self, context: Any, pkg_dict: dict[str, Any]) -> None:
        approval.made(context, pkg_dict)

    def after_dataset_update(self, context: Any, pkg_dict: dict[str, Any]) -> None:
        approval.changed(context, pkg_dict)

    # ISignal
    def get_signal_subscriptions(self) -> Any:
        ends = {"sender": "harvest_source_reindex", "receiver": job_end.ended}
        return {tk.signals.action_succeeded: [ends]}
