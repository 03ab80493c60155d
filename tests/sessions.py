"""Somebody's session, as a browser would keep it."""

from __future__ import annotations

from typing import Any


def session_cookie(app: Any, user_id: str) -> tuple[str, str]:
    """Name and value of the cookie of somebody who is logged in.

    Flask-Login's own client makes it: the test client of CKAN 2.11 forgets who logged in.
    """
    from ckan import model
    from flask_login import FlaskLoginClient

    cookie = FlaskLoginClient(app.flask_app, user=model.User.get(user_id)).get_cookie("ckan")
    assert cookie is not None
    return cookie.key, cookie.decoded_value
