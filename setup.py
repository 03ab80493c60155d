"""Babel's extraction rules; everything else is in pyproject.toml."""

from setuptools import setup

setup(
    message_extractors={
        "ckanext/odlocale": [
            ("**.py", "python", None),
            ("templates/**.html", "ckan", None),
            ("templates/**.txt", "ckan", None),
        ],
    },
)
