"""The French catalogue: brings it up to date with the messages of the package, and compiles it.

    python scripts/translate.py

Messages that are new stand in the .po file without a translation; write it there and run this again.
"""

from __future__ import annotations

import sys
from pathlib import Path

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


def extracted() -> dict[str, list[str]]:
    """Every message of the package, with the files that it is in."""
    found: dict[str, list[str]] = {}
    rules = [(pattern, EXTRACTORS.get(method, method)) for pattern, method in RULES]
    for file, _line, message, _comments, _context in extract_from_dir(PACKAGE, rules):
        if not isinstance(message, str):
            raise TypeError(f"{file}: “{message[0]}” has a plural; write a sentence that needs none")
        files = found.setdefault(message, [])
        files += [file] if file not in files else []
    return dict(sorted(found.items()))


def catalogue(
    messages: dict[str, list[str]], translations: dict[str, str], header: dict[str, str]
) -> polib.POFile:
    """A catalogue of these messages; those without a translation are left empty."""
    catalog = polib.POFile(wrapwidth=110)
    catalog.metadata = header
    for message, files in messages.items():
        # Without line numbers: a line added above a message is no change to its translation.
        places = [(f"ckanext/odlocale/{file}", "") for file in sorted(files)]
        catalog.append(polib.POEntry(msgid=message, msgstr=translations.get(message, ""), occurrences=places))
    return catalog


def translations() -> dict[str, str]:
    """What the French catalogue has so far; a translation marked as fuzzy is none."""
    if not PO.exists():
        return {}
    return {entry.msgid: "" if entry.fuzzy else entry.msgstr for entry in polib.pofile(str(PO))}


def main() -> int:
    """Rewrite the template, the French catalogue and its compiled form; 1 when translations are missing."""
    messages = extracted()
    french = catalogue(messages, translations(), FRENCH)
    PO.parent.mkdir(parents=True, exist_ok=True)
    catalogue(messages, {}, METADATA).save(str(POT))
    french.save(str(PO))
    MO.write_bytes(french.to_binary())
    missing = [entry.msgid for entry in french if not entry.msgstr]
    print(f"{len(messages)} messages, {len(missing)} without translation", *missing, sep="\n")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
