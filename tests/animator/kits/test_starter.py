"""The kits that come with the package."""

from __future__ import annotations

import pytest

from ckanext.odlocale.animator.desk.steps import Step
from ckanext.odlocale.animator.kits.choices import KIND, KINDS, LANGUAGE, MANY, STAGE, known_values
from ckanext.odlocale.animator.kits.loading import standing
from ckanext.odlocale.animator.kits.starter import AUTHOR, VERSION, StarterKit, starter_kit, starter_kits
from ckanext.odlocale.socle.shared import latest_entries, rules

ALL = starter_kits()
WITH_COLUMNS = [entry for entry in latest_entries() if not entry.is_document]
every_kit = pytest.mark.parametrize("kit", ALL, ids=lambda kit: kit.slug)


def test_there_is_a_checklist_for_each_set_that_has_columns() -> None:
    about = [kit.schemas[0] for kit in ALL if kit.schemas]
    assert about == [entry.name for entry in WITH_COLUMNS]


def test_the_others_are_those_that_an_animator_needs_first() -> None:
    assert [kit.slug for kit in ALL if not kit.schemas] == [
        "ce-que-dit-la-loi",
        "continuer-sans-aide",
        "convention-accompagnement",
        "deroule-de-formation",
        "premiers-pas",
        "siret-siren-et-codes",
        "un-fichier-propre",
    ]


@every_kit
def test_what_a_kit_says_of_itself_is_known(kit: StarterKit) -> None:
    unknown = {*kit.rules} - {*rules()}
    assert (kit.kind in KINDS, kit.stage in set(Step), unknown) == (True, True, set())


@every_kit
def test_a_kit_fits_the_fields_of_a_dataset(kit: StarterKit) -> None:
    assert (len(kit.name) <= 100, bool(kit.title), bool(kit.notes), len(kit.text) > 300) == (True,) * 4


@pytest.mark.parametrize("entry", WITH_COLUMNS, ids=lambda entry: entry.name)
def test_a_checklist_names_every_column_of_its_standard_once(entry) -> None:  # noqa: ANN001
    kit = starter_kit(f"verifier-{entry.about['aliases'][0]}")
    assert kit is not None
    listed = [line.split("`")[1] for line in kit.text.splitlines() if line.startswith("- [ ] `")]
    assert sorted(listed) == sorted(entry.table.names)


def test_a_checklist_begins_with_what_is_required() -> None:
    kit = starter_kit("verifier-deliberations")
    assert kit is not None
    assert kit.text.index("`COLL_NOM`") < kit.text.index("## Colonnes facultatives")


WANTED = {"type": "kit", "title": "Titre", "author": AUTHOR, "version": VERSION, "kit_rules": ["siret"]}
FOUND = {**WANTED, "state": "active", "kit_rules": ["siret"]}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param({}, "unchanged", id="as it is in the package"),
        pytest.param({"version": "0.9", "title": "Avant"}, "updated", id="of an older package"),
        pytest.param({"title": "Le nôtre"}, "kept", id="changed here"),
        pytest.param({"author": "Le syndicat"}, "kept", id="made somebody's own"),
        pytest.param({"state": "deleted"}, "kept", id="deleted here"),
        pytest.param({"type": "dataset"}, "taken", id="a dataset of that name"),
    ],
)
def test_what_somebody_changed_is_theirs(change: dict[str, str], expected: str) -> None:
    assert standing({**FOUND, **change}, WANTED) == expected


@pytest.mark.parametrize("field", [*MANY, KIND, STAGE, LANGUAGE])
def test_what_a_field_may_hold_is_known_without_a_reader(field: str) -> None:
    assert len(known_values(field)) > 2
