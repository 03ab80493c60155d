"""A curve over time as SVG."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree as ET

from ckanext.odlocale.observatory.curve import Curve, svg
from ckanext.odlocale.observatory.trajectory import Point

HOSTILE = '<b>"Annecy" & l’autre</b>' * 8


def test_a_curve_with_everything_is_a_well_formed_drawing() -> None:
    points = [Point(date(2024, 1, 1), 3), Point(date(2025, 1, 1), 10)]
    text = svg(
        Curve(HOSTILE, HOSTILE, points, date(2026, 1, 1), [(date(2025, 6, 1), HOSTILE)], points, points[1])
    )
    assert ET.fromstring(text).tag == "{http://www.w3.org/2000/svg}svg"


def test_a_curve_without_points_is_an_empty_frame_with_axes() -> None:
    assert ET.fromstring(svg(Curve("a", "b", [], date(2026, 1, 1)))) is not None
