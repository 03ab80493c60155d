"""The words of the programme: what animators are, and what they do for collectivités."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What an animator is. The categories keep their French noun."""

    REGION = "region"
    DEPARTEMENT = "departement"
    INTERCOMMUNALITE = "intercommunalite"
    SYNDICAT_MIXTE = "syndicat_mixte"
    ASSOCIATION = "association"
    GIP = "gip"
    NATIONAL = "national"
    OTHER = "other"


class Service(StrEnum):
    """The four services of the OpenDataLocale programme."""

    SENSIBILISATION = "sensibilisation"
    FORMATION = "formation"
    HEBERGEMENT = "hebergement"
    STIMULATION = "stimulation"
