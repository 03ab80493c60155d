"""What a cell must hold, in words rather than in a regular expression."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

MOST_CHOICES = 12
PATTERNS = {
    r"^\d{14}$": "siret",
    r"^\d{9}$": "siren",
    r"^([013-9]\d|2[AB1-9])\d{3}$": "insee",
    r"^\d\.\d{1,2}$": "act-code",
}


def expected(field: Mapping[str, Any], words: Mapping[str, str], title: str = "title") -> str:
    """The rule of a field in words: its own sentence if it has one, else from its type and constraints."""
    own = field.get("expected" if title == "title" else title.replace("title", "expected"))
    if own:
        return str(own)
    constraints = {**(field.get("advice") or {}), **(field.get("constraints") or {})}
    return (
        _choices(constraints, words)
        or _pattern(constraints, words)
        or _bounds(constraints, words)
        or _kind(field, words)
    )


def _choices(constraints: Mapping[str, Any], words: Mapping[str, str]) -> str:
    choices = constraints.get("enum")
    return words["one of"].format(choices=listed(choices, words)) if choices else ""


def listed(choices: list[Any], words: Mapping[str, str]) -> str:
    """The first choices of a list."""
    shown = [str(choice) for choice in choices[:MOST_CHOICES]]
    if len(choices) > MOST_CHOICES:
        shown.append(words["and others"].format(count=len(choices) - MOST_CHOICES))
    return " | ".join(shown)


def _pattern(constraints: Mapping[str, Any], words: Mapping[str, str]) -> str:
    pattern = constraints.get("pattern")
    if not pattern:
        return ""
    return words[PATTERNS[pattern]] if pattern in PATTERNS else words["pattern"].format(pattern=pattern)


def _bounds(constraints: Mapping[str, Any], words: Mapping[str, str]) -> str:
    low, high = constraints.get("minimum"), constraints.get("maximum")
    if low is not None and high is not None:
        return words["between"].format(low=low, high=high)
    if low is not None:
        return words["at least"].format(low=low)
    if high is not None:
        return words["at most"].format(high=high)
    if "maxLength" in constraints:
        return words["longest"].format(length=constraints["maxLength"])
    return words["shortest"].format(length=constraints["minLength"]) if "minLength" in constraints else ""


def _kind(field: Mapping[str, Any], words: Mapping[str, str]) -> str:
    kind, form = field["type"], field.get("format", "default")
    if kind == "boolean":
        return words["boolean"].format(
            true=(field.get("trueValues") or ["true"])[0], false=(field.get("falseValues") or ["false"])[0]
        )
    item = (field.get("arrayItem") or {}).get("constraints") or {}
    if kind == "array" and item.get("enum"):
        return words["array-of"].format(choices=listed(item["enum"], words))
    return words.get(f"{kind}/{form}") or words.get(kind) or words["any"]
