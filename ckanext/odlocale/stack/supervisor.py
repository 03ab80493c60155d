"""The one process that starts, watches and ends every other: `python -m …stack.supervisor VAR`.

It runs what stands in services/ and writes what became of it to status.json. SIGHUP makes it read services/
again and start anew what has died; SIGTERM and SIGINT end everything, the last started first. It restarts
nothing by itself: a server that dies once dies again, and hiding that helps nobody. The next `up` starts it.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from ckanext.odlocale.stack import processes, services
from ckanext.odlocale.stack.environment import child_environment
from ckanext.odlocale.stack.processes import Mark
from ckanext.odlocale.stack.services import Service

TICK = 0.1
PROBE_EVERY = 0.3
LOG_LINES = 20
LAST_THREAD_SECONDS = 5
LOG_LIMIT = 20_000_000


@dataclass(slots=True)
class Child:
    """A service that was started, and what became of it: starting, ready or died."""

    service: Service
    process: subprocess.Popen[bytes]
    mark: Mark
    state: str = "starting"
    why: str = ""
    probed: float = 0.0


class Supervisor:
    """Keeps the wanted services running, in one thread, without ever blocking longer than a probe."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self.children: dict[str, Child] = {}
        self.wanted: list[Service] = []
        self.asked = True
        self.ending = False
        self.request = ""
        self.mark = Mark.own()
        self.written: object = None

    def run(self) -> None:
        """Supervises until it is told to end, then ends everything."""
        signal.signal(signal.SIGHUP, self._ask)
        signal.signal(signal.SIGTERM, self._end)
        signal.signal(signal.SIGINT, self._end)
        while not self.ending:
            self._tick()
            time.sleep(TICK)
        self._stop(list(reversed(self.children)))
        (self.var / "status.json").unlink(missing_ok=True)

    def _ask(self, *_signal: object) -> None:
        self.asked = True

    def _end(self, *_signal: object) -> None:
        self.ending = True

    def _tick(self) -> None:
        # Before the look: whoever asks must find everything started anew that had died until then.
        asked, self.asked = self.asked, False
        for child in self.children.values():
            _observe(child, self.var)
        if asked:
            self._reload()
        self._start_next()
        self._write_status()

    def _reload(self) -> None:
        request = self.var / "request"
        self.request = request.read_text() if request.exists() else ""
        self.wanted = services.wanted(self.var)
        over = {name for name, child in self.children.items() if self._is_over(child)}
        # What ran on a server that starts anew holds connections to the old one.
        ranks = [self.children[name].service.rank for name in over]
        above = {name for name, child in self.children.items() if ranks and child.service.rank > min(ranks)}
        self._stop([name for name in reversed(self.children) if name in over | above])

    def _is_over(self, child: Child) -> bool:
        wanted = {service.name: service.digest for service in self.wanted}
        return child.state == "died" or wanted.get(child.service.name) != child.service.digest

    def _start_next(self) -> None:
        """Starts the services of the lowest rank that is not all ready; those of one rank start together."""
        for rank in sorted({service.rank for service in self.wanted}):
            row = [service for service in self.wanted if service.rank == rank]
            for service in row:
                if service.name not in self.children:
                    self.children[service.name] = start(service, self.var)
            if any(self.children[service.name].state != "ready" for service in row):
                return

    def _stop(self, names: list[str]) -> None:
        for name in names:
            child = self.children.pop(name)
            processes.stop([child.mark], signal.Signals[child.service.stop], child.service.grace)
            child.process.poll()
            clear(child.mark, name, self.var)

    def _write_status(self) -> None:
        rows = {name: _row(child) for name, child in self.children.items()}
        now = {"pid": self.mark.pid, "started": self.mark.started, "request": self.request, "services": rows}
        if now != self.written:
            services.write_json(self.var / "status.json", now)
            self.written = now


def _row(child: Child) -> dict[str, object]:
    return {
        "state": child.state,
        "why": child.why,
        "pid": child.mark.pid,
        "digest": child.service.digest,
    }


def _observe(child: Child, var: Path) -> None:
    if child.state == "died":
        return
    code = _exit_code(child)
    if code is not None:
        child.state = "died"
        log = child.service.log(var)
        child.why = f"{child.service.name} {_ending(code)}. The end of its log, {log}:\n{tail(log)}"
    elif child.state == "starting" and time.monotonic() - child.probed > PROBE_EVERY:
        child.probed = time.monotonic()
        child.state = "ready" if child.service.is_ready() else "starting"


def _exit_code(child: Child) -> int | None:
    """What the process ended with, None while it runs.

    The kernel tells only when the last thread has ended; of a killed Java, the first one ends long before.
    Whoever saw that one gone must not be told that the server is ready.
    """
    code = child.process.poll()
    if code is None and not child.mark.alive():
        with contextlib.suppress(subprocess.TimeoutExpired):
            return child.process.wait(LAST_THREAD_SECONDS)
    return code


def _ending(code: int) -> str:
    return f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"


def tail(log: Path) -> str:
    """The last lines of a log."""
    with log.open("rb") as stream:
        stream.seek(max(0, log.stat().st_size - 16_384))
        lines = stream.read().decode(errors="replace").splitlines()
    # Of a Java or Python error the message says what is wrong, not the forty calls above it.
    told = [line for line in lines if not line.startswith("\tat ")]
    return "\n".join(f"  | {line}" for line in told[-LOG_LINES:])


def start(service: Service, var: Path) -> Child:
    """Starts the process of a service, in a session of its own, its output going to its log."""
    log = service.log(var)
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_suffix(".log.1"))
    with log.open("ab") as output, _pid_file(var, service.name).open("wb") as note:

        def write_down() -> None:
            # Written by the process itself before it becomes the server: a supervisor killed right after the
            # fork leaves no server that the next one cannot find.
            mark = Mark.own()
            os.write(note.fileno(), f"{mark.pid} {mark.started}".encode())

        process = subprocess.Popen(
            service.argv,
            cwd=service.folder,
            env=child_environment() | service.env | {"ODLOCALE_STACK": str(var)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            user=service.uid,
            group=service.gid,
            extra_groups=[] if service.uid is not None else None,
            preexec_fn=write_down,  # noqa: PLW1509 - the supervisor has one thread
        )
    pid, started = _pid_file(var, service.name).read_text().split()
    return Child(service, process, Mark(int(pid), started))


def _pid_file(var: Path, name: str) -> Path:
    folder = var / "run"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{name}.pid"


def clear(mark: Mark, name: str, var: Path) -> None:
    """Ends what a dead service left running, and forgets the service."""
    processes.stop(processes.left_behind(mark, str(var)), signal.SIGTERM, 5)
    (var / "run" / f"{name}.pid").unlink(missing_ok=True)


def main(var: Path) -> None:
    """Supervises the stack of this state folder until it is told to end."""
    with contextlib.suppress(KeyboardInterrupt):
        Supervisor(var).run()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
