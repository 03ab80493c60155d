"""The Code officiel géographique as values: identifiers, names, vintages, closure. No CKAN here."""
