"""The demonstration: a portal with all territories of France, and harvested catalogues rolled up to them."""

from __future__ import annotations

from ckanext.odlocale.stack.demo.steps import run

__all__ = ["run"]
