"""The search clauses ``territoire:"…"`` of a query, found and rewritten. PURE.

A reader's address (``/dataset/?territoire=com-74042``) and a program's filter
(``fq=territoire:"com-74042"``) both reach the search as such a clause.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

PARAMETER = "territoire"

_QUOTED = r'"(?:\\.|[^"\\])*"'
# A quoted text comes first, so that a clause inside somebody's sentence stays as it is.
_CLAUSE = re.compile(rf"{_QUOTED}|(?<![\w.\\]){PARAMETER}:(?P<value>{_QUOTED}|[^\s()]*)")


def rewrite(query: str, translate: Callable[[str], str]) -> str:
    """Replace each territory clause of a Solr query by the clause that ``translate`` gives for its value.

    :param query: a query or filter query in Solr's syntax
    :param translate: from the clause's value, without its quotes, to a Solr clause; what it raises is raised
    """

    def replaced(match: re.Match[str]) -> str:
        value = match["value"]
        return match[0] if value is None else translate(unquoted(value))

    return _CLAUSE.sub(replaced, query)


def unquoted(value: str) -> str:
    """A clause's value without its surrounding quotes and their escapes."""
    if len(value) < 2 or not (value.startswith('"') and value.endswith('"')):
        return value
    return re.sub(r"\\(.)", r"\1", value[1:-1])


def quoted(value: str) -> str:
    """A value as Solr reads it literally: quotes and backslashes in it are text."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def clause(field: str, values: Iterable[str]) -> str:
    """The clause ``field:("a" OR "b")``; without values, a clause that matches nothing."""
    listed = " OR ".join(quoted(value) for value in values)
    return f"{field}:({listed})" if listed else "-*:*"
