"""The 18 columns in which OpenDataFrance publishes who is open. PURE."""

from __future__ import annotations

COLUMNS = (
    "siren",
    "nom",
    "type",
    "regcode",
    "url-ptf",
    "nb-ptf",
    "url-datagouv",
    "nb-datagouv",
    "id-datagouv",
    "id-ods",
    "pop-insee",
    "lat",
    "long",
    "merge",
    "depcode",
    "ptf",
    "Techno (from Plateformes)",
    "Thématiques",
)
"""The observatory's data set of 2022, in its order."""

NUMBERS = ("nb-ptf", "nb-datagouv")
ADDRESSES = ("url-ptf", "url-datagouv")
DAY = "date"
"""A column of ours that a list may have besides: the day on which somebody opened."""
