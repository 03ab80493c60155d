"""Sending the letters of a month: each once, whatever happens in between."""

from __future__ import annotations

import logging
from collections import Counter
from datetime import date
from itertools import groupby

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib import mailer

from ckanext.odlocale.observatory.digest import store
from ckanext.odlocale.observatory.digest.letter import Letter, letter

log = logging.getLogger(__name__)


def send(today: date) -> dict[str, int]:
    """Send its letter to everybody who asked for one and has none of this month. Twice a month is as once.

    :returns: how many were ``sent``, how many ``failed`` and will be tried again, and how many had nothing to
        tell, or nobody to tell it to
    """
    done: Counter[str] = Counter({"sent": 0, "failed": 0, "nothing": 0})
    for scope, rows in groupby(store.due(today), key=lambda row: row.scope):
        told = letter(scope)
        for row in rows:
            done[_sent(row.user_id, scope, told, today)] += 1
    return dict(done)


def _sent(user_id: str, scope: str, told: Letter | None, today: date) -> str:
    person = model.User.get(user_id)
    if told is None or person is None or not person.email or not _may_read(person.name):
        return "nothing"
    try:
        mailer.mail_recipient(person.display_name, person.email, told.subject, told.body)
    except (mailer.MailerException, OSError) as error:
        log.warning("The letter of %s to %s was not sent: %s", scope, person.name, error)
        return "failed"
    store.mark(user_id, scope, today)
    return "sent"


def _may_read(user: str) -> bool:
    try:
        tk.check_access("odlocale_observatory_indicator_list", {"user": user}, {})
    except tk.NotAuthorized:
        return False
    return True
