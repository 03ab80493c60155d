from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from ckanext.odlocale.stack import processes
from ckanext.odlocale.stack.processes import Mark

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(SLEEP, start_new_session=True)
    yield process
    process.kill()
    process.wait()


def test_a_running_process_is_alive(sleeper):
    assert Mark.of(sleeper.pid).alive()


def test_a_killed_process_is_not_alive_even_before_its_parent_has_noticed(sleeper):
    mark = Mark.of(sleeper.pid)
    processes.stop([mark], signal.SIGKILL, 5)
    assert not mark.alive()


def test_an_id_that_nobody_has_gives_no_mark():
    assert Mark.of(2**22 + 1) is None


def test_a_process_that_got_the_id_of_a_dead_one_is_not_signalled(sleeper):
    processes.stop([Mark(sleeper.pid, "another start")], signal.SIGKILL, 1)
    assert sleeper.poll() is None


def test_a_process_that_ignores_the_signal_is_killed():
    ignores = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True)"
    stubborn = subprocess.Popen([*SLEEP[:2], f"{ignores}; {SLEEP[2]}"], stdout=subprocess.PIPE)
    stubborn.stdout.readline()
    processes.stop([Mark.of(stubborn.pid)], signal.SIGTERM, 0.2)
    assert stubborn.wait() == -signal.SIGKILL


def _orphan_of(environment: dict[str, str]) -> tuple[Mark, Mark]:
    """A dead leader, and the member of its session that outlived it."""
    # Its environment can be read once its program runs, not while the kernel still loads it: it says so.
    awake = [*SLEEP[:2], f"print(flush=True); {SLEEP[2]}"]
    child = f"child = subprocess.Popen({awake!r}, stdout=subprocess.PIPE); child.stdout.readline()"
    code = f"import subprocess; {child}; print(child.pid, flush=True); input()"
    leader = subprocess.Popen(
        [sys.executable, "-c", code],
        start_new_session=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | environment,
    )
    orphan = Mark.of(int(leader.stdout.readline()))
    mark = Mark.of(leader.pid)
    leader.kill()
    leader.wait()
    return mark, orphan


def test_what_a_dead_service_left_running_is_found_by_session_and_token():
    leader, orphan = _orphan_of({"ODLOCALE_STACK": "/a/stack"})
    assert processes.left_behind(leader, "/a/stack") == [orphan]
    processes.stop([orphan], signal.SIGKILL, 5)


def test_what_does_not_carry_our_token_is_left_alone():
    leader, orphan = _orphan_of({"ODLOCALE_STACK": "/another/stack"})
    assert processes.left_behind(leader, "/a/stack") == []
    processes.stop([orphan], signal.SIGKILL, 5)
