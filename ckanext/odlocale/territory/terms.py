"""What a dataset's territory puts in the search index, and how it is found there. PURE.

All fields are ``vocab_*``: multivalued strings in CKAN's stock Solr schema, so that no schema changes.
"""

from __future__ import annotations

from collections.abc import Sequence

from ckanext.odlocale.cog.shared import Level, TerritoryId
from ckanext.odlocale.territory.clauses import clause

PRODUCER_FIELD = "vocab_odlocale_territory"
LINEAGE_FIELD = "vocab_odlocale_territories"
LEVEL_FIELD = "vocab_odlocale_level"
PUBLISHED_FIELD = "vocab_odlocale_territory_published"
"""The code under which a dataset was published, when it has left the COG since."""


def lineage_field(level: Level) -> str:
    """The field of those territories of a dataset's lineage that are of one level.

    CKAN lets a search facet on whole fields only, never on a part of one: these give a page the counts
    of its départements without listing its 4,000 communes.
    """
    return f"vocab_odlocale_{level}"


NAMED_FIELDS = (PRODUCER_FIELD, LINEAGE_FIELD, *(lineage_field(level) for level in Level))
ALL_FIELDS = (*NAMED_FIELDS, LEVEL_FIELD, PUBLISHED_FIELD)


def terms(lineage: Sequence[TerritoryId], published: TerritoryId | None = None) -> dict[str, list[str]]:
    """The index terms of a dataset.

    :param lineage: the producer's territory, then all its ancestors; empty for a producer without territory
    :param published: the former territory under which it was published
    :returns: field to values; empty for an empty lineage
    """
    if not lineage:
        return {}
    found: dict[str, list[str]] = {
        PRODUCER_FIELD: [str(lineage[0])],
        LINEAGE_FIELD: [str(one) for one in lineage],
        LEVEL_FIELD: [str(lineage[0].level)],
    }
    if published:
        found[PUBLISHED_FIELD] = [str(published)]
    for one in lineage:
        found.setdefault(lineage_field(one.level), []).append(str(one))
    return found


def within(territory: TerritoryId) -> str:
    """The clause of all datasets of a territory and of everything below it."""
    return clause(LINEAGE_FIELD, [territory])


def produced_by(territories: Sequence[TerritoryId]) -> str:
    """The clause of the datasets that these territories publish themselves."""
    return clause(PRODUCER_FIELD, territories)
