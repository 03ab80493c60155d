"""The background jobs of a test, done in its own process."""

from __future__ import annotations


def run_jobs() -> None:
    """Do what waits in the default queue.

    The connection is named: the RQ of CKAN 2.11 keeps one for each thread, and a page that a browser opened
    was answered, and its job queued, in another.
    """
    from ckan import model
    from ckan.lib.jobs import Worker
    from ckan.lib.redis import connect_to_redis

    Worker(connection=connect_to_redis()).work(burst=True)
    model.Session.expire_all()
