"""What the demo decides and tells, without a stack."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ckanext.odlocale.stack.control import StackError
from ckanext.odlocale.stack.demo import harvesting, live, placements, remote, run
from ckanext.odlocale.stack.demo.api import field
from ckanext.odlocale.stack.demo.content import Entry, Kind
from ckanext.odlocale.stack.demo.harvesting import Report
from ckanext.odlocale.stack.demo.journal import Journal, Step, number
from ckanext.odlocale.stack.demo.summary import Observed, Summary


def dataset(**extras: str) -> dict[str, Any]:
    return {"owner_org": "one", "extras": [{"key": key, "value": value} for key, value in extras.items()]}


def attached(_organization: str) -> bool:
    return True


def state(**more: Any) -> dict[str, Any]:
    return {"gather_finished": "2026-01-01", "status": "Running", "stats": {}} | more


def summary(**changes: Any) -> Summary:
    values: dict[str, Any] = {
        "territories": {"com": 34969, "reg": 26},
        "organizations": 11,
        "reports": [Report("a", {"created": 3, "failed": 1}, ["panne"])],
        "placements": {"home": 1, "rolled-up": 2, "source": 1},
        "review": [{"name": "Les amis", "datasets": 1}],
        "territory": "reg-84",
        "below": 4,
        "observed": Observed("2026-12-31", 12, 36_347),
        "steps": [Step("harvest", "Moisson", "", ("jeu", "jeux"), count=4, seconds=2.0)],
        "url": "http://127.0.0.1:1",
        "password": "secret",
    }
    return Summary(**(values | changes))


def test_a_dataset_without_producer_is_with_its_source() -> None:
    assert placements.kind(dataset(), attached) == "source"


def test_a_dataset_of_its_organization_is_at_home() -> None:
    assert placements.kind(dataset(odlocale_territory="com-74042"), attached) == "home"


def test_a_dataset_of_another_is_rolled_up() -> None:
    found = dataset(odlocale_territory="com-74042", rolled_up_from="com-74042")
    assert placements.kind(found, attached) == "rolled-up"


def test_a_dataset_of_another_in_no_territory_is_with_its_source() -> None:
    found = dataset(odlocale_territory="com-74042", rolled_up_from="com-74042")
    assert placements.kind(found, lambda _organization: False) == "source"


@pytest.mark.parametrize("thing", [{"siren": "1"}, {"extras": [{"key": "siren", "value": "1"}]}])
def test_a_field_may_be_an_extra(thing: dict[str, Any]) -> None:
    assert field(thing, "siren") == "1"


def test_a_job_is_done_when_nothing_is_left() -> None:
    assert harvesting._is_done(state(stats={"added": 3}))


@pytest.mark.parametrize("more", [{"gather_finished": None}, {"stats": {"added": 3, "null": 1}}])
def test_a_job_is_not_done_before(more: dict[str, Any]) -> None:
    assert not harvesting._is_done(state(**more))


def test_a_source_that_gives_nothing_is_a_failure() -> None:
    with pytest.raises(StackError, match="panne"):
        harvesting._accepted(Report("a", {"created": 0, "failed": 1}, ["panne"]))


def test_a_source_that_gives_something_is_told_with_its_errors() -> None:
    report = Report("a", {"created": 1, "failed": 1}, ["panne"])
    assert harvesting._accepted(report) is report


def test_an_address_must_be_whole() -> None:
    with pytest.raises(StackError, match="ne commence pas par https"):
        run("data.example.fr", serve=False)


def test_a_live_portal_is_named_after_its_address() -> None:
    assert live.wanted("https://data.example.fr/dcat/", "dcat").name == "data-example-fr-dcat"


def test_the_organization_of_a_sample_says_who_it_is() -> None:
    entry = Entry("drome-ardeche", None, Kind("Budget", "…", ()), 2025, "organisation", "Ville d'Un")
    assert remote.dataset(entry, "http://x")["owner_org"] == "ville-d-un"


def test_a_failure_names_the_step_and_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    journal = Journal([Step("harvest", "Moisson", "Relancez.")])
    with pytest.raises(StackError) as failed, journal.step("harvest"):
        raise StackError("Rien ne vient.")
    assert str(failed.value) == "L'étape « Moisson » a échoué.\nRien ne vient.\nQue faire : Relancez."


def test_a_step_is_one_line_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    journal = Journal([Step("stack", "Serveurs", "")])
    with journal.step("stack") as step:
        journal.progress(step, "en cours")
    assert capsys.readouterr().err == "[1/1] Serveurs : 0,0 s\n"


@pytest.mark.parametrize(("value", "decimals", "text"), [(36371, 0, "36\u202f371"), (12.34, 1, "12,3")])
def test_numbers_are_written_as_in_french(value: float, decimals: int, text: str) -> None:
    assert number(value, decimals) == text


def test_one_is_not_several() -> None:
    assert (
        Step("a", "A", "", ("source", "sources"), count=1, seconds=1.0).told()
        == "1 source, 1,0 s, 1,0 par seconde"
    )


def test_the_summary_names_the_page() -> None:
    assert "Page à regarder : http://127.0.0.1:1/territoire/reg-84" in summary().as_text()


def test_the_summary_names_those_who_wait() -> None:
    assert "Producteurs qui attendent une décision : 1 (« Les amis »)." in summary().as_text()


def test_the_summary_tells_errors() -> None:
    assert "Erreur de a : panne" in summary().as_text()


def test_without_a_recognised_territory_the_list_of_all_is_shown() -> None:
    assert summary(territory=None).address == "http://127.0.0.1:1/territoires"


def test_the_document_has_the_placements() -> None:
    assert summary().as_json()["placements"] == {"home": 1, "rolled-up": 2, "source": 1}


def test_the_document_has_the_rates() -> None:
    assert summary().as_json()["steps"] == [
        {"name": "harvest", "seconds": 2.0, "count": 4, "per_second": 2.0}
    ]


def test_a_dead_supervisor_is_told(tmp_path: Path) -> None:
    with pytest.raises(StackError, match="superviseur"):
        harvesting._watch(tmp_path)
