"""How a dataset of the observatory's own is known: it opens nobody's data."""

from __future__ import annotations

MARK = "odlocale_observatory"
"""A field of a dataset: not empty for one that the observatory publishes."""
