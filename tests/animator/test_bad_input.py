"""What is wrong is refused with a sentence, and leaves what was there."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from tests.animator.world import SERVICES, World, loaded
from tests.territory.people import act, member, sysadmin
from tests.territory.places import ANNECY, DEP, EPAGNY
from tests.territory.portal import organization

pytestmark = [pytest.mark.ckan, pytest.mark.usefixtures("june")]

MANDATE = {"animator": "departement", "territory": ANNECY, "services": SERVICES}


def refusal(name: str, user: str, **data: Any) -> str:
    """The fields that an action refuses, or what it says is not there."""
    import ckan.plugins.toolkit as tk

    try:
        act(name, user, **data)
    except tk.ValidationError as error:
        return " ".join(error.error_dict)
    except tk.ObjectNotFound:
        return "not found"
    return "accepted"


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"since": "2126-12-31", "until": "2126-01-01"}, "until"),
        ({"since": "31/12/2126"}, "since"),
        ({"since": "9999-01-01"}, "since"),
        ({"territory": DEP}, "territory"),
        ({"territory": "com-99999"}, "not found"),
        ({"territory": "nowhere"}, "territory"),
        ({"services": []}, "services"),
        ({"services": ["repassage"]}, "services"),
        ({"animator": "annecy"}, "not found"),
        ({"animator": "nobody"}, "animator"),
    ],
)
def test_a_wrong_mandate_is_refused_and_not_kept(changes: dict[str, Any], refused: str) -> None:
    world = World()
    assert refusal("odlocale_mandate_create", world.root, **{**MANDATE, **changes}) == refused
    assert act("odlocale_mandate_list", world.root) == []


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ({"since": "2126-12-31", "until": None}, "since"),
        ({"since": "2127-01-01", "until": None}, "accepted"),
        ({"since": "2126-01-01", "services": ["stimulation"]}, "accepted"),
    ],
)
def test_two_mandates_of_the_same_do_not_overlap(second: dict[str, Any], expected: str) -> None:
    world = World()
    world.signed()
    assert refusal("odlocale_mandate_create", world.root, **{**MANDATE, **second}) == expected


@pytest.mark.parametrize(
    ("perimeter", "refused"),
    [
        (["com-99999"], "perimeter"),
        ([f"com-{number:05}" for number in range(5000)], "perimeter"),
        ("<b>dep-74</b>", "perimeter"),
        ({"dep-74": 1}, "perimeter"),
        ([DEP, DEP], "accepted"),
    ],
)
def test_a_perimeter_is_of_known_territories_that_somebody_could_list(perimeter: Any, refused: str) -> None:
    loaded()
    organization("departement")
    asked = {"id": "departement", "kind": "departement", "perimeter": perimeter}
    assert refusal("odlocale_animator_create", sysadmin(), **asked) == refused


def test_a_cycle_is_refused_and_the_graph_stays() -> None:
    world = World()
    before = act("odlocale_animator_tree", None)
    asked = {"supporter": "departement", "supported": "region"}
    assert refusal("odlocale_animator_support_create", world.root, **asked) == "supporter"
    assert act("odlocale_animator_tree", None) == before


def test_a_mandate_is_answered_once() -> None:
    world = World()
    mandate = world.asked()
    act("odlocale_mandate_refuse", world.people["commune_admin"], id=mandate)
    assert refusal("odlocale_mandate_accept", world.root, id=mandate) == "id"
    assert act("odlocale_mandate_show", world.root, id=mandate)["status"] == "refused"


def test_of_two_people_who_answer_at_once_one_is_told_that_it_was_answered() -> None:
    from ckan import model

    world = World()
    mandate, answers = world.asked(), []

    def answer(name: str) -> None:
        try:
            answers.append(refusal(name, world.root, id=mandate))
        finally:
            model.Session.remove()

    threads = [
        threading.Thread(target=answer, args=(f"odlocale_mandate_{what}",)) for what in ("accept", "refuse")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["accepted", "id"]


def test_only_what_was_delegated_is_revoked() -> None:
    world = World()
    assert refusal("odlocale_mandate_revoke", world.root, id=world.signed()) == "id"


def test_a_deleted_organization_animates_nothing() -> None:
    world = World()
    act("organization_delete", world.root, id="syndicat")
    assert [one["organization"] for one in act("odlocale_animator_list", None)] == ["departement", "region"]


def test_nearest_first_and_nobody_is_an_answer() -> None:
    world = World()
    for who, where in (("region", [DEP]), ("syndicat", [ANNECY]), ("departement", [EPAGNY])):
        act("odlocale_offer_create", world.root, animator=who, service="formation", perimeter=where)
    found = act("odlocale_animator_help", None, id=ANNECY)
    names = {
        service: [one["animator"]["organization"] for one in found["services"][service]]
        for service in ("formation", "hebergement")
    }
    assert names == {"formation": ["syndicat", "region"], "hebergement": []}
    assert {one["organization"] for one in found["above"]} == {"departement", "region", "syndicat"}


def test_what_was_achieved_is_the_mandates_of_the_departement() -> None:
    world = World()
    world.signed()
    act("odlocale_offer_create", world.root, animator="departement", service="formation")
    found = act("odlocale_animator_help", None, id=EPAGNY)["services"]["formation"]
    assert [one["achieved"] for one in found] == [1]


def test_white_zones_are_the_communes_that_no_offer_reaches() -> None:
    world = World()
    wanted = {"service": "formation", "perimeter": [DEP], "perimeter_except": [EPAGNY]}
    act("odlocale_offer_create", world.root, animator="departement", **wanted)
    found = act("odlocale_white_zone_list", None, service="formation")
    assert [one["id"] for one in found["results"]] == [EPAGNY, "com-01407"]
    assert [(one["id"], one["left_out"], one["communes"]) for one in found["shares"]] == [
        ("dep-01", 1, 1),
        ("dep-74", 1, 3),
    ]


def test_an_offer_that_is_over_helps_nobody() -> None:
    world = World()
    dates = {"since": "2126-01-01", "until": "2126-06-14"}
    act("odlocale_offer_create", world.root, animator="departement", service="formation", **dates)
    assert act("odlocale_white_zone_list", None, service="formation")["count"] == 4


def test_a_stranger_reads_the_mandates_in_force_without_their_papers() -> None:
    world = World()
    world.signed(reference="2126-17")
    world.asked(services=["stimulation"])
    found = act("odlocale_mandate_list", member(None, ""))
    assert [(one["status"], "reference" in one) for one in found] == [("signed", False)]
