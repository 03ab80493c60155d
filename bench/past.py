"""What the bench of the observatory loads and measures inside a site's CKAN."""

from __future__ import annotations

import resource
import time
from datetime import date
from typing import Any

REGION = "reg-84"
# How often an open collectivité changes something that is kept: a dataset more, one out of date.
DAYS_BETWEEN = 30


def spread(number: str) -> int:
    """Spreads all datasets over the organizations of so many communes, made if need be."""
    import sqlalchemy as sa
    from ckan import model

    from bench import crowd
    from bench.inside import communes_of_france

    rows = [
        crowd.Row(f"mairie-{place}", f"Mairie de {name}", None, {"odlocale_territory": place})
        for place, name in communes_of_france(int(number))
    ]
    crowd.load(rows)
    with model.ensure_engine().begin() as connection:
        owners = [row.id for row in rows]
        connection.execute(
            sa.text(
                "UPDATE package SET owner_org = (cast(:owners AS text[]))[1 + abs(hashtext(id)) % :number]"
            ),
            {"owners": owners, "number": len(owners)},
        )
        # Their organization tells their producer, which keeps the loading short.
        if "extras" in {column["name"] for column in sa.inspect(connection).get_columns("package")}:
            connection.execute(sa.text("UPDATE package SET extras = extras - 'odlocale_territory'"))
        else:
            connection.execute(sa.text("DELETE FROM package_extra WHERE key = 'odlocale_territory'"))
    return len(rows)


def snapshot() -> dict[str, float]:
    """Takes the figures of today.

    :returns: ``seconds``, and ``megabytes``: the most memory that the process had
    """
    from ckanext.odlocale.observatory.history import snapshots

    started = time.perf_counter()
    snapshots.take(snapshots.today())
    seconds = time.perf_counter() - started
    return {"seconds": seconds, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def past(days: str) -> int:
    """Takes the figures of a day long ago, then writes as much history as so many nights leave."""
    import sqlalchemy as sa
    from ckan import model

    from ckanext.odlocale.observatory.history import snapshots

    number, today = int(days), snapshots.today()
    first = date.fromordinal(today.toordinal() - number)
    snapshots.take(first)
    values = {"first": first, "last": number - 1, "every": DAYS_BETWEEN}
    with model.ensure_engine().begin() as connection:
        for statement in _HISTORY:
            connection.execute(sa.text(statement), values)
    return number


# Every night another figure of the country, the régions and départements for what moves by the day; of every
# open collectivité another row each month.
_HISTORY = (
    """INSERT INTO odlocale_snapshot_day (date, vintage, taken)
       SELECT cast(:first AS date) + n, 2026, now() FROM generate_series(1, :last) AS n""",
    """INSERT INTO odlocale_snapshot
         (edition, scope, indicator, part, date, until, numerator, denominator, rule)
       SELECT '', scope, indicator, part, cast(:first AS date) + n,
         CASE WHEN n < :last THEN cast(:first AS date) + n + 1 END, numerator, denominator, rule
       FROM odlocale_snapshot, generate_series(1, :last) AS n
       WHERE edition = '' AND part = '' AND date = :first AND (scope = 'fr' OR scope LIKE 'reg-%')""",
    """UPDATE odlocale_snapshot SET until = date + 1
       WHERE edition = '' AND part = '' AND date = :first AND (scope = 'fr' OR scope LIKE 'reg-%')""",
    """INSERT INTO odlocale_observed
         (territory, date, until, level, population, containers, is_open, facts, parts, counted, missing)
       SELECT territory, cast(:first AS date) + n,
         CASE WHEN n + :every <= :last THEN cast(:first AS date) + n + :every END,
         level, population, containers, is_open, facts, parts, counted, missing
       FROM odlocale_observed, generate_series(:every, :last, :every) AS n
       WHERE date = :first AND is_open""",
    "UPDATE odlocale_observed SET until = date + :every WHERE date = :first AND is_open",
    "ANALYZE odlocale_snapshot",
    "ANALYZE odlocale_observed",
)


def indicators(rounds: str) -> dict[str, Any]:
    """All indicators of a région so many times, and once how many are open there by `package_search`."""
    ours = [_timed(_all_of_the_region) for _ in range(int(rounds) + 1)][1:]
    return {"ours": ours, "naive": _timed(_open_by_search)}


def _timed(work: Any) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _all_of_the_region() -> None:
    from ckan.plugins import toolkit as tk

    tk.get_action("odlocale_observatory_indicator_list")({"ignore_auth": True}, {"territory": REGION})


def _open_by_search() -> int:
    """The organizations below a région that have a dataset: page after page of its datasets."""
    from ckan.plugins import toolkit as tk

    found: set[str] = set()
    start, count = 0, 1
    while start < count:
        asked = {"fq": f"vocab_odlocale_territories:{REGION}", "rows": 1000, "start": start}
        page = tk.get_action("package_search")({"ignore_auth": True}, asked)
        found |= {one["owner_org"] for one in page["results"]}
        start, count = start + 1000, page["count"]
    return len(found)
