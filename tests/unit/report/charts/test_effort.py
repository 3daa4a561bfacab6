from __future__ import annotations

from fractions import Fraction
from typing import Any

from bookload.report.charts.against import Spot, time_against_revenue
from bookload.report.charts.lorenz import lorenz_curve

WORDS: dict[str, Any] = {"title": "Time & revenue", "description": "who takes what"}


def rows(drawing):
    held = drawing.spec.get("datasets", {})
    data = [layer["data"] for layer in drawing.spec["layer"]]
    return [each["values"] if "values" in each else held[each["name"]] for each in data]


def test_the_curve_is_drawn_point_by_point_beside_the_even_line():
    points = [(Fraction(0), Fraction(0)), (Fraction(3, 4), Fraction(1, 4)), (Fraction(1), Fraction(1))]
    even, curve = rows(lorenz_curve(points, **WORDS))
    assert [(row["revenue"], row["time"]) for row in even] == [(0, 0), (1, 1)]
    assert [(row["revenue"], row["time"]) for row in curve] == [(0, 0), (0.75, 0.25), (1, 1)]
    assert "Time &amp; revenue" in lorenz_curve(points, **WORDS).svg("one")


def test_accounts_are_points_and_those_far_from_the_line_stand_out():
    spots = [
        Spot("A", Fraction(1000), Fraction(2), far=False),
        Spot("B", Fraction(500), Fraction(9), far=True),
    ]
    rule, near, far = rows(time_against_revenue(spots, Fraction(1, 100), **WORDS))
    assert [row["account"] for row in near + far] == ["A", "B"]
    assert rule[1]["hours"] == rule[1]["arr"] / 100
    assert time_against_revenue([], Fraction(0), **WORDS).svg("none")
