"""What became of each line, in a sentence that says what to do."""

from __future__ import annotations

from collections.abc import Callable

import ckan.plugins.toolkit as tk

from ckanext.odlocale.territory.attachment.lines import Verdict, Why

SHOWN = 5


def told(verdict: Verdict, *, dry: bool = False) -> str:
    """The sentence about a line.

    :param dry: nothing has been written
    """
    if verdict.why is Why.FAILED:
        return verdict.others[0]
    sentence = tk._("would be attached") if dry and verdict.why is Why.ATTACHED else _SENTENCES[verdict.why]()
    return sentence.format(
        organization=verdict.line.organization[:100],
        territory=verdict.line.territory[:100],
        others=", ".join(verdict.others[:SHOWN]) + (", …" if len(verdict.others) > SHOWN else ""),
    )


_SENTENCES: dict[Why, Callable[[], str]] = {
    Why.ATTACHED: lambda: tk._("attached"),
    Why.ALREADY: lambda: tk._("has this territory already"),
    Why.EMPTY: lambda: tk._("no territory is given: the organization stays as it is"),
    Why.REPEATED: lambda: tk._("says the same as line {others}"),
    Why.NO_ORGANIZATION: lambda: tk._("The organization is missing. Write its name as in its address."),
    Why.UNKNOWN_ORGANIZATION: lambda: tk._(
        "There is no organization “{organization}” here. Write its name as in its address."
    ),
    Why.UNKNOWN_TERRITORY: lambda: tk._(
        "There is no territory “{territory}” here. Write its INSEE code, or its identifier like com-74042."
    ),
    Why.SEVERAL_TERRITORIES: lambda: tk._(
        "“{territory}” may be several territories: {others}. Write one of these."
    ),
    Why.CONTRADICTED: lambda: tk._(
        "Line {others} gives the same organization another territory. Keep one of these lines."
    ),
}
