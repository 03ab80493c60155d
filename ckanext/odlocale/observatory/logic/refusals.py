"""What cannot be done, as a sentence that says what to do next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.odlocale.observatory.history import snapshots
from ckanext.odlocale.observatory.map.outline import UnusableMapError
from ckanext.odlocale.observatory.openings.importing import UnusableListError


def no_figures() -> str:
    """There is nothing to show yet."""
    return tk._(
        "No figures were taken yet for this. The administrator of the portal takes them with: "
        "ckan odlocale observatory snapshot"
    )


def taken(day: date) -> dict[str, Any]:
    """Take the figures of a day.

    :raises ValidationError: they cannot be taken
    """
    try:
        done = snapshots.take(day)
    except snapshots.ClockError as error:
        sentence = tk._(
            "The figures of {latest} are kept already, and {day} is before it. Check the clock of the server."
        ).format(latest=error.latest, day=error.day)
        raise tk.ValidationError({"date": [sentence]}) from error
    except snapshots.NoTerritoriesError as error:
        sentence = tk._("There are no territories to count. Import them with: ckan odlocale territory import")
        raise tk.ValidationError({"territory": [sentence]}) from error
    return {
        "date": done.day.isoformat(),
        "territories": done.territories,
        "news": done.news,
        "figures": done.figures,
        "changed": done.changed,
        "edition": done.edition,
        "seconds": round(done.seconds, 2),
    }


def unusable_map(error: UnusableMapError) -> str:
    """Why a file is no map."""
    return _MAPS[error.key]().format(**error.values)


def unusable(error: UnusableListError) -> str:
    """Why a file is no list of openings."""
    return _UNUSABLE.get(error.key, _unreadable)().format(**error.values)


def _unreadable() -> str:
    return tk._(
        "This file cannot be read as a table. Save it as CSV (UTF-8), with one line for each authority."
    )


_MAPS: dict[str, Callable[[], str]] = {
    "unreadable": lambda: tk._(
        "This file is no GeoJSON of territories. Convert it to a FeatureCollection of polygons, for instance "
        "with ogr2ogr -f GeoJSON -t_srs EPSG:4326."
    ),
    "metres": lambda: tk._(
        "The coordinates are no degrees. Convert the file with ogr2ogr -f GeoJSON -t_srs EPSG:4326."
    ),
    "empty": lambda: tk._(
        "No feature has one of these properties: {columns}. Name the right one with --code."
    ),
    "unknown": lambda: tk._(
        "The portal knows none of these territories: {codes}… Give the level of the file with --level, and "
        "import the territories first."
    ),
}
_UNUSABLE: dict[str, Callable[[], str]] = {
    "large": lambda: tk._("The file has more than {limit} MB. Is it the list of organizations?"),
    "lines": lambda: tk._("The table has more than {limit} lines. Is it the list of organizations?"),
    "columns": lambda: tk._(
        "No column is called “siren”. The columns are: {columns}. Rename the one that has the SIREN."
    ),
    "empty": lambda: tk._("The file is empty."),
}
