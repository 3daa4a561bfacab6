from __future__ import annotations

from fractions import Fraction
from xml.etree import ElementTree as ET

import pytest

from bookload.report.charts.levers import Bought, Swing, frontier, tornado

POINTS = [
    Bought(Fraction(0), Fraction(10)),
    Bought(Fraction(960), Fraction(31), chosen=True),
    Bought(Fraction(20_000), Fraction(72)),
]
SWINGS = [
    Swing("Playbook & calls", 7.0, Fraction(21), 43.0, allowed=True),
    Swing("Fewer <calls>", 72.0, Fraction(72), 72.0, allowed=False),
]


def drawn(kind, **data):
    if kind == "frontier":
        return frontier(data.get("points", POINTS), title="A & B", description="from <1> to 2")
    return tornado(data.get("swings", SWINGS), title="A & B", description="from <1> to 2")


def values(chart):
    return (
        next(iter(chart.spec["datasets"].values()))
        if "datasets" in chart.spec
        else chart.spec["data"]["values"]
    )


@pytest.mark.parametrize("kind", ["frontier", "tornado"])
def test_a_chart_is_one_element_that_names_itself_and_fetches_nothing(kind):
    svg = drawn(kind).svg("chart")
    root = ET.fromstring(svg)  # noqa: S314 - what the program has just made
    assert root.tag.endswith("svg")
    assert "A &amp; B" in svg
    assert "http" not in svg.replace("http://www.w3.org", "")


def test_names_of_levers_stand_beside_their_bars():
    texts = ["".join(each.itertext()) for each in ET.fromstring(drawn("tornado").svg("c")).iter()]  # noqa: S314 - ours
    assert {"Playbook & calls", "Fewer <calls>"} <= set(texts)


@pytest.mark.parametrize("kind", ["frontier", "tornado"])
def test_no_levers_are_an_empty_chart_and_no_error(kind):
    assert drawn(kind, points=[], swings=[]).svg("chart").startswith("<svg")


def test_what_is_drawn_is_what_was_given():
    assert [row["hours"] for row in values(drawn("frontier"))] == [10, 31, 72]
    assert [(row["low"], row["likely"], row["high"]) for row in values(drawn("tornado"))] == [
        (7, 21, 43),
        (72, 72, 72),
    ]
