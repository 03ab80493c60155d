"""Attaching a commune: how many background jobs it takes, and how many datasets they touch."""

from __future__ import annotations

from collections.abc import Iterator

from bench import places, portals
from bench.figures import Figure, exactly

DATASETS = 50


def attaching() -> Iterator[Figure]:
    """An organization with 50 datasets, among 100,000, is attached to its commune; then its jobs are run."""
    running = places.filled()
    done = portals.inside(running, "attach", str(DATASETS))
    name = f"attaching a commune with {DATASETS} datasets among {places.DATASETS:,}"
    yield exactly(f"{name}: background jobs", done["jobs"], "jobs", 1)
    yield exactly(f"{name}: datasets touched by it", done["touched"], "datasets", DATASETS)
