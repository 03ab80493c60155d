"""The ``ckanext`` namespace, shared by every CKAN extension."""

from pkgutil import extend_path

__path__ = extend_path(__path__, __name__)
