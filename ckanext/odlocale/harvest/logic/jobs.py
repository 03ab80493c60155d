"""What ours adds to the actions of ckanext-harvest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib import search
from ckan.logic import auth_audit_exempt

from ckanext.harvest.interfaces import IHarvester
from ckanext.harvest.model import HarvestGatherError, HarvestJob
from ckanext.odlocale.harvest import approval, recovering
from ckanext.odlocale.harvest.harvester import OdlocaleHarvester

Action = Callable[[Any, dict[str, Any]], Any]


@tk.chained_action
def harvest_jobs_run(up_func: Action, context: Any, data_dict: dict[str, Any]) -> Any:
    """ckanext-harvest's, once what was broken off goes on: this is what runs every few minutes."""
    tk.check_access("harvest_jobs_run", context, data_dict)
    recovering.recover(_our_types(), data_dict.get("source_id"))
    return up_func(context, data_dict)


@tk.chained_action
def harvest_send_job_to_gather_queue(up_func: Action, context: Any, data_dict: dict[str, Any]) -> Any:
    """ckanext-harvest's; every job passes here, and one of a source that may not run ends and says so."""
    tk.check_access("harvest_send_job_to_gather_queue", context, data_dict)
    job: Any = HarvestJob.get(tk.get_or_bust(data_dict, "id"))
    obstacle = approval.obstacle(job.source_id) if job else None
    if obstacle is None:
        return up_func(context, data_dict)
    model.Session.add(HarvestGatherError(message=obstacle, job=job))
    job.status, job.finished = "Finished", recovering.now()
    model.Session.commit()
    return tk.get_action("harvest_job_show")(context, {"id": job.id})


@auth_audit_exempt
@tk.chained_action
def harvest_source_reindex(_up_func: Action, context: Any, data_dict: dict[str, Any]) -> bool:
    """CKAN's indexing of the source instead of ckanext-harvest's, which is called when a job ends.

    What that one indexes on CKAN 2.12 has the type, frequency and configuration as extras only: the form of
    the source, which is filled from the index, would show none of them, and saving it would lose them.
    """
    # As one of several: CKAN 2.11 takes a single one out of the index first, and commits that too.
    search.rebuild(package_ids=[tk.get_or_bust(data_dict, "id")])
    search.commit()
    return True


@auth_audit_exempt
@tk.chained_action
def harvest_source_patch(up_func: Action, context: Any, data_dict: dict[str, Any]) -> Any:
    """ckanext-harvest's, from the source as it is in the database.

    CKAN's patch begins with what is indexed, which misses the type, frequency and configuration of a source
    that was harvested last before :func:`harvest_source_reindex` was ours.
    """
    # The right has the name of the update: ckanext-harvest registers no function for that of the patch.
    tk.check_access(
        "harvest_source_update", cast("Any", {**context}), {"id": tk.get_or_bust(data_dict, "id")}
    )
    fresh: Any = {**context, "use_cache": False, "for_update": False}
    shown = tk.get_action("package_show")(fresh, {"id": tk.get_or_bust(data_dict, "id")})
    kept = {key: value for key, value in shown.items() if key not in ("metadata_modified", "status")}
    # Without extras of its own the source has none: those that are indexed would be its fields once more.
    return up_func(context, {"extras": [], **kept, **data_dict, "id": shown["id"]})


def actions() -> dict[str, Any]:
    """Name to function, as CKAN wants them."""
    found = (
        harvest_jobs_run,
        harvest_send_job_to_gather_queue,
        harvest_source_reindex,
        harvest_source_patch,
    )
    return {action.__name__: action for action in found}


def _our_types() -> list[str]:
    """Of the sources whose harvesters lock what they work on."""
    found: Any = p.PluginImplementations(IHarvester)
    ours: list[Any] = [one for one in found if isinstance(one, OdlocaleHarvester)]
    return [one.info()["name"] for one in ours]
