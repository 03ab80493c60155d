"""Processes that outlive the command which started them: how they are told from others, and ended.

A process id alone says nothing after its process died, since the kernel gives it out again. A `Mark` is the
id together with the moment its process started; nothing is ever signalled whose mark does not match.
"""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

POLL = 0.05


@dataclass(frozen=True, slots=True)
class Mark:
    """One process, for ever: its id and the moment it started, as the kernel counts it."""

    pid: int
    started: str

    @classmethod
    def of(cls, pid: int) -> Mark | None:
        """The mark of the process that has this id now, or None when there is none (or only a zombie)."""
        started = _started(pid)
        return cls(pid, started) if started else None

    @classmethod
    def own(cls) -> Mark:
        """The mark of this process."""
        return cls(os.getpid(), _started(os.getpid()) or "")

    def alive(self) -> bool:
        """Whether this very process still runs."""
        return _started(self.pid) == self.started


def _started(pid: int) -> str | None:
    stat = Path(f"/proc/{pid}/stat")
    try:
        if stat.exists():
            # After the name, which may hold anything in its brackets: state is field 3, start time field 22.
            fields = stat.read_text().rpartition(")")[2].split()
            return None if fields[0] in "ZX" else f"{_boot()}/{fields[19]}"
        process = psutil.Process(pid)
        return None if process.status() == psutil.STATUS_ZOMBIE else str(process.create_time())
    except (OSError, psutil.Error):
        return None


def _boot() -> str:
    boot = Path("/proc/sys/kernel/random/boot_id")
    return boot.read_text().strip() if boot.exists() else ""


def stop(marks: list[Mark], how: signal.Signals, grace: float) -> None:
    """Asks these processes to end with signal `how`, waits up to `grace` seconds, then kills what is left."""
    for mark in marks:
        send(mark, how)
    if not wait_for_end(marks, grace):
        for mark in marks:
            send(mark, signal.SIGKILL)
        wait_for_end(marks, 5)


def send(mark: Mark, how: signal.Signals) -> None:
    """Sends a signal to this very process; does nothing if it has ended."""
    if mark.alive():
        try:
            os.kill(mark.pid, how)
        except ProcessLookupError:
            return


def wait_for_end(marks: list[Mark], seconds: float) -> bool:
    """Waits until none of these processes runs; False when some still do after that many seconds."""
    until = time.monotonic() + seconds
    while any(mark.alive() for mark in marks):
        if time.monotonic() > until:
            return False
        time.sleep(POLL)
    return True


def left_behind(leader: Mark, token: str) -> list[Mark]:
    """What a dead process left running: members of its session that carry our token in their environment.

    Every service leads a session of its own. While members of it run, the kernel gives the leader's id to
    nobody else; the token (ODLOCALE_STACK, the state folder) makes it certain that they are ours.
    """
    if psutil.pid_exists(leader.pid):
        return []
    return [mark for process in psutil.process_iter() if (mark := _member(process, leader.pid, token))]


def _member(process: psutil.Process, session: int, token: str) -> Mark | None:
    try:
        if os.getsid(process.pid) != session or process.environ().get("ODLOCALE_STACK") != token:
            return None
    except (OSError, psutil.Error):
        return None
    return Mark.of(process.pid)


def by_folder(executable: Path, folder: Path) -> list[Mark]:
    """Processes of this very executable that work in this very folder (a server's data folder)."""
    found = []
    for process in psutil.process_iter():
        try:
            if Path(process.exe()) == executable.resolve() and Path(process.cwd()) == folder.resolve():
                found.append(Mark.of(process.pid))
        except (OSError, psutil.Error):
            continue
    return [mark for mark in found if mark]
