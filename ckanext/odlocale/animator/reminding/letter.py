"""What the two sides are told before a mandate ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import ckan.plugins.toolkit as tk


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter, the same to everybody."""

    subject: str
    body: str


def letter(mandate: str, animator: str, authority: str, until: date) -> Letter:
    """The letter about a mandate.

    :param mandate: its id
    :param animator: title of the animator
    :param authority: name of the territory
    """
    said = {"animator": animator, "authority": authority, "date": tk.h.render_datetime(until.isoformat())}
    subject = tk._("The agreement of {animator} and {authority} ends on {date}").format(**said)
    address = tk.url_for("odlocale_agreements.read", mandate=mandate, qualified=True)
    lines = [
        tk._("Hello,"),
        tk._("The agreement by which {animator} accompanies {authority} ends on {date}.").format(**said),
        tk._(
            "To go on, ask for a new agreement that begins on the day after. If the right to publish was "
            "given, "
            "it ends with the agreement; what was published stays."
        ),
        tk._("All about it: {address}").format(address=address),
        str(tk.config["ckan.site_title"]),
    ]
    # A subject of one line: a title is what somebody wrote.
    return Letter(" ".join(subject.split()), "\n\n".join(lines))
