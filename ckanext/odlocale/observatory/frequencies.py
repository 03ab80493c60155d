"""How many days a dataset may stay as it is, by the frequency that it declares. PURE."""

from __future__ import annotations

# By the last part of the European authority's address, by its Dublin Core name, and by the words of the SCDL.
_DAYS = {
    1: ("daily", "day", "quotidienne", "update_cont", "cont", "continuous", "hourly", "temps réel"),
    7: ("weekly", "hebdomadaire", "weekly_2", "semiweekly", "bihebdomadaire", "weekly_3"),
    14: ("biweekly", "bimensuelle", "semimonthly", "monthly_2", "monthly_3"),
    31: ("monthly", "mensuelle"),
    62: ("bimonthly", "bimestrielle"),
    92: ("quarterly", "trimestrielle"),
    183: ("annual_2", "semiannual", "semestrielle", "annual_3", "threetimesayear"),
    366: ("annual", "annuelle"),
    731: ("biennial", "biennale", "bisannuelle"),
    1096: ("triennial", "triennale"),
    1827: ("quinquennial", "quinquennale"),
}
DAYS = {word: days for days, words in _DAYS.items() for word in words}
"""Days by word, in lower case. What is once, as needed or irregular is not here: it cannot be late."""

TOLERANCE = 1.5
"""A dataset is late when half a period more has gone by: a yearly file comes out when the year is over."""
