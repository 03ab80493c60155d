"""What consolidated files say, in French and in English: they are written once for all readers. PURE."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckanext.odlocale.socle.findings import Finding
from ckanext.odlocale.socle.messages.render import Teller

REJECTS = {
    "fr": {
        "foreign": "La ligne nomme une autre collectivité ({value}), que le producteur du fichier ne "
        "contient pas. C’est à elle de la publier.",
        "twice": "La même ligne est déjà dans le jeu de données {value}.",
        "not-checked": "Le fichier n’est pas encore vérifié, ou c’est un lien vers un autre site : "
        "déposez-le sur ce portail.",
        "earlier": "Le fichier d’aujourd’hui n’est pas valide : les lignes de sa dernière version valide "
        "sont gardées.",
    },
    "en": {
        "foreign": "The row names another authority ({value}), which the producer of the file does not "
        "contain. That authority publishes it.",
        "twice": "The same row is already in the dataset {value}.",
        "not-checked": "The file is not checked yet, or it is a link to another site: upload it to this "
        "portal.",
        "earlier": "Today’s file is not valid: the rows of its last valid version are kept.",
    },
}


def told(finding: Finding, teller: Teller, lang: str) -> str:
    """Why a row is not there."""
    own = REJECTS[lang].get(finding.key)
    return own.format(value=finding.value or "") if own else teller.tell(finding)


def why(key: str, values: Mapping[str, Any], lang: str) -> str:
    """Why no row of a file is there, or rows of an earlier version."""
    return REJECTS[lang].get(key) or Teller(None, lang).reason(key, values)
