"""The API of the observatory."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.logic import validate

from ckanext.odlocale.observatory import config, listing, telling
from ckanext.odlocale.observatory.computing import animator_scope
from ckanext.odlocale.observatory.history import days
from ckanext.odlocale.observatory.history import figures as kept
from ckanext.odlocale.observatory.history.snapshots import today
from ckanext.odlocale.observatory.logic import refusals, schema
from ckanext.odlocale.observatory.neighbours import animator_called
from ckanext.odlocale.observatory.openings import store
from ckanext.odlocale.observatory.openings.importing import LARGEST, Listed, UnusableListError, import_list
from ckanext.odlocale.observatory.parts import PARTS
from ckanext.odlocale.observatory.seen import Seen, seen, seen_in_edition
from ckanext.odlocale.territory.shared import TerritoryRecord, resolve

MOST_LISTED = 1000


@tk.side_effect_free
@validate(schema.indicator_list)
def odlocale_observatory_indicator_list(context: Any, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Return all indicators with their figures for a territory.

    :param territory: like ``com-74042``, ``dep-74``, ``reg-84`` or ``fr`` (optional, default that of the
    portal)
    :type territory: string
    :param animator: in place of a territory, the name of an animator: the figures of whom it accompanies
        (optional)
    :type animator: string
    :param date: the figures of this day, or of the last one before it that has figures (optional)
    :type date: string
    :param edition: the figures of this frozen edition, like ``2026``, in place of a day's (optional)
    :type edition: string
    :param part: only this part of the territory: a level (``com``, ``epci``, ``ept``, ``dep``, ``reg``), a
    stratum
        of communes by its least population (``com-0``, ``com-3500``, ``com-5000``, ``com-10000``,
        ``com-20000``, ``com-50000``, ``com-100000``) or a group (``small``, ``large``) (optional)
    :type part: string

    :rtype: list of dictionaries with ``id``, ``title``, ``question``, ``numerator_label``,
        ``denominator_label``, ``rule`` (its name and version), ``rule_text``, ``unit``, ``territory``,
        ``animator``, ``part``, ``date`` (of the figure), ``edition``, ``numerator``, ``denominator`` and
        ``rate`` (0 to 1, null when there is nothing to count) and ``unmeasured`` (when the portal does not
        measure it: what to do about it; numerator and denominator are null, then)

    :raises NotFound: there is no such territory, no such edition, or no figure was taken yet
    """
    tk.check_access("odlocale_observatory_indicator_list", context, data_dict)
    found = _seen(data_dict)
    return [telling.figure(one, found, data_dict["part"]) for one in found.indicators]


@tk.side_effect_free
@validate(schema.indicator_show)
def odlocale_observatory_indicator_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return one indicator of a territory, with its parts and its history.

    :param id: the name of the indicator
    :type id: string
    :param territory: the territory (optional, default that of the portal)
    :type territory: string
    :param animator: in place of a territory, the name of an animator: the figures of whom it accompanies
        (optional)
    :type animator: string
    :param date: the figures of this day, or of the last one before it (optional)
    :type date: string

    :rtype: dictionary as in ``odlocale_observatory_indicator_list``, with ``parts`` (list of ``part``,
        ``numerator``, ``denominator``, ``rate``) and ``history`` (list of ``date``, ``numerator``,
        ``denominator``, ``rate``, ``rule``: each holds until the next; empty for a commune)

    :raises NotFound: there is no such territory, or no figure was taken yet
    """
    tk.check_access("odlocale_observatory_indicator_show", context, data_dict)
    one, found = data_dict["id"], _seen(data_dict)
    history = [telling.point(point) for point in kept.series(found.scope, one.name)]
    return {
        **telling.figure(one, found, ""),
        "parts": telling.by_part(one, found),
        "history": [point for point in history if point["date"] <= found.day.isoformat()],
    }


@tk.side_effect_free
@validate(schema.collectivite_list)
def odlocale_observatory_collectivite_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return the collectivités behind a figure, the largest level first, then by population.

    :param territory: what they are in (optional, default that of the portal)
    :type territory: string
    :param animator: in place of a territory, the name of an animator: the figures of whom it accompanies
        (optional)
    :type animator: string
    :param indicator: the indicator (optional, default ``open``)
    :type indicator: string
    :param side: ``oui`` for those that it counts, ``non`` for the others, ``tous`` for both (optional,
    default)
    :type side: string
    :param part: only this part, as in ``odlocale_observatory_indicator_list`` (optional)
    :type part: string
    :param date: as they were on this day (optional)
    :type date: string
    :param q: only those with words that begin so in their name, or with this code (optional)
    :type q: string
    :param limit: how many to return (optional, default 50, at most 1000)
    :type limit: int
    :param offset: how many to pass over (optional, default 0)
    :type offset: int

    :rtype: dictionary with ``count`` (of all), ``date`` and ``results``: ``id``, ``name``, ``level``,
        ``siren``, ``population``, ``open``, ``since``, ``ways`` (``own``, ``rolled_up``, ``elsewhere``, with
        the first day of each), ``duty`` (``obliged``, ``presumed``, ``free``, ``unknown``), ``datasets``,
        ``organization``, ``helper`` (names, or null), ``elsewhere`` (an address, or null), ``next_step`` and
        ``next_actor``

    :raises NotFound: there is no such territory, or no figure was taken yet
    """
    tk.check_access("odlocale_observatory_collectivite_list", context, data_dict)
    scope, day = scope_of(data_dict), day_of(data_dict)
    part = PARTS[data_dict["part"]]
    asked = listing.Asked(scope, day, data_dict["indicator"], part, data_dict["side"], data_dict["q"].strip())
    count, entries = listing.page(asked, min(data_dict["limit"], MOST_LISTED), data_dict["offset"])
    return {"count": count, "date": day.isoformat(), "results": [telling.entry(one) for one in entries]}


