"""Template helpers of the pages of animators."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ckanext.odlocale.animator import wording

__all__ = ["odlocale_animator_label", "odlocale_perimeter_label"]


def odlocale_animator_label(what: str, value: str) -> str:
    """What a value is called.

    :param what: ``kind``, ``service``, ``side``, ``status`` or ``action``
    """
    return wording.label(what, value)


def odlocale_perimeter_label(
    included: Iterable[str], excepted: Iterable[str], names: Mapping[str, str]
) -> str:
    """A perimeter in words, with the names of its territories."""
    return wording.perimeter_label(included, excepted, names)
