"""Starting, asking and stopping the supervisor, from any command."""

from __future__ import annotations

import contextlib
import fcntl
import json
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ckanext.odlocale.stack import processes, services, supervisor
from ckanext.odlocale.stack.processes import Mark
from ckanext.odlocale.stack.services import Service

START_SECONDS = 120
STOP_SECONDS = 60


class StackError(Exception):
    """Something of the stack does not run; the message says what, and what to do."""


@dataclass(frozen=True, slots=True)
class Status:
    """What the supervisor last wrote: itself, and the state of each service by name."""

    mark: Mark
    request: str
    states: dict[str, str]
    reasons: dict[str, str]
    digests: dict[str, str]


def status(var: Path) -> Status | None:
    """What runs now, or None when no supervisor runs."""
    path = var / "status.json"
    try:
        data = json.loads(path.read_text())
    except FileNotFoundError:
        return None
    mark = Mark(data["pid"], data["started"])
    if not mark.alive():
        return None
    rows = data["services"]
    return Status(
        mark,
        data["request"],
        *({name: row[key] for name, row in rows.items()} for key in ("state", "why", "digest")),
    )


@contextlib.contextmanager
def locked(var: Path, name: str = "lock") -> Iterator[None]:
    """Only one command at a time changes the stack; the kernel frees the lock of a command that is killed."""
    var.mkdir(parents=True, exist_ok=True)
    with (var / name).open("a") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def run(var: Path, wanted: Iterable[Service]) -> None:
    """Makes these services run, besides those that run already, and waits until each is ready.

    Without any, nothing is started: a site on existing servers needs no supervisor.

    :raises StackError: naming the service that died, with the end of its log
    """
    wanted = list(wanted)
    if not wanted:
        return
    if status(var) is None:
        recover(var)
        _launch(var)
    for service in wanted:
        services.save(var, service)
    _ask(var)
    _wait_ready(var, {service.name: service.digest for service in wanted})


def stop(var: Path, names: Iterable[str]) -> None:
    """Ends these services and waits until they have ended; others run on."""
    names = set(names)
    for name in names:
        services.forget(var, name)
    if status(var) is not None:
        _ask(var)
        _wait(var, lambda now: not names & set(now.states), STOP_SECONDS)


def down(var: Path) -> bool:
    """Ends the supervisor and everything it started; True if anything ran."""
    now = status(var)
    if now is not None:
        processes.stop([now.mark], signal.SIGTERM, STOP_SECONDS)
    return recover(var) or now is not None


def recover(var: Path) -> bool:
    """Ends what a killed supervisor left running, and forgets what it was to run; True if anything ran."""
    left = {name: mark for name, mark in services.recorded(var).items() if mark.alive()}
    processes.stop(list(left.values()), signal.SIGINT, 10)
    for name, mark in services.recorded(var).items():
        supervisor.clear(mark, name, var)
    for service in services.wanted(var):
        services.forget(var, service.name)
    (var / "status.json").unlink(missing_ok=True)
    return bool(left)


def watch(var: Path) -> None:
    """Follows the stack until it ends, naming on standard error each service that dies."""
    told: set[str] = set()
    while (now := status(var)) is not None:
        died = {name for name, state in now.states.items() if state == "died"}
        for name in sorted(died - told):
            print(now.reasons[name], file=sys.stderr)  # noqa: T201 - for the person at the terminal
        told = died
        time.sleep(0.5)
    print("The stack has ended.", file=sys.stderr)  # noqa: T201


def _launch(var: Path) -> None:
    log = var / "log" / "supervisor.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        subprocess.Popen(
            [sys.executable, "-m", supervisor.__name__, str(var)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    until = time.monotonic() + 30
    while status(var) is None:
        if time.monotonic() > until:
            raise StackError(f"The supervisor did not start. Its log: {log}\n{log.read_text()[-2000:]}")
        time.sleep(processes.POLL)


def _ask(var: Path) -> None:
    """Has the supervisor read services/ again, and waits until it has."""
    request = uuid.uuid4().hex
    (var / "request").write_text(request)
    now = status(var)
    if now is None:
        raise StackError("The supervisor has ended; start the stack again: ./run up")
    processes.send(now.mark, signal.SIGHUP)
    _wait(var, lambda now: now.request == request, STOP_SECONDS)


def _wait_ready(var: Path, digests: dict[str, str]) -> None:
    def settled(now: Status) -> bool:
        died = [name for name in digests if now.states.get(name) == "died"]
        if died:
            raise StackError("\n".join(now.reasons[name] for name in died) + "\nTo start it again: ./run up")
        return all(now.states.get(name) == "ready" and now.digests[name] == digests[name] for name in digests)

    _wait(var, settled, START_SECONDS)


def _wait(var: Path, settled: Callable[[Status], bool], seconds: float) -> None:
    until = time.monotonic() + seconds
    while True:
        now = status(var)
        if now is None:
            raise StackError(f"The supervisor has ended. Its log: {var / 'log' / 'supervisor.log'}")
        if settled(now):
            return
        if time.monotonic() > until:
            late = ", ".join(f"{name} is {state}" for name, state in now.states.items() if state != "ready")
            raise StackError(
                f"Not ready after {seconds:.0f} s: {late or 'the supervisor'}. Logs: {var / 'log'}"
            )
        time.sleep(processes.POLL)
