"""Vintages of the Code officiel géographique on this portal: compared, applied, undone."""
