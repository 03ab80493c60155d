"""Names of territories as people write them, brought to one form; recognising and completing start here."""

from __future__ import annotations

import re
import unicodedata

from ckanext.odlocale.cog.ids import Level

# Prepositions go too: sources leave them out (“Porte DrômArdèche”) or add them as they please.
_LEFT_OUT = frozenset(("l", "le", "la", "les", "d", "de", "du", "des"))
_WORDS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o"})
_INITIALS = re.compile(r"\b(?:[a-z]\.){2,}")
_ASIDE = re.compile(r"\([^)]*\)?|\[[^\]]*\]?")
_SEPARATED = re.compile(r"[^a-z0-9]+")
_ON, _UNDER = re.compile(r"\bs\s*/\s*(?!s\b)"), re.compile(r"\bs\s*/\s*s\b")

# What a name may start with, as words without articles; the first that fits counts.
_PREFIXES: tuple[tuple[Level, tuple[str, ...]], ...] = (
    (
        Level.EPCI,
        (
            "communaute communes",
            "communaute commune",
            "communaute com",
            "communaute dagglomeration",
            "communaute urbaine",
            "communaute intercommunale",
            "com com",
            "comcom",
            "cdc",
            "cc",
            "ca",
            "cu",
        ),
    ),
    (Level.EPT, ("etablissement public territorial", "ept")),
    (Level.DEP, ("conseil departemental", "conseil general", "departement")),
    (Level.REG, ("conseil regional", "region", "collectivite territoriale", "collectivite")),
)
_OF_A_COMMUNE = re.compile(
    r"^(?:la |le )?(?:(?:commune|ville|municipalite|mairie)(?: nouvelle)? (?:de la |de l |de |du |des |d )"
    r"|commune |mairie )(?=\w)"
)
# Words of the name of an intercommunalité, wherever they stand: “Rennes Métropole”, “L'Agglo Foix-Varilhes”.
_OF_AN_EPCI = frozenset(("agglomeration", "agglo", "communaute", "urbaine", "metropole", "eurometropole"))


def normalise_name(text: str) -> str:
    """One form for all spellings: case, accents, hyphens, apostrophes, St and Ste, articles, asides.

    :param text: a name as a person or a catalogue wrote it
    :returns: words of ``a-z0-9`` with one space between; empty only when the text has no letter or digit
    """
    words = _words(text)
    return " ".join([word for word in words if word not in _LEFT_OUT] or words)


def strip_kind(text: str) -> tuple[Level | None, str]:
    """Separate what an authority is from its name.

    “Mairie de Bonneville” gives a commune and ``bonneville``, “Communauté de communes du Pays de Gex” an EPCI
    and ``pays gex``, “Rennes Métropole” an EPCI and ``rennes``. A name that says nothing gives no level and
    what :func:`normalise_name` gives; so does one where nothing would be left. Some communes are called
    Ville-d'Avray or Ville-du-Pont: whoever looks up the result should look up the whole name as well.

    :param text: a name as a person or a catalogue wrote it
    """
    commune = _OF_A_COMMUNE.match(_with_spaces_kept(text))
    if commune:
        return Level.COM, normalise_name(_with_spaces_kept(text)[commune.end() :])
    name = normalise_name(text)
    for level, prefixes in _PREFIXES:
        for prefix in prefixes:
            if name.startswith(f"{prefix} "):
                rest = name.removeprefix(f"{prefix} ")
                return level, _without_epci_words(rest) if level is Level.EPCI else rest
    shorter = _without_epci_words(name)
    return (None if shorter == name else Level.EPCI), shorter


def search_name(level: Level, name: str) -> str:
    """The form under which a territory is found by :func:`strip_kind` or :func:`normalise_name`.

    :param name: its official name
    """
    return strip_kind(name)[1] if level in (Level.EPCI, Level.EPT) else normalise_name(name)


def _words(text: str) -> list[str]:
    folded = _folded(text)
    return _split(_ASIDE.sub(" ", folded)) or _split(folded)


def _split(folded: str) -> list[str]:
    folded = _INITIALS.sub(lambda initials: initials[0].replace(".", "") + " ", folded)
    folded = _ON.sub("sur ", _UNDER.sub("sous", folded))
    return [_WORDS.get(word, word) for word in _SEPARATED.split(folded) if word]


def _folded(text: str) -> str:
    folded = text.casefold().replace("&", " et ")
    if folded.isascii():
        return folded
    decomposed = unicodedata.normalize("NFKD", folded.translate(_LIGATURES))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _with_spaces_kept(text: str) -> str:
    """Folded, hyphens kept: “Ville-du-Pont” is the name of a commune, “Ville de Pont” is one called Pont.

    The name of a CKAN organization (``ville-de-pont``) has nothing but hyphens; there they stand for spaces.
    """
    folded = _folded(text).strip()
    is_slug = text == folded and not re.search(r"\s", folded)
    spaced = re.sub(r"[\s'’ʼ`´_.]+", " ", folded)
    return spaced.replace("-", " ") if is_slug else spaced


def _without_epci_words(name: str) -> str:
    return " ".join([word for word in name.split() if word not in _OF_AN_EPCI]) or name
