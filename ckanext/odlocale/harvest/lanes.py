"""Lanes: a source that keeps its gather consumer waiting does not keep the others waiting.

To gather is to read from somebody else's server, for as long as that one likes; a consumer of ckanext-harvest
gathers one job at a time. So when a source takes longer than a moment and other jobs wait, a helper is
started: a process that gathers what waits, and ends. It may meet a slow source as well, and is helped alike.
Locks of PostgreSQL, which go with a process that is killed, bound how many there are at once.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import ckan.plugins.toolkit as tk
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from ckanext.harvest import queue
from ckanext.odlocale.harvest import config, locks
from ckanext.odlocale.harvest.backlog import Backlog

log = logging.getLogger(__name__)

MOMENT = 10
"""Seconds that a source may take before what waits behind it is gathered by a helper."""
_LOCKS = 0x0D10CA1A
_PROGRAM = "from ckan.cli.cli import ckan; ckan()"


@contextmanager
def beside(backlog: Backlog | None) -> Iterator[None]:
    """While a consumer gathers one job, have the others gathered as soon as it takes longer than a moment.

    :param backlog: None when no consumer gathers, and nobody waits for it
    """
    ended = threading.Event()
    if backlog is not None:
        threading.Thread(target=_watch, args=(ended,), daemon=True).start()
    try:
        yield
    finally:
        ended.set()


def _watch(ended: threading.Event) -> None:
    """One helper of this consumer at a time. This thread has a connection of its own."""
    backlog, helper = Backlog(), None
    while not ended.wait(MOMENT):
        try:
            is_alone = helper is None or helper.poll() is not None
            if is_alone and backlog.waiting_jobs() and _is_any_free():
                helper = subprocess.Popen(_command(), stdin=subprocess.DEVNULL)
        except (RedisError, SQLAlchemyError, OSError):
            # The gathering itself says what is wrong, if it needs it.
            log.exception("no helper could be started")


def _command() -> list[str]:
    """The command of :func:`work_off`, whatever this process was started with."""
    asked = ("odlocale", "harvest", "gather-waiting")
    return [sys.executable, "-c", _PROGRAM, "-c", str(tk.config["__file__"]), *asked]


def work_off() -> int:
    """Be a helper: gather what waits, one job after the other, as long as who asked for help lives.

    :returns: how many jobs were gathered; none when there are helpers enough
    """
    done = 0
    with lane() as mine:
        if mine:
            threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
            consumer: Any = queue.get_gather_consumer()
            while body := consumer.redis.lpop(consumer.routing_key):
                # How ckanext-harvest knows what a consumer works on: a moment of the machine's own clock.
                consumer.redis.set(consumer.persistance_key(body), str(datetime.now()))  # noqa: DTZ005
                queue.gather_callback(consumer, queue.FakeMethod(body), None, body)
                done += 1
    return done


@contextmanager
def lane() -> Iterator[bool]:
    """Hold one of the lanes of this portal; False when none is free."""
    for number in range(config.lanes()):
        with locks.tried([f"lane {number}"], _LOCKS) as mine:
            if mine:
                yield True
                return
    yield False


def _is_any_free() -> bool:
    with lane() as mine:
        return mine


def _end_with(parent: int) -> None:
    """A consumer that is stopped takes its helper along, whose job the regular run takes up."""
    while os.getppid() == parent:
        threading.Event().wait(1)
    os.kill(os.getpid(), signal.SIGTERM)
