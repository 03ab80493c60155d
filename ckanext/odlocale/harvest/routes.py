"""One dataset once: which of the routes by which a dataset arrives is followed. PURE.

A commune's dataset may come from its own portal, from those of its EPCI and its région, and from the national
one. The route nearest to the producer is followed; the others are remembered, for when it ends.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl, urlencode, urlsplit

from ckanext.odlocale.cog.shared import Level

NEAREST = (Level.COM, Level.EPCI, Level.EPT, Level.DEP, Level.REG, Level.FR)
ID, PAGE, FILES = "id", "page", "files"
"""What two routes may have in common: kinds of keys, the surest first."""
_UNIQUE = re.compile(r"^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{24,64})$", re.IGNORECASE)
_DEEP = re.compile(r"^/.*[^/]")
_VOLATILE = frozenset(("utm_source", "utm_medium", "utm_campaign", "locale", "lang"))
MOST_FILES = 2000


@dataclass(frozen=True, slots=True)
class Route:
    """One way by which a dataset arrives.

    :param keys: as :func:`keys_of` gives them
    :param producer: territory, or normalised name, of who made it; empty when nobody is named
    :param rank: as :func:`rank_of` gives it
    :param modified: when its source says it changed
    :param follows: the record of this portal is made from it now
    """

    source: str
    guid: str
    keys: frozenset[str]
    producer: str
    rank: int
    modified: datetime | None = None
    package: str | None = None
    follows: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to become of a route.

    :param followed: its record is made from it
    :param other: the route that is followed instead, or that it takes over from
    :param common: what they have in common: ``id``, ``page`` or ``files``
    """

    followed: bool
    other: Route | None = None
    common: str = ""


def rank_of(territory_level: Level | None) -> int:
    """How far a source is from a producer: that of a commune is nearest.

    :param territory_level: of the source's territory; None without one, or where the producer is not in it
    """
    return NEAREST.index(territory_level) if territory_level in NEAREST else len(NEAREST)


def keys_of(identifiers: Iterable[str], pages: Iterable[str], files: Collection[str]) -> frozenset[str]:
    """What tells a dataset from all others of the world; never a bare “12”, nor a portal's front page.

    :param pages: addresses of pages about it
    :param files: addresses of its distributions
    """
    ids = {f"{ID}:{one.lower()}" for one in map(str.strip, identifiers) if _UNIQUE.match(one)}
    described = {f"{PAGE}:{page}" for page in map(plain_address, pages) if page}
    addresses = sorted({address for address in map(plain_address, files) if address})
    if not addresses or len(addresses) > MOST_FILES:
        return frozenset(ids | described)
    return frozenset({*ids, *described, f"{FILES}:{_digest(addresses)}"})


def plain_address(address: str) -> str:
    """An address without what differs between two ways to write it; empty for a front page or no address."""
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").removeprefix("www.")
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        return ""
    asked = [pair for pair in parse_qsl(parts.query) if pair[0] not in _VOLATILE]
    if parts.scheme not in ("http", "https") or not host or not (_DEEP.match(parts.path) or asked):
        return ""
    query = f"?{urlencode(sorted(asked))}" if asked else ""
    return f"{host}{port}{parts.path.rstrip('/')}{query}"[:1000]


def judge(route: Route, known: Sequence[Route]) -> Verdict:
    """Decide about a route that has just been read.

    :param known: routes that have a key in common with it, or that have its keys in its own source
    """
    same = [(one, common) for one in known if (common := in_common(route, one, known))]
    rivals = [(one, common) for one, common in same if one.follows]
    if not rivals:
        return Verdict(True, *(same[0] if same and route.package is None else (None, "")))
    best, common = min(rivals, key=lambda rival: order(rival[0]))
    # Whoever says to be somebody else's producer takes nothing over, however near.
    known_as = best.producer in ("", route.producer)
    return Verdict(known_as and order(route)[:2] < order(best)[:2], best, common)


def heir(routes: Iterable[Route]) -> Route | None:
    """Which route is followed when the one that was ends."""
    return min(routes, key=order, default=None)


def order(route: Route) -> tuple[int, float, str, str]:
    """Nearest first, then newest; then always the same, whoever asks."""
    newest = -route.modified.timestamp() if route.modified else 0.0
    return (route.rank, newest, route.source, route.guid)


def in_common(route: Route, other: Route, known: Iterable[Route]) -> str:
    """What shows that two routes lead to one dataset; empty when nothing does.

    A key that two datasets of one source share tells nothing: some publish one page, or one file, for all.
    Files are the same dataset only of the same producer.
    """
    if other.source == route.source:
        return ""
    for kind in (ID, PAGE, FILES):
        shared = {key for key in route.keys & other.keys if key.startswith(f"{kind}:")}
        if kind == FILES and (not route.producer or route.producer != other.producer):
            continue
        if any(_distinguishes(key, [route, *known]) for key in shared):
            return kind
    return ""


def comes_back(addresses: Iterable[str], chain: Iterable[str], site: str) -> bool:
    """True for a record that this very portal published before.

    :param addresses: of its page and of its identity
    :param chain: the catalogues that it says it went through
    :param site: the address of this portal
    """
    ours = site.rstrip("/")
    if any(one.rstrip("/") == ours for one in chain):
        return True
    return any(one.startswith((f"{ours}/dataset/", f"{ours}/fr/dataset/")) for one in addresses)


def _distinguishes(key: str, routes: Iterable[Route]) -> bool:
    owners: dict[str, str] = {}
    return all(owners.setdefault(one.source, one.guid) == one.guid for one in routes if key in one.keys)


def _digest(addresses: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(addresses).encode()).hexdigest()
