"""Resources of a test portal whose files follow, or do not follow, a standard."""

from __future__ import annotations

import io
from typing import Any

from tests.socle.made import as_csv, decision

RIGHT = as_csv([decision(), decision(DELIB_ID="2026-042")])
WRONG = as_csv([decision(DELIB_DATE="hier"), decision(DELIB_ID="2026-042", COLL_SIRET="21290212600012")])
OTHER = "insee,habitants\n74042,12829\n"
DELIBERATIONS = "scdl/deliberations"


def upload(content: str | bytes, name: str = "deliberations.csv") -> Any:
    """A file that a form sends."""
    from werkzeug.datastructures import FileStorage

    data = content if isinstance(content, bytes) else content.encode()
    return FileStorage(io.BytesIO(data), name, "upload")


def publish(content: str | bytes, name: str = "deliberations.csv", **fields: Any) -> dict[str, Any]:
    """A resource of a new dataset, or of `dataset`, with this file."""
    from ckan.tests import factories, helpers

    dataset = fields.pop("dataset", None) or factories.Dataset(owner_org=factories.Organization()["id"])
    asked = {"package_id": dataset["id"], "format": name.rpartition(".")[2].upper(), **fields}
    return helpers.call_action("resource_create", _somebody(), **asked, upload=upload(content, name))


def change(resource: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The resource with some fields changed."""
    from ckan.tests import helpers

    return helpers.call_action("resource_patch", _somebody(), id=resource["id"], **changes)


def _somebody() -> dict[str, Any]:
    import ckan.plugins.toolkit as tk

    return {"user": tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]}


def shown(resource: dict[str, Any]) -> dict[str, Any]:
    """The resource as the API shows it."""
    from ckan.tests import helpers

    return helpers.call_action("resource_show", id=resource["id"])


def verdict(resource: dict[str, Any]) -> dict[str, Any]:
    """The verdict as the API shows it."""
    from ckan.tests import helpers

    return helpers.call_action("odlocale_socle_verdict_show", id=resource["id"])


def waiting() -> list[str]:
    """The resources that wait in the background for our verdict."""
    from ckan.lib import jobs

    return [job.args[0] for job in jobs.get_queue().jobs if job.func_name.endswith("checking.check")]
