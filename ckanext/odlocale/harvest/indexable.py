"""What Solr would refuse of a dataset, made such that it takes it. Values only.

Solr refuses a whole dataset for one value that it cannot keep, and CKAN lets such values through: the outline
of a commune as an extra, an address of 40,000 letters, a date with an offset. The dataset keeps them as they
are; only its place in the index holds less.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from dateutil.parser import ParserError, parse

TERM = 32_766
"""Bytes of what Lucene keeps as one word: CKAN's schema keeps whatever it does not know as one."""
_KEPT = 1_000
"""Letters that stay of what is longer: enough to sort by."""
_IN_WORDS = frozenset(
    {
        *("data_dict", "validated_data_dict", "title", "notes", "author", "author_email", "maintainer"),
        *("maintainer_email", "res_name", "res_description"),
    }
)
_IN_WORDS_TOO = ("extras_", "res_extras_")


def indexable(document: dict[str, Any]) -> dict[str, Any]:
    """A document of the index that Solr takes.

    :param document: the flat dictionary of ``before_dataset_index``
    """
    return {key: value if _is_text(key) else _fitting(key, value) for key, value in document.items()}


def is_readable_date(value: str) -> bool:
    """False for what CKAN's reading of a field ``…_date`` breaks off at, and with it the whole dataset.

    What is no date at all is readable in this sense: CKAN leaves it out of the index.
    """
    try:
        parse(value)
    except ParserError:
        return True
    except OverflowError:
        return False
    return True


def _is_text(key: str) -> bool:
    return key in _IN_WORDS or key.startswith(_IN_WORDS_TOO)


def _fitting(key: str, value: Any) -> Any:
    if isinstance(value, list):
        return [_fitting(key, item) for item in value]
    if not isinstance(value, str):
        return value
    if key.endswith("_date"):
        return _in_utc(value)
    return value[:_KEPT] if len(value) > TERM // 4 and len(value.encode()) > TERM else value


def _in_utc(value: str) -> str:
    """The one form of dates that Solr reads; CKAN gives it those with an offset, too."""
    try:
        moment = datetime.fromisoformat(value)
        return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat()}Z"
    except (ValueError, OverflowError):
        return value
