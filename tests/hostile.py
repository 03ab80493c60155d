"""What nobody should send to a page or an action, and what is a sound answer to it."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

LONG = "é" * 10_000
WORDS = {
    "10,000 characters": LONG,
    "10,000 words": "a " * 5_000,
    "a NUL": "an\x00necy",
    "HTML": '<script>alert("1")</script>',
    "Solr's syntax": "title:[ AND )*:* {!lucene} \\",
    "tsquery's syntax": "':* & | ! <-> ( \\",
    "SQL": "'; DROP TABLE odlocale_territory; --",
    "odd letters": "\u202eycenna\ufffe\U0001f3d4\ud7ff %_%",
}
IDS = {
    "nothing": "",
    "unknown": "com-99999",
    "malformed": "annecy",
    "of no level": "xyz-74010",
    "10,000 characters": "com-" + "7" * 10_000,
    "HTML": "<b>com-74010</b>",
    "a NUL": "com-\x0074010",
    "SQL": "com-74010'; --",
    "a list": ["com-74010", "com-74112"],
    "a dictionary": {"id": "com-74010"},
    "a number": 74010,
    "true": True,
    "null": None,
}
NUMBERS = {
    "negative": -1,
    "huge": 10**30,
    "beyond the database's": 2**31,
    "no number": "ten",
    "a fraction": 1.5,
    "a list": [1, 2],
    "a dictionary": {"a": 1},
    "a NUL": "1\x00",
    "not a number": "nan",
}
ALL = {**WORDS, **IDS, **NUMBERS}
BAD_UTF8 = ("%ff%fe", "%c3", "%ed%a0%80", "%00")


def texts(values: dict[str, Any]) -> list[str]:
    """Those of the values that an address can carry, as it carries them."""
    plain = [str(value) for value in values.values() if not isinstance(value, (list, dict))]
    return [*(quote(text, safe="") for text in plain), *BAD_UTF8]


def answered(app: Any, address: str, headers: dict[str, str]) -> str | None:
    """What is wrong with the answer; None when it is a page, or a sentence that says why there is none."""
    answer = app.get(address, headers=headers, follow_redirects=False)
    shown = f"{answer.status_code} {address[:120]}"
    if answer.status_code >= 500:
        return shown
    if b"<script>alert" in answer.data:
        return f"{shown}: what was sent is in the page as it was"
    says_something = answer.status_code in {301, 302, 308} or len(answer.data) > 20
    return None if says_something or answer.mimetype == "text/javascript" else f"{shown}: says nothing"


def fields_of(action: str) -> list[str]:
    """The fields that an action says it takes."""
    import ckan.plugins.toolkit as tk

    return re.findall(r":param (\w+):", tk.get_action(action).__doc__ or "")


def unsound(app: Any, action: str, headers: dict[str, str], beside: dict[str, Any]) -> dict[str, str]:
    """What is wrong with the answers of an action when each of its fields in turn is one of all these.

    :param beside: the other fields, so that they are no reason to refuse
    """
    address, wrong = f"/api/3/action/{action}", {}
    for field in fields_of(action):
        for name, value in ALL.items():
            wrong[f"{field}: {name}"] = refusal(
                app.post(address, json={**beside, field: value}, headers=headers)
            )
        for value in BAD_UTF8:
            wrong[f"{field}: {value}"] = refusal(app.get(f"{address}?{field}={value}", headers=headers))
    return {name: found for name, found in wrong.items() if found}


def refusal(answer: Any) -> str | None:
    """What is wrong with an answer of the API; None when it succeeds, or says why not."""
    if answer.status_code >= 500:
        return f"{answer.status_code}"
    if answer.status_code == 200:
        return None
    # What is asked the wrong way (GET, of an action that writes) is told in a string.
    said = answer.json.get("error") if answer.is_json and isinstance(answer.json, dict) else answer.body
    return None if re.search(r"\w+ \w+", str(said)) else f"{answer.status_code} says {said!r}"
