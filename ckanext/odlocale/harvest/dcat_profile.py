"""Where a harvested dataset comes from, in RDF: who harvests this portal knows it and does not bring it back.

The original record is what the dataset was derived from (PROV-O, ``prov:wasDerivedFrom``); each catalogue it
went through is a derivation of its own (``prov:qualifiedDerivation``), in order. A profile of ckanext-dcat,
which the plugin adds to those of the site.
"""

from __future__ import annotations

from typing import Any

from rdflib import BNode, Literal
from rdflib.namespace import PROV, RDF, SDO

from ckanext.dcat.profiles import RDFProfile
from ckanext.dcat.profiles.base import CleanedURIRef
from ckanext.odlocale.harvest.facts import CHAIN_FIELD, LONGEST_CHAIN
from ckanext.odlocale.territory.shared import ORIGIN_URL_FIELD

NAME = "odlocale_origin"
_PROFILES = "ckanext.dcat.rdf.profiles"
_DEFAULT = "euro_dcat_ap_3"
"""What ckanext-dcat uses when the setting is empty."""


def use(config: Any) -> None:
    """Add this profile to those of the site, once."""
    profiles = str(config.get(_PROFILES) or _DEFAULT).split()
    config[_PROFILES] = " ".join(dict.fromkeys([*profiles, NAME]))


class OriginProfile(RDFProfile):
    """The profile ``odlocale_origin``."""

    def parse_dataset(self, dataset_dict: dict[str, Any], dataset_ref: Any) -> dict[str, Any]:
        """Read the catalogues that a dataset went through into its extra ``origin_chain``."""
        chain = self._chain(dataset_ref)
        if chain:
            dataset_dict.setdefault("extras", []).append({"key": CHAIN_FIELD, "value": " ".join(chain)})
        return dataset_dict

    def graph_from_dataset(self, dataset_dict: dict[str, Any], dataset_ref: Any) -> None:
        """Say where a dataset comes from; nothing of one that was made here."""
        self.g.bind("prov", PROV)
        origin = str(self._get_dataset_value(dataset_dict, ORIGIN_URL_FIELD) or "")
        if _is_address(origin):
            self.g.add((dataset_ref, PROV.wasDerivedFrom, CleanedURIRef(origin)))
        chain = str(self._get_dataset_value(dataset_dict, CHAIN_FIELD) or "").split()
        for position, catalogue in enumerate(filter(_is_address, chain), start=1):
            step = BNode()
            self.g.add((dataset_ref, PROV.qualifiedDerivation, step))
            self.g.add((step, RDF.type, PROV.Derivation))
            self.g.add((step, PROV.entity, CleanedURIRef(catalogue)))
            self.g.add((step, SDO.position, Literal(position)))

    def _chain(self, dataset_ref: Any) -> list[str]:
        steps = self.g.objects(dataset_ref, PROV.qualifiedDerivation)
        found = [
            (self._position(step), str(one)) for step in steps for one in self.g.objects(step, PROV.entity)
        ]
        return [address for _, address in sorted(found) if _is_address(address)][:LONGEST_CHAIN]

    def _position(self, step: Any) -> int:
        said = self.g.value(step, SDO.position)
        return said.value if isinstance(said, Literal) and isinstance(said.value, int) else 0


def _is_address(text: str) -> bool:
    return text.startswith(("http://", "https://")) and len(text.split()) == 1
