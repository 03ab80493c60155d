from __future__ import annotations

import ctypes.util
from pathlib import Path

from ckanext.odlocale.stack import environment


def test_ckans_own_variables_are_left_out(monkeypatch):
    monkeypatch.setenv("CKAN_REDIS_URL", "redis://elsewhere")
    assert "CKAN_REDIS_URL" not in environment.child_environment()


def test_where_the_system_has_no_libmagic_that_of_the_wheel_is_found(monkeypatch):
    monkeypatch.setattr(ctypes.util, "find_library", lambda _name: None)
    folder = Path(environment.child_environment()["LD_LIBRARY_PATH"].split(":")[0])
    assert (folder / "libmagic.so.1").exists()


def test_where_the_system_has_libmagic_nothing_is_changed(monkeypatch):
    monkeypatch.setattr(ctypes.util, "find_library", lambda _name: "libmagic.so.1")
    monkeypatch.delenv("LD_LIBRARY_PATH", raising=False)
    assert "LD_LIBRARY_PATH" not in environment.child_environment()
