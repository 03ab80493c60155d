"""Whose turn it is: links of one site are visited one after the other, with a pause between. PURE."""

from __future__ import annotations

import heapq
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit


def site_of(url: str) -> str:
    """The site that a link leads to; empty when it is no address."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def turns(urls: Iterable[str], pause: float) -> Iterator[tuple[float, str]]:
    """Each link with the earliest second, from now, at which it may be visited; the earliest first.

    :param pause: seconds between two visits of one site
    """
    sites: dict[str, deque[str]] = defaultdict(deque)
    for url in urls:
        sites[site_of(url)].append(url)
    ahead = [(0.0, number, site) for number, site in enumerate(sites)]
    heapq.heapify(ahead)
    while ahead:
        at, number, site = heapq.heappop(ahead)
        yield at, sites[site].popleft()
        if sites[site]:
            heapq.heappush(ahead, (at + pause, number, site))
