"""What a feed says of a territory's datasets, from the datasets as the search gives them. PURE."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable
from urllib.parse import urlencode

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: object) -> str:
    """A text without the characters that XML 1.0 has no way to write; None gives an empty one."""
    return _NOT_XML.sub("", str(text or ""))


def author(candidates: Iterable[object]) -> str:
    """The first of these names that has something to read; empty when none has."""
    return next((name for name in (xml_text(one).strip() for one in candidates) if name), "")


def moment(text: object) -> dt.datetime | None:
    """A date as CKAN keeps it, in UTC; None for what is none."""
    try:
        found = dt.datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


def identifier(site: str, path: str, authority: str = "", date: str = "") -> str:
    """The id that a feed or one of its entries keeps for ever, as in CKAN's own feeds.

    :param site: the portal's address
    :param path: what the id is of, like ``/dataset/<id>``
    :param authority: who owned the name of the portal …
    :param date: … on this date; without one the id is an address
    """
    return f"tag:{authority},{date}:{path}" if authority and date else f"{site.rstrip('/')}{path}"


def pages(
    address: str, parameters: list[tuple[str, str]], number: int, count: int, size: int
) -> dict[str, str | None]:
    """The addresses of a feed's pages: this one, the first, the last, those around.

    :param address: of the feed, without parameters
    :param parameters: what was asked of it, beside the page
    :param number: the page's, from 1
    :param count: how many entries there are in all
    :param size: how many are on a page
    """
    last = max(1, math.ceil(count / size))

    def of(page: int) -> str:
        asked = [*parameters, *([("page", str(page))] if page > 1 else [])]
        return f"{address}?{urlencode(asked)}" if asked else address

    return {
        "self": of(number),
        "first": of(1),
        "last": of(last),
        "previous": of(min(number - 1, last)) if number > 1 else None,
        "next": of(number + 1) if number < last else None,
    }