@tk.side_effect_free
def odlocale_observatory_opening_list(context: Any, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the lists of known openings that were imported, the newest first.

    :rtype: list of dictionaries with ``source``, ``listed`` (the day of the list), ``imported`` and
    ``openings``
    """
    tk.check_access("odlocale_observatory_opening_list", context, data_dict)
    return [
        {**one, "listed": one["listed"].isoformat(), "imported": one["imported"].isoformat()}
        for one in store.sources()
    ]


@validate(schema.opening_import)
def odlocale_observatory_opening_import(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Import a list of collectivités that are open on another platform; for system administrators.

    When a line is refused nothing is imported. A list takes the place of an earlier one of the same source.

    :param upload: the file: CSV or a spreadsheet in OpenDataFrance's columns, of which ``siren`` is needed;
        a column ``date`` may say when each opened
    :type upload: FileStorage
    :param source: who publishes the list
    :type source: string
    :param date: the day of the list
    :type date: string
    :param dry_run: only say what would be imported (optional)
    :type dry_run: bool

    :rtype: dictionary with ``applied``, ``counts`` (lines by verdict: ``open``, ``not_open``, ``repeated``,
        ``outside``, ``refused``), ``gone`` (territories that the earlier list named) and ``lines``: ``line``,
        ``siren``, ``name``, ``verdict``, ``territory``, ``why``

    :raises ValidationError: the file cannot be read, or the date is in the future
    """
    tk.check_access("odlocale_observatory_opening_import", context, data_dict)
    if data_dict["date"] > today():
        raise tk.ValidationError({"date": [tk._("This date is in the future: give the day of the list.")]})
    with TemporaryDirectory() as folder:
        path = _kept(data_dict["upload"], Path(folder))
        listed = Listed(path, data_dict["source"], data_dict["date"], context.get("user"))
        try:
            done = import_list(listed, today(), apply=not data_dict["dry_run"])
        except UnusableListError as error:
            raise tk.ValidationError({"upload": [refusals.unusable(error)]}) from error
    model.Session.commit()
    return telling.report(done)


@validate(schema.snapshot)
def odlocale_observatory_snapshot(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Take the figures of today; for system administrators. Twice the same day is as once.

    :param date: the day that it is (optional, default today by the server's clock, in UTC); never before the
        last one with figures
    :type date: string

    :rtype: dictionary with ``date``, ``territories``, ``news`` (of how many something is new), ``figures``,
        ``changed`` (how many are new), ``edition`` (frozen on the way, or null) and ``seconds``

    :raises ValidationError: it is earlier than the last day with figures, or there are no territories
    """
    tk.check_access("odlocale_observatory_snapshot", context, data_dict)
    return refusals.taken(data_dict.get("date") or today())


def scope_of(data_dict: dict[str, Any]) -> str:
    """Whose figures are asked for: a territory's, or those of whom an animator accompanies."""
    name = data_dict.get("animator")
    if name:
        found = animator_called(name)
        if found is None:
            raise tk.ObjectNotFound(tk._("No animator is called “{name}” here.").format(name=name))
        return animator_scope(found.organization)
    return territory_of(data_dict).id


def territory_of(data_dict: dict[str, Any]) -> TerritoryRecord:
    """The territory that is asked for, or that of the portal."""
    asked = data_dict.get("territory") or config.territory()
    record = resolve(asked)
    if record is None:
        raise tk.ObjectNotFound(tk._("There is no territory “{id}” here.").format(id=asked))
    return record


def day_of(data_dict: dict[str, Any]) -> Any:
    wanted = data_dict.get("date")
    day = days.at(wanted) if wanted else days.latest()
    if day is None:
        raise tk.ObjectNotFound(refusals.no_figures())
    return day


def _seen(data_dict: dict[str, Any]) -> Seen:
    scope = scope_of(data_dict)
    edition = data_dict.get("edition")
    found = seen_in_edition(scope, edition) if edition else seen(scope, data_dict.get("date"))
    if found is None:
        raise tk.ObjectNotFound(refusals.no_figures())
    return found


def _kept(upload: Any, folder: Path) -> Path:
    """An uploaded file, or a path that a command gives, as a file to read."""
    if isinstance(upload, Path):
        return upload
    if not hasattr(upload, "read"):
        raise tk.ValidationError({"upload": [tk._("Choose a file first.")]})
    path = folder / f"list{Path(getattr(upload, 'filename', None) or 'list.csv').suffix[:10]}"
    path.write_bytes(upload.read(LARGEST + 1))
    return path
