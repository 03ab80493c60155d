"""Whose turn it is: links of one site do not follow each other while there are others. PURE."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from urllib.parse import urlsplit


def site_of(url: str) -> str:
    """The site that a link leads to; empty when it is no address."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def turns(urls: Iterable[str]) -> Iterator[str]:
    """The links, one of each site in turn."""
    sites: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        sites[site_of(url)].append(url)
    for one_of_each in zip_longest(*sites.values()):
        yield from (url for url in one_of_each if url is not None)
