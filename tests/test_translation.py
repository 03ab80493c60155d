"""The French catalogue is complete and up to date."""

from __future__ import annotations

import importlib.util
import string
from pathlib import Path
from types import ModuleType

import polib
import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def translate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("translate", ROOT / "scripts" / "translate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def french(translate: ModuleType) -> polib.POFile:
    return polib.pofile(str(translate.PO))


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_message_of_the_package_is_in_the_catalogue(
    translate: ModuleType, french: polib.POFile
) -> None:
    found = {translate.message_of(entry) for entry in french}
    assert found == set(translate.extracted()), "run python scripts/translate.py"


def test_every_message_is_translated(translate: ModuleType, french: polib.POFile) -> None:
    assert [entry.msgid for entry in french if not translate.texts_of(entry)] == []


def test_a_translation_has_the_placeholders_of_its_message(
    translate: ModuleType, french: polib.POFile
) -> None:
    # The last form is that of the plural, which says the number where the singular may leave it out.
    pairs = [(one.msgid_plural or one.msgid, translate.texts_of(one)[-1]) for one in french]
    assert [text for text, french_text in pairs if _named(text) != _named(french_text)] == []


def test_the_template_has_the_same_messages(translate: ModuleType, french: polib.POFile) -> None:
    template = polib.pofile(str(translate.POT))
    assert {entry.msgid for entry in template} == {entry.msgid for entry in french}


def test_the_compiled_catalogue_is_that_of_the_source(translate: ModuleType, french: polib.POFile) -> None:
    assert translate.MO.read_bytes() == french.to_binary(), "run python scripts/translate.py"


def test_the_script_extracts_by_the_rules_of_setup_py(translate: ModuleType) -> None:
    for pattern, method in translate.RULES:
        assert f'("{pattern}", "{method}", None)' in (ROOT / "setup.py").read_text()


def _named(text: str) -> set[str] | None:
    # A message that is never formatted may hold braces that are none of ours, like an example of JSON.
    try:
        return placeholders(text)
    except ValueError:
        return None
