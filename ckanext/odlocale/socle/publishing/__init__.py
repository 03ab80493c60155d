"""Helping somebody publish a set of the socle: a template of the file, its name, its dataset."""
