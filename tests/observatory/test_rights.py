"""Who may read and feed the observatory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.observatory.portal import filled, odf_list, taken
from tests.territory.people import act, member, sysadmin

pytestmark = pytest.mark.ckan

READING = {
    "odlocale_observatory_indicator_list": {},
    "odlocale_observatory_indicator_show": {"id": "open"},
    "odlocale_observatory_collectivite_list": {},
    "odlocale_observatory_coverage_list": {},
    "odlocale_observatory_opening_list": {},
    "odlocale_observatory_trajectory_list": {},
}


@pytest.mark.parametrize("name", READING)
def test_everybody_reads(name: str) -> None:
    filled()
    taken()
    assert act(name, None, **READING[name]) is not None


@pytest.mark.parametrize("who", ["nobody", "stranger", "admin", "sysadmin"])
@pytest.mark.parametrize("name", ["odlocale_observatory_opening_import", "odlocale_observatory_snapshot"])
def test_only_a_system_administrator_feeds(tmp_path: Path, name: str, who: str) -> None:
    import ckan.plugins.toolkit as tk

    portal = filled()
    users: dict[str, Any] = {
        "nobody": lambda: None,
        "stranger": lambda: member(None, ""),
        "admin": lambda: member(portal["region"], "admin"),
        "sysadmin": sysadmin,
    }
    path = odf_list(tmp_path / "list.csv", "217402692,SEYSSEL,COM,3,,")
    data = {"upload": path, "source": "ODF", "date": "2022-12-31"} if "opening" in name else {}
    if who == "sysadmin":
        assert act(name, users[who](), **data)
    else:
        with pytest.raises(tk.NotAuthorized):
            act(name, users[who](), **data)
