"""What a form and the API say when an invalid file is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.odlocale.socle.messages.render import Teller
from ckanext.odlocale.socle.report import place_of, teller_of
from ckanext.odlocale.socle.verdict import Verdict
from ckanext.odlocale.socle.verdicts.kept import verdict_of
from ckanext.odlocale.socle.wording import language

SHOWN = 20


def refusal(columns: Mapping[str, Any]) -> tk.ValidationError:
    """The error that refuses a file, with what to mend in it.

    :param columns: the verdict as the table of verdicts would keep it
    """
    verdict, lang = verdict_of(columns), language()
    sentences = list(_sentences(verdict, teller_of(verdict, lang), lang))
    summary = summary_of(len(verdict.errors), sentences[0] if sentences else "")
    return tk.ValidationError({"upload": sentences}, error_summary={tk._("File"): summary})


def summary_of(problems: int, first: str) -> str:
    """One sentence for the top of the form.

    :param problems: how many there are; a file that was not read at all counts for one
    :param first: what the first of them is, as a sentence
    """
    count = max(problems, 1)
    return tk.ungettext(
        "{count} problem in the file, which was not saved. {first}",
        "{count} problems in the file, which was not saved. The first: {first}",
        count,
    ).format(count=count, first=first)


def _sentences(verdict: Verdict, teller: Teller, lang: str) -> list[str]:
    if verdict.reason:
        return [teller.reason(*verdict.reason)]
    return [f"{place_of(one, lang)}{teller.tell(one)}" for one in verdict.errors.kept[:SHOWN]]
