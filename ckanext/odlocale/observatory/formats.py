"""Formats that anybody can read with free software and a program can take in. PURE."""

from __future__ import annotations

OPEN_FORMATS = frozenset(
    [
        "csv",
        "tsv",
        "json",
        "geojson",
        "topojson",
        "jsonl",
        "ndjson",
        "xml",
        "rdf",
        "ttl",
        "jsonld",
        "n3",
        "kml",
        "gpx",
        "gml",
        "shp",
        "geopackage",
        "gpkg",
        "parquet",
        "geoparquet",
        "ods",
        "odt",
        "txt",
        "gtfs",
        "netex",
        "siri",
        "ics",
        "fgb",
        "sqlite",
        "wfs",
        "wms",
        "api",
        "html5",
        "yaml",
    ]
)
"""As CKAN writes them, in lower case, without spaces, dots and hyphens. XLSX is open by its standard and
asked for by nobody as such; it is not counted, nor are PDF and images."""
