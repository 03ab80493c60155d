"""The supervisor, with services that are a line of Python each."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ckanext.odlocale.stack import control, processes, services
from ckanext.odlocale.stack.control import StackError
from ckanext.odlocale.stack.processes import Mark
from ckanext.odlocale.stack.services import Service

SLEEP = "import time; time.sleep(300)"


@pytest.fixture
def var(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    control.down(tmp_path)


def service(var: Path, name: str = "a", code: str = SLEEP, **more: object) -> Service:
    return Service(name, (sys.executable, "-c", code), str(var), **more)


def mark(var: Path, name: str = "a") -> Mark:
    return services.recorded(var)[name]


def kill(mark: Mark) -> None:
    processes.stop([mark], signal.SIGKILL, 5)


def until(var: Path, settled: Callable[[control.Status], bool]) -> control.Status:
    control._wait(var, settled, 10)
    return control.status(var)


def test_a_wanted_service_runs(var):
    control.run(var, [service(var)])
    assert mark(var).alive()


def test_run_twice_is_one_process(var):
    control.run(var, [service(var)])
    first = mark(var)
    control.run(var, [service(var)])
    assert mark(var) == first


def test_run_twice_is_one_supervisor(var):
    control.run(var, [service(var)])
    first = control.status(var).mark
    control.run(var, [service(var, "b")])
    assert control.status(var).mark == first


def test_a_second_service_leaves_the_first_running(var):
    control.run(var, [service(var)])
    first = mark(var)
    control.run(var, [service(var, "b")])
    assert mark(var) == first


def test_down_ends_every_service(var):
    control.run(var, [service(var), service(var, "b")])
    marks = [mark(var), mark(var, "b")]
    control.down(var)
    assert [each.alive() for each in marks] == [False, False]


def test_down_ends_the_supervisor(var):
    control.run(var, [service(var)])
    supervisor = control.status(var).mark
    control.down(var)
    assert not supervisor.alive()


def test_down_says_when_nothing_ran(var):
    assert not control.down(var)


def test_a_service_with_other_settings_is_started_anew(var):
    control.run(var, [service(var)])
    first = mark(var)
    control.run(var, [service(var, env={"COLOUR": "blue"})])
    assert (first.alive(), mark(var).alive()) == (False, True)


def test_a_stopped_service_ends_and_others_run_on(var):
    control.run(var, [service(var), service(var, "b")])
    stopped, other = mark(var), mark(var, "b")
    control.stop(var, ["a"])
    assert (stopped.alive(), other.alive()) == (False, True)


def test_a_service_that_dies_at_once_is_named_with_the_end_of_its_log(var):
    dies = service(var, code="print('no port left'); raise SystemExit(3)", ready=("command", "false"))
    with pytest.raises(StackError, match=r"(?s)a ended with exit code 3\..*a\.log:\n  \| no port left"):
        control.run(var, [dies])


def test_a_service_that_is_killed_is_named_with_the_signal(var):
    control.run(var, [service(var)])
    kill(mark(var))
    assert (
        until(var, lambda now: now.states["a"] == "died").reasons["a"].startswith("a was ended by SIGKILL.")
    )


def test_watching_names_what_dies(var, capsys):
    control.run(var, [service(var), service(var, "b")])
    kill(mark(var))
    until(var, lambda now: now.states["a"] == "died")
    supervisor = control.status(var).mark
    with _killed_after_a_look(supervisor):
        control.watch(var)
    assert "a was ended by SIGKILL" in capsys.readouterr().err


class _killed_after_a_look:  # noqa: N801 - reads as a sentence where it is used
    """Ends the supervisor two seconds later, so that watching ends."""

    def __init__(self, supervisor: Mark) -> None:
        self.supervisor = supervisor

    def __enter__(self) -> None:
        signal.signal(signal.SIGALRM, lambda *_: processes.send(self.supervisor, signal.SIGTERM))
        signal.setitimer(signal.ITIMER_REAL, 1)

    def __exit__(self, *_: object) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)


def test_run_starts_a_killed_service_again(var):
    control.run(var, [service(var)])
    kill(mark(var))
    control.run(var, [service(var)])
    assert mark(var).alive()


def test_what_runs_on_a_killed_server_is_started_anew_with_it(var):
    both = [service(var, "server"), service(var, "client", rank=1)]
    control.run(var, both)
    client = mark(var, "client")
    kill(mark(var, "server"))
    until(var, lambda now: now.states["server"] == "died")
    control.run(var, both)
    assert (client.alive(), mark(var, "client").alive()) == (False, True)


def test_run_recovers_from_a_killed_supervisor(var):
    control.run(var, [service(var)])
    orphan = mark(var)
    kill(control.status(var).mark)
    control.run(var, [service(var)])
    assert (orphan.alive(), mark(var).alive()) == (False, True)


def test_down_ends_what_a_killed_supervisor_left_running(var):
    control.run(var, [service(var)])
    orphan = mark(var)
    kill(control.status(var).mark)
    control.down(var)
    assert not orphan.alive()


def test_what_a_killed_service_had_started_ends_with_it(var):
    code = (
        "import os, subprocess, sys, time;"
        f"child = subprocess.Popen([sys.executable, '-c', {SLEEP!r}]);"
        "open('child', 'w').write(str(child.pid)); os.rename('child', 'child.pid'); time.sleep(300)"
    )
    probe = ("command", sys.executable, "-c", f"import os; os.stat({str(var / 'child.pid')!r})")
    control.run(var, [service(var, code=code, ready=probe)])
    child = Mark.of(int((var / "child.pid").read_text()))
    kill(mark(var))
    control.run(var, [service(var)])
    assert not child.alive()


def test_a_record_whose_id_belongs_to_somebody_else_ends_nobody(var):
    (var / "run").mkdir()
    (var / "run" / "a.pid").write_text(f"{os.getpid()} another-start")
    control.recover(var)
    assert services.recorded(var) == {}


def test_a_half_written_record_is_no_record(var):
    (var / "run").mkdir()
    (var / "run" / "a.pid").write_text("12")
    assert services.recorded(var) == {}


def test_a_service_waits_until_those_of_a_lower_rank_serve(var):
    code = "import pathlib, time; time.sleep(1); pathlib.Path('serves').touch(); time.sleep(300)"
    probe = ("command", sys.executable, "-c", f"import os; os.stat({str(var / 'serves')!r})")
    reads = "import os, time; print(os.path.exists('serves'), flush=True); time.sleep(300)"
    log = var / "log" / "client.log"
    client = service(var, "client", reads, rank=1, ready=("command", "grep", ".", str(log)))
    control.run(var, [service(var, "server", code, ready=probe), client])
    assert log.read_text() == "True\n"


def test_ckans_own_variables_reach_no_service(var, monkeypatch):
    monkeypatch.setenv("CKAN_SOLR_URL", "http://elsewhere")
    reads = f"import os; print('CKAN_SOLR_URL' in os.environ, flush=True); {SLEEP}"
    control.run(var, [service(var, code=reads, ready=("command", "grep", ".", str(var / "log" / "a.log")))])
    assert (var / "log" / "a.log").read_text() == "False\n"
