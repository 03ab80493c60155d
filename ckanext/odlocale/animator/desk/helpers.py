"""Template helpers of the desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import ckan.plugins.toolkit as tk
import markdown
from markupsafe import Markup

from ckanext.odlocale.animator.desk.wording import filter_label, filter_title
from ckanext.odlocale.socle.shared import rule_label

__all__ = [
    "odlocale_desk_day",
    "odlocale_desk_label",
    "odlocale_desk_moment",
    "odlocale_desk_options",
    "odlocale_desk_rule",
    "odlocale_desk_title",
    "odlocale_kit_rendered",
]


def odlocale_desk_label(name: str, value: str) -> str:
    """What a value of a filter of the desk is called.

    :param name: ``besoin``, ``qui``, ``etape``, ``mandat``, ``obligation``, ``niveau`` or ``population``
    """
    return filter_label(name, value)


def odlocale_desk_options(name: str, numbers: Mapping[str, int]) -> list[tuple[str, str]]:
    """The values of a filter of the desk, each with what it is called and how many authorities have it."""
    number = tk.h.localised_number
    return [(value, f"{filter_label(name, value)} ({number(many)})") for value, many in numbers.items()]


def odlocale_desk_title(name: str) -> str:
    """What a filter of the desk is called."""
    return filter_title(name)


def odlocale_desk_rule(rule: str) -> str:
    """What a rule is about."""
    return rule_label(rule)


def odlocale_desk_day(day: dt.date | str | None) -> str:
    """A day in the reader's language; empty for none."""
    if day is None:
        return ""
    return tk.h.render_datetime(day if isinstance(day, str) else day.isoformat()) or ""


def odlocale_desk_moment(moment: dt.datetime | str) -> str:
    """A day with its hour, in the reader's language and the site's time zone."""
    day, hour = tk.h.render_datetime(moment), tk.h.render_datetime(moment, date_format="%H:%M")
    return tk._("{day} at {hour}").format(day=day, hour=hour)


def odlocale_kit_rendered(text: str) -> Markup:
    """A text of the package, which is our own, as HTML with its tables; never one that a person wrote."""
    shown = markdown.markdown(text.replace("- [ ] ", "- ☐ "), extensions=["tables"])
    return Markup(shown)  # noqa: S704 - the texts are in the package
