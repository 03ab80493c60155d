"""The organization of local open data, for CKAN portals."""
