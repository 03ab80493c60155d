"""Messages a municipal secretary can act on, in French and in English."""

from __future__ import annotations

import json
import re
import string
from importlib.resources import files
from pathlib import Path

import pytest

from ckanext.odlocale.socle.messages.mending import better_value
from ckanext.odlocale.socle.messages.render import Teller
from tests.socle.made import as_csv, decision, judged

ROOT = files("ckanext.odlocale.socle")
FRENCH, ENGLISH = (
    json.loads((ROOT / "messages" / f"{lang}.json").read_text(encoding="utf-8")) for lang in ("fr", "en")
)
READING = Path(str(files("ckanext.odlocale.tables")))
SOURCES = "\n".join(
    path.read_text()
    for path in (*Path(str(ROOT)).rglob("*.py"), *READING.rglob("*.py"))
    if "messages" not in path.parts
)


def test_both_languages_have_the_same_sentences() -> None:
    assert FRENCH["sentences"].keys() == ENGLISH["sentences"].keys()
    assert FRENCH["words"].keys() == ENGLISH["words"].keys()


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("key", FRENCH["sentences"])
def test_both_languages_tell_the_same_facts(key: str) -> None:
    def facts(told: dict[str, dict[str, str]]) -> set[str]:
        # A text of the catalogue has a place for each language.
        return {re.sub("^(en|fr)$|_(en|fr)$", "", name) for name in places(told["sentences"][key])}

    assert facts(FRENCH) == facts(ENGLISH)


@pytest.mark.parametrize("kind", ["Fault", "UnreadableError", "Notice"])
def test_everything_that_can_be_found_has_its_sentence(kind: str) -> None:
    keys = set(re.findall(rf'{kind}\(\s*"([a-z-]+)"', SOURCES))
    assert keys
    assert keys <= FRENCH["sentences"].keys()


def told(folder: Path, lang: str = "fr", **changed: str) -> str:
    verdict = judged(folder, as_csv([decision(**changed)]))
    assert verdict.schema is not None
    return Teller(verdict.schema.table, lang).tell(verdict.errors.kept[0])


def test_a_message_says_what_was_read_what_is_expected_and_what_to_write(tmp_path: Path) -> None:
    assert told(tmp_path, DELIB_DATE="26/03/2026") == (
        "Lu « 26/03/2026 ». Attendu : une date, AAAA-MM-JJ. Écrivez plutôt « 2026-03-26 »."
    )


def test_the_same_message_in_english(tmp_path: Path) -> None:
    assert told(tmp_path, "en", DELIB_DATE="26/03/2026") == (
        'Found "26/03/2026". Expected: a date, YYYY-MM-DD. Write "2026-03-26" instead.'
    )


def test_a_value_nobody_can_guess_gets_an_example(tmp_path: Path) -> None:
    assert told(tmp_path, DELIB_DATE="au printemps").endswith("Exemple : 2026-03-26.")


def test_columns_in_the_wrong_relation_are_both_told(tmp_path: Path) -> None:
    assert told(tmp_path, PREF_DATE="2026-03-01") == (
        "PREF_DATE (2026-03-01) doit être supérieur ou égal à DELIB_DATE (2026-03-26)."
    )


@pytest.mark.parametrize(
    ("field", "value", "better"),
    [
        ({"type": "date"}, "3/4/2026", "2026-04-03"),
        ({"type": "date"}, "2026/04/03 00:00:00", "2026-04-03"),
        ({"type": "date"}, "31/02/2026", None),
        ({"type": "number"}, "1 234,50 €", "1234.50"),
        ({"type": "string", "constraints": {"pattern": r"^\d{14}$"}}, "212 902 126 00011", "21290212600011"),
        ({"type": "string", "constraints": {"pattern": r"^\d{14}$"}}, "21290212600011.0", "21290212600011"),
        ({"type": "string", "constraints": {"enum": ["dépense"]}}, "Depense ", "dépense"),
        ({"type": "boolean", "trueValues": ["oui"], "falseValues": ["non"]}, "OUI", "oui"),
        (
            {"type": "string", "constraints": {"pattern": "[0-9/-]+"}},
            "2026-01-01_2026-02-01",
            "2026-01-01/2026-02-01",
        ),
        ({"type": "integer"}, "beaucoup", None),
    ],
)
def test_a_mending_is_proposed_only_when_it_would_be_accepted(
    field: dict[str, object], value: str, better: str | None
) -> None:
    assert better_value({"name": "C", **field}, value) == better
