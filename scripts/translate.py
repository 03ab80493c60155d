"""The French catalogue: brings it up to date with the messages of the package, and compiles it.

    python scripts/translate.py

Messages that are new stand in the .po file without a translation; write it there and run this again.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, NamedTuple

import polib
from babel.messages.extract import extract_from_dir

PACKAGE = Path(__file__).parents[1] / "ckanext" / "odlocale"
DOMAIN = "ckanext-odlocale"
POT = PACKAGE / "i18n" / f"{DOMAIN}.pot"
PO = PACKAGE / "i18n" / "fr" / "LC_MESSAGES" / f"{DOMAIN}.po"
MO = PO.with_suffix(".mo")

# The same rules as in setup.py, which Babel's own commands read.
RULES = [("**.py", "python"), ("templates/**.html", "ckan"), ("templates/**.txt", "ckan")]
# Named in full, since an older Babel finds registered extractors only with a setuptools that is gone.
EXTRACTORS = {"ckan": "ckan.lib.extract:extract_ckan"}
# Without dates and versions: a catalogue changes when a message does.
METADATA = {
    "Project-Id-Version": DOMAIN,
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Transfer-Encoding": "8bit",
}
FRENCH = {**METADATA, "Language": "fr", "Plural-Forms": "nplurals=2; plural=(n > 1);"}


class Message(NamedTuple):
    """A message, with its plural where it has one."""

    text: str
    plural: str = ""


def extracted() -> dict[Message, list[str]]:
    """Every message of the package, with the files that it is in."""
    found: dict[Message, list[str]] = {}
    rules = [(pattern, EXTRACTORS.get(method, method)) for pattern, method in RULES]
    for file, _line, message, _comments, _context in extract_from_dir(PACKAGE, rules):
        files = found.setdefault(Message(message) if isinstance(message, str) else Message(*message), [])
        files += [file] if file not in files else []
    return dict(sorted(found.items()))


def catalogue(
    messages: dict[Message, list[str]], translated: dict[Message, list[str]], header: dict[str, str]
) -> polib.POFile:
    """A catalogue of these messages; those without a translation are left empty."""
    catalog = polib.POFile(wrapwidth=110)
    catalog.metadata = header
    for message, files in messages.items():
        entry = polib.POEntry(msgid=message.text, **forms(message, translated.get(message, [])))
        # Without line numbers: a line added above a message is no change to its translation.
        entry.occurrences = [(f"ckanext/odlocale/{file}", "") for file in sorted(files)]
        catalog.append(entry)
    return catalog


def forms(message: Message, texts: list[str]) -> dict[str, Any]:
    """The fields of an entry that hold its translation."""
    if not message.plural:
        return {"msgstr": texts[0] if texts else ""}
    return {"msgid_plural": message.plural, "msgstr_plural": dict(enumerate(texts or ["", ""]))}


def texts_of(entry: polib.POEntry) -> list[str]:
    """The translation of an entry: one text, or one for each plural form; a fuzzy one is none."""
    found = [*entry.msgstr_plural.values()] if entry.msgid_plural else [entry.msgstr]
    return [] if entry.fuzzy or not all(found) else found


def translations(catalog: polib.POFile) -> dict[Message, list[str]]:
    """What a catalogue translates."""
    return {message_of(entry): texts_of(entry) for entry in catalog}


def message_of(entry: polib.POEntry) -> Message:
    """The message that an entry is about."""
    return Message(entry.msgid, entry.msgid_plural)


def main() -> int:
    """Rewrite the template, the French catalogue and its compiled form; 1 when translations are missing."""
    messages = extracted()
    french = catalogue(messages, translations(polib.pofile(str(PO))) if PO.exists() else {}, FRENCH)
    PO.parent.mkdir(parents=True, exist_ok=True)
    catalogue(messages, {}, METADATA).save(str(POT))
    french.save(str(PO))
    MO.write_bytes(french.to_binary())
    missing = [entry.msgid for entry in french if not texts_of(entry)]
    print(f"{len(messages)} messages, {len(missing)} without translation", *missing, sep="\n")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
