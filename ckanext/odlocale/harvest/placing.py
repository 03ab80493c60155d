"""From the claims of a dataset to its fields and organization: asks the pure modules, writes their answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import ckan.plugins as p

from ckanext.odlocale.harvest import model as matches
from ckanext.odlocale.harvest.claims import Certainty, Claims, Evidence, Identification
from ckanext.odlocale.harvest.directory import PortalDirectory
from ckanext.odlocale.harvest.organizations import organization_for
from ckanext.odlocale.harvest.publisher import examine, identify, key_of, name_of
from ckanext.odlocale.harvest.rollup import Kind, Placement, SourcePolicy, place
from ckanext.odlocale.harvest.tidy import Declared
from ckanext.odlocale.territory import shared as territory

FIELDS = (
    territory.TERRITORY_FIELD,
    territory.ROLLED_UP_FIELD,
    territory.PRODUCER_NAME_FIELD,
    territory.PRODUCER_EVIDENCE_FIELD,
    territory.ORIGIN_URL_FIELD,
    territory.ORIGIN_CATALOGUE_FIELD,
)

MOST_CANDIDATES = 8


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided about one dataset.

    :param key: its producer, in its source
    :param evidence: all claims with what they mean, for a person
    :param settled: a person decided about this producer
    """

    key: str
    name: str
    identification: Identification | None
    evidence: tuple[Evidence, ...]
    placement: Placement
    settled: bool = False

    @property
    def producer(self) -> territory.TerritoryId | None:
        """The territory the dataset is given to: only a certain one."""
        found = self.identification
        return found.territory if found and found.certainty is Certainty.CERTAIN else None

    @property
    def waits(self) -> bool:
        """True when a person should decide."""
        return self.producer is None and not self.settled


@dataclass(frozen=True, slots=True)
class Placer:
    """Decides for the datasets of one source.

    :param source_id: None for a preview of a catalogue that is no source yet
    """

    source_id: str | None
    policy: SourcePolicy
    directory: PortalDirectory = field(default_factory=PortalDirectory)

    def decide(self, claims: Claims) -> Decision:
        """Recognise and place; the decision of a person comes before everything."""
        row = matches.decision_on(self.source_id, key_of(claims)) if self.source_id else None
        return self.decided(claims, row)

    def decided(self, claims: Claims, row: Any) -> Decision:
        """As :meth:`decide`, with the row of the producer at hand, None when it has none."""
        settled = row is not None and row.decision != matches.PENDING
        found, evidence = (_decided(row), ()) if settled else self._recognised(claims)
        placement = place(found, self.policy, self.directory)
        return Decision(key_of(claims), name_of(claims), found, evidence, placement, settled)

    def _recognised(self, claims: Claims) -> tuple[Identification | None, tuple[Evidence, ...]]:
        """Once for all datasets of which the catalogue says the same."""
        within, directory = self.policy.territory, self.directory
        return directory.memory.recall(
            (claims, within),
            lambda: (identify(claims, directory, within), examine(claims, directory, within)),
        )


def record(source_id: str, decision: Decision) -> None:
    """Put the producer of a source in the review queue, or take it out."""
    if decision.settled:
        return
    if not decision.waits:
        matches.recognised_since(source_id, decision.key)
        return
    suggested = decision.identification.territory if decision.identification else None
    evidence = [sentence(one) for one in decision.evidence][:30]
    meant = dict.fromkeys(found for one in decision.evidence for found in one.matched[:MOST_CANDIDATES])
    candidates = list(map(str, meant))[:MOST_CANDIDATES]
    matches.wait_for_decision(
        source_id, decision.key, matches.Doubt(decision.name, evidence, suggested, candidates)
    )


def _decided(row: Any) -> Identification | None:
    if row.decision != matches.TERRITORY or not row.territory:
        return None
    record = territory.resolve(row.territory)
    if record is None:
        return None
    return Identification(
        record.id, (Evidence("decision", row.author or "", (record.id,)),), Certainty.CERTAIN
    )


def sentence(evidence: Evidence) -> str:
    """A claim and what it means here."""
    matched = ", ".join(evidence.matched[:5])
    return f"{evidence} = {matched}" if matched else str(evidence)


def organization_of(placement: Placement) -> str | None:
    """The organization of a placement, made now if it is to be made."""
    return organization_for(placement.create) if placement.create else placement.organization


def fields_of(decision: Decision, origin_url: str, catalogue: str) -> dict[str, str]:
    """Our fields of a dataset; those it does not have are empty.

    :param origin_url: the dataset's page in its catalogue
    :param catalogue: the address of the source
    """
    found = decision.identification
    proof = [str(one).replace(";", ",") for one in found.evidence] if found else []
    elsewhere = decision.producer is not None and decision.placement.kind is not Kind.HOME
    values = (
        decision.producer or "",
        (decision.producer or "") if elsewhere else "",
        decision.name,
        "; ".join([found.certainty, *proof])[:1000] if found else "",
        origin_url,
        catalogue,
    )
    return dict(zip(FIELDS, values, strict=True))


def write_fields(package: dict[str, Any], fields: Mapping[str, str], declared: Declared) -> None:
    """Set our fields of a dataset: top-level where the site's schema declares them, else as extras."""
    kept = [extra for extra in package.get("extras") or [] if extra["key"] not in fields]
    for key, value in fields.items():
        package.pop(key, None)
        if key in declared.simple:
            package[key] = value
        elif value:
            kept.append({"key": key, "value": value})
    package["extras"] = kept


def declared_fields() -> Declared:
    """The fields of the site's dataset schema, when ckanext-scheming has one."""
    if not p.plugin_loaded("scheming_datasets"):
        return Declared()
    from ckanext.scheming.helpers import scheming_get_dataset_schema

    schema = scheming_get_dataset_schema("dataset") or {}
    fields = schema.get("dataset_fields") or []
    structured = {field["field_name"] for field in fields if "repeating_subfields" in field}
    names = {field["field_name"] for field in fields}
    return Declared(frozenset(names - structured), frozenset(structured))
