"""The theme of a portal that was there before us: a plugin with templates of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk

DISTRIBUTION = "existing_theme-1.0.dist-info"


class ThemePlugin(p.SingletonPlugin):
    p.implements(p.IConfigurer)

    def update_config(self, config: Any) -> None:
        tk.add_template_directory(config, "templates")


def install(folder: Path) -> None:
    """Makes it a plugin that CKAN finds by its name, as pip would: `folder` is on the path."""
    (folder / DISTRIBUTION).mkdir()
    (folder / DISTRIBUTION / "METADATA").write_text("Name: existing-theme\nVersion: 1.0\n")
    entry = "[ckan.plugins]\nexisting_theme = tests.territory.existing.theme:ThemePlugin\n"
    (folder / DISTRIBUTION / "entry_points.txt").write_text(entry)
