"""What a letter says: the figures and those of a month ago, who has opened since, who acts next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

import ckan.plugins.toolkit as tk

from ckanext.odlocale.observatory import board, listing
from ckanext.odlocale.observatory.computing import ANIMATOR
from ckanext.odlocale.observatory.history import ledger
from ckanext.odlocale.observatory.indicator import Indicator
from ckanext.odlocale.observatory.neighbours import animator_called
from ckanext.odlocale.observatory.report.content import next_ones, shortened, step_of
from ckanext.odlocale.observatory.seen import Seen, seen
from ckanext.odlocale.observatory.wording import odlocale_percent
from ckanext.odlocale.territory.shared import resolve

MONTH = timedelta(days=30)
MOST_NAMED = 15


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter, the same for everybody who asked for it."""

    subject: str
    body: str


class _Board(NamedTuple):
    name: str
    address: str
    headlines: tuple[str, ...]


def letter(scope: str) -> Letter | None:
    """The letter about a territory, or whom an animator accompanies; None when nothing is told of it.

    :param scope: as :class:`Seen` has it
    """
    about, found = _board_of(scope), seen(scope)
    if about is None or found is None:
        return None
    before = seen(scope, found.day - MONTH)
    subject = tk._("Open data: {name}, {day}").format(name=about.name, day=_said(found.day))
    paragraphs = (
        "\n".join(_figures(about, found, before)),
        "\n".join(_opened(scope, found.day, before.day if before else None)),
        "\n".join(_next(scope, found.day, about)),
        tk._("Everything, with definitions: {address}").format(address=about.address),
        tk._("You asked for this letter. To receive it no more, log in and say so on that page."),
    )
    return Letter(subject, "\n\n".join(one for one in paragraphs if one))


def _board_of(scope: str) -> _Board | None:
    if scope.startswith(ANIMATOR):
        animator = animator_called(scope.removeprefix(ANIMATOR))
        if animator is None:
            return None
        address = tk.url_for("odlocale_observatory_animators.read", name=animator.name, _external=True)
        return _Board(shortened(animator.title), address, board.OF_ANIMATORS)
    record = resolve(scope)
    if record is None:
        return None
    address = tk.url_for("odlocale_observatory.read", territory_id=record.id, _external=True)
    return _Board(shortened(record.name or record.code), address, board.HEADLINES)


def _figures(about: _Board, found: Seen, before: Seen | None) -> Iterator[str]:
    for one in found.indicators:
        if one.name in about.headlines:
            yield _figure(one, found, before)


def _figure(one: Indicator, found: Seen, before: Seen | None) -> str:
    count = found.count(one.name)
    told = tk._("{title}: {rate} ({numerator} of {denominator})").format(
        title=one.title(),
        rate=odlocale_percent(count),
        numerator=tk.h.odlocale_number(count.numerator),
        denominator=tk.h.odlocale_number(count.denominator),
    )
    if before is None:
        return told
    then = tk._("{rate} on {day}").format(
        rate=odlocale_percent(before.count(one.name)), day=_said(before.day)
    )
    return f"{told} · {then}"


def _opened(scope: str, day: date, since: date | None) -> Iterator[str]:
    """Who has opened since the figures of a month ago."""
    if since is None:
        return
    opened = [
        place
        for place in ledger.known_on(day, scope, ledger.is_counted("open"))
        if place.since and place.since > since
    ]
    if not opened:
        yield tk._("Nobody has opened since {day}.").format(day=_said(since))
        return
    yield tk.ungettext(
        "{number} has opened since {day}:", "{number} have opened since {day}:", len(opened)
    ).format(number=len(opened), day=_said(since))
    largest = sorted(opened, key=lambda place: -(place.population or 0))[:MOST_NAMED]
    yield from (f"- {shortened(entry.name)}" for entry in listing.described(largest))
    if len(opened) > MOST_NAMED:
        yield "- …"


def _next(scope: str, day: date, about: _Board) -> Iterator[str]:
    steps = [step_of(one, about.address) for one in next_ones(scope, day)]
    if steps:
        yield tk._("Who has to do something next:")
    for one in steps:
        yield "- " + tk._("{name}: {step} ({actor})").format(name=one.name, step=one.step, actor=one.actor)


def _said(day: date) -> str:
    return tk.h.render_datetime(day.isoformat())
