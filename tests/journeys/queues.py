"""The queues of a portal, worked off in the test: its messages are those that consumers and workers read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.background import run_jobs


def harvest(source_id: str) -> None:
    """Run a harvest source: queue a job as its page does, consume it, and mark it as finished."""
    import ckan.plugins.toolkit as tk
    from ckanext.harvest import queue

    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    tk.get_action("harvest_job_create")({"user": user}, {"source_id": source_id, "run": True})
    assert _consumed(queue.get_gather_consumer(), queue.gather_callback) == 1
    _consumed(queue.get_fetch_consumer(), queue.fetch_callback)
    tk.get_action("harvest_jobs_run")({"user": user}, {})


def _consumed(consumer: Any, callback: Callable[..., Any]) -> int:
    from ckanext.harvest.queue import FakeMethod

    done = 0
    while (body := consumer.redis.lpop(consumer.routing_key)) is not None:
        callback(consumer, FakeMethod(body), None, body)
        done += 1
    return done


def work_off_jobs() -> int:
    """Run the background jobs that wait; the number of jobs done."""
    from ckan.lib.jobs import get_queue

    waiting = get_queue().count
    run_jobs()
    return waiting
