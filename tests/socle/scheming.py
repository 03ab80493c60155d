"""The settings of a portal that has our dataset schema."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

OWN = Path(__file__).with_name("own_schema.yaml").as_uri()

PLUGINS = (
    "odlocale_territory odlocale_harvest odlocale_ckan_harvester odlocale_dcat_harvester odlocale_socle "
    "scheming_datasets scheming_organizations dcat harvest validation activity"
)
SETTINGS = {
    "ckan.plugins": PLUGINS,
    "scheming.presets": (
        "ckanext.scheming:presets.json ckanext.dcat.schemas:presets.yaml "
        "ckanext.odlocale.territory:presets.yaml ckanext.odlocale.socle:presets.yaml"
    ),
    "scheming.dataset_schemas": f"ckanext.odlocale.socle:dataset_schema.yaml {OWN}",
    "scheming.organization_schemas": "ckanext.odlocale.territory:organization_schema.yaml",
    "ckanext.odlocale.socle.licences": "true",
    "ckanext.dcat.resource.inherit.license": "true",
}


def marks_for(schemas: str) -> list[Any]:
    """The marks of a module whose portal has these dataset schemas."""
    settings = {**SETTINGS, "scheming.dataset_schemas": schemas}
    return [pytest.mark.ckan, *(pytest.mark.ckan_config(key, value) for key, value in settings.items())]


marks = marks_for(SETTINGS["scheming.dataset_schemas"])

FREQUENCY = "http://publications.europa.eu/resource/authority/frequency/ANNUAL"
GEOSPATIAL = "http://data.europa.eu/bna/c_ac64a52d"


def described(**fields: Any) -> dict[str, Any]:
    """A dataset as somebody of Annecy describes it."""
    return {
        "title": "Adresses d’Annecy",
        "name": "adresses-annecy",
        "notes": "Toutes les adresses de la commune.",
        "license_id": "lov2",
        "frequency": "annuelle",
        "spatial_coverage": [{"territory": "com-74010"}],
        "temporal_coverage": [{"start": "2025-01-01", "end": "2025-12-31"}],
        "contact": [{"name": "Service des données", "email": "donnees@example.org"}],
        "hvd_category": [GEOSPATIAL],
        "resources": [{"url": "http://example.com/a.csv", "name": "Adresses", "format": "CSV"}],
        **fields,
    }
