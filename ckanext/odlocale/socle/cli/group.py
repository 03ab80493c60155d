"""``ckan odlocale socle``, the group of the commands about what is expected."""

from __future__ import annotations

from ckanext.odlocale.command import odlocale


@odlocale.group(short_help="Standards of the socle commun: verdicts on files.")
def socle() -> None:
    """Standards of the socle commun, and verdicts on the files of the portal."""
