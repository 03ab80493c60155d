"""The Code officiel géographique as values: identifiers, names, vintages, closure, differences. No CKAN here."""
