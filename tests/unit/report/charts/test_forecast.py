from __future__ import annotations

from fractions import Fraction

from bookload.base.period import Month
from bookload.planning.forecast import Band
from bookload.report.charts.forecast import MonthBand, demand_and_supply, fan

START = Month(24_300)
KNOWN = [MonthBand(START + n, None, Fraction(100 + n)) for n in range(3)]
AHEAD = [MonthBand(START + 3 + n, Band(90.0, 104.0 + n, 120.0)) for n in range(3)]


def test_the_fan_draws_facts_as_a_line_and_what_may_come_as_a_band():
    made = fan([*KNOWN, *AHEAD], title="ARR", description="ARR to come")
    marks = [layer["mark"]["type"] for layer in made.spec["layer"]]
    assert marks == ["area", "line", "line"]
    drawn = [row for rows in made.spec["datasets"].values() for row in rows]
    assert {"month": str(START), "value": 100.0} in drawn
    assert {"month": str(START + 3), "low": 90.0, "middle": 104.0, "high": 120.0} in drawn
    assert "ARR to come" in made.svg("fan")


def test_demand_and_supply_are_two_bands_and_neither_covers_the_others_line():
    made = demand_and_supply(AHEAD, AHEAD, title="Hours", description="Hours asked and there")
    assert [layer["mark"]["type"] for layer in made.spec["layer"]] == ["area", "area", "line", "line"]
