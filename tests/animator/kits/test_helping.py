"""Which kits are shown where."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ckanext.odlocale.animator.kits.helping import Kit, Situation, helpful

SIRET = Kit("siret", "SIRET", "technique", "first-dataset", "03", rules=frozenset({"siret", "siren"}))
CHECKLIST = Kit("liste", "Liste", "technique", "socle", "04", schemas=frozenset({"scdl/deliberations"}))
OTHER_SET = replace(CHECKLIST, name="autre", schemas=frozenset({"scdl/budget"}))
FIRST = Kit("premiers", "Premiers pas", "methodologique", "contacted", "00")
LAW = replace(FIRST, name="loi", rank="01")
BIG = replace(FIRST, name="grandes", strata=frozenset({"100000-"}), levels=frozenset({"com"}))
KITS = (LAW, CHECKLIST, OTHER_SET, SIRET, BIG, FIRST)


def names(situation: Situation) -> list[str]:
    return [chosen.kit.name for chosen in helpful(KITS, situation)]


FAILED = Situation(schemas=frozenset({"scdl/deliberations"}), rules=frozenset({"siret"}))


@pytest.mark.parametrize(
    ("situation", "expected"),
    [
        pytest.param(FAILED, ["siret", "liste"], id="the rule before the set, another set not at all"),
        pytest.param(Situation(rules=frozenset({"encoding"})), [], id="a rule that no kit is about"),
        pytest.param(Situation(stage="contacted"), ["grandes", "premiers", "loi"], id="all of a stage"),
        pytest.param(
            Situation(stage="contacted", stratum="0-3499"), ["premiers", "loi"], id="none for other strata"
        ),
        pytest.param(
            Situation(stage="contacted", level="epci"), ["premiers", "loi"], id="none for other levels"
        ),
        pytest.param(Situation(), [], id="nothing known"),
    ],
)
def test_the_kits_that_fit_are_shown_the_most_fitting_first(
    situation: Situation, expected: list[str]
) -> None:
    assert names(situation) == expected


def test_a_kit_says_which_rules_it_was_chosen_for() -> None:
    assert [chosen.rules for chosen in helpful([SIRET], FAILED)] == [frozenset({"siret"})]


def test_no_more_are_shown_than_asked_for() -> None:
    assert [chosen.kit.name for chosen in helpful(KITS, FAILED, most=1)] == ["siret"]
