"""Findings told in French or English to the person who must mend the file."""
