"""Embedded servers for trying and for testing, and the `odlocale` command. Imports no CKAN at module level."""
