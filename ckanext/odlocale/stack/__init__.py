"""Embedded servers to try and test on, and the `odlocale` command. Imports no CKAN at module level."""
