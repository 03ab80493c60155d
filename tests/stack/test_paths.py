from __future__ import annotations

from pathlib import Path

from ckanext.odlocale.stack import paths


def test_the_state_folder_is_the_one_named_in_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("ODLOCALE_VAR", str(tmp_path))
    assert paths.var_folder() == tmp_path


def test_the_state_folder_of_a_source_tree_is_var(monkeypatch):
    monkeypatch.delenv("ODLOCALE_VAR", raising=False)
    assert paths.var_folder() == Path(__file__).parents[2] / "var"


def test_the_socket_stands_in_the_state_folder():
    assert paths.socket_folder(Path("/srv/portal/var")) == Path("/srv/portal/var/socket")


def test_a_path_too_long_for_a_socket_gets_a_short_folder():
    assert len(str(paths.socket_folder(Path("/srv") / ("x" * 90)))) < paths.LONGEST_SOCKET_FOLDER


def test_a_path_that_a_url_would_have_to_quote_gets_a_plain_folder():
    assert " " not in str(paths.socket_folder(Path("/srv/my portal/var")))


def test_two_state_folders_never_share_a_socket():
    one, other = (paths.socket_folder(Path("/srv") / (letter * 90)) for letter in "ab")
    assert one != other
