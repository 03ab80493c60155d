"""Storing one harvested dataset: one action of CKAN, and its harvest object is the current one with it."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.lib.munge import munge_title_to_name
from ckan.lib.navl.validators import ignore, ignore_missing
from ckan.logic.schema import default_create_package_schema

from ckanext.harvest.harvesters import HarvesterBase
from ckanext.harvest.model import HarvestObject
from ckanext.odlocale.harvest.objects import Refused
from ckanext.odlocale.harvest.records import Object


def store(package: dict[str, Any], harvest_object: Object, user: str, known: str | None) -> bool:
    """Make or update the dataset that a harvest object describes.

    :param package: as CKAN will store it, its ``id`` that of the source
    :param user: who is said to have done it
    :param known: id of the dataset to update; None for one that is made
    :raises Refused: CKAN does not accept it; the message says which field
    """
    try:
        if known is None:
            _create(package, harvest_object, user)
        else:
            package["name"] = model.Session.query(model.Package.name).filter_by(id=known).scalar()
            _update(package, harvest_object, user)
    except tk.ValidationError as error:
        model.Session.rollback()
        raise Refused(_invalid(error)) from error
    return True


def free_name(title: str) -> str | None:
    """A name that no dataset has, and that no other consumer takes before this transaction ends.

    The index of names tells most often; ckanext-harvest's search for a number reads all names.

    :returns: None when a thousand datasets are called so
    """
    ideal = munge_title_to_name(title)
    model.Session.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext(ideal))))
    taken = model.Session.query(model.Package.id).filter_by(name=ideal).first()
    if ideal and taken is None:
        return ideal
    return HarvesterBase._gen_new_name(title)


def _create(package: dict[str, Any], harvest_object: Object, user: str) -> None:
    """In one transaction: a dataset without its harvest object would be nobody's."""
    package["name"] = free_name(package.get("name") or package["title"])
    made: Any = harvest_object
    made.current, made.package_id = True, package["id"]
    model.Session.add(made)
    model.Session.execute(sa.text("SET CONSTRAINTS harvest_object_package_id_fkey DEFERRED"))
    model.Session.flush()
    tk.get_action("package_create")(_context(user), package)
    model.Session.commit()


def _update(package: dict[str, Any], harvest_object: Object, user: str) -> None:
    tk.get_action("package_update")(_context(user), package)
    made: Any = harvest_object
    model.Session.query(HarvestObject).filter(
        HarvestObject.package_id == package["id"], HarvestObject.current.is_(True)
    ).update({"current": False})
    made.current, made.package_id = True, package["id"]
    model.Session.add(made)
    model.Session.commit()


def _context(user: str) -> Any:
    """Without ``return_id_only``: who listens to the action gets the dataset, and need not ask for it."""
    schema = default_create_package_schema()
    schema["id"] = [ignore_missing, tk.get_validator("unicode_safe")]
    schema["__junk"] = [ignore]
    return {
        "model": model,
        "session": model.Session,
        "user": user,
        "schema": schema,
        "ignore_auth": True,
    }


def _invalid(error: tk.ValidationError) -> str:
    told = "; ".join(f"{field}: {reason}" for field, reason in sorted(error.error_summary.items()))
    message = tk._("CKAN does not accept this dataset ({reasons}). Tell its publisher.")
    return message.format(reasons=told[:500])
