"""Kits de ressources: what helps a local authority to publish, found where it is needed."""
