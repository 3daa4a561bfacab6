"""Columns of kinds, ranges that months are held to, and what the largest have: drawn from what was given."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from bookload.base.period import Month
from bookload.report.charts.expected import Judged, within_expected
from bookload.report.charts.largest import Together, cumulated
from bookload.report.charts.palette import CONCRETE
from bookload.report.charts.stacked import Column, stacked

START = Month.parse("2026-06")
WORDS: Any = {"title": "A & B", "description": "d", "palette": CONCRETE}
COLUMNS = [
    Column(START + n, {"signed": Fraction(2), "automatic": Fraction(n), "not stated": Fraction(0)})
    for n in range(13)
]


def rows(made):
    return [row for each in made.spec["datasets"].values() for row in each]


def texts(made):
    root = ET.fromstring(made.svg("c"))  # noqa: S314 - what the program has just made
    return ["".join(each.itertext()) for each in root.iter() if each.tag.endswith("text")]


@pytest.mark.parametrize("width", [350, 860])
def test_kinds_stand_on_one_another_and_are_named_once(width):
    made = stacked(COLUMNS, width=width, **WORDS)
    parts = [row for row in rows(made) if "low" in row]
    for column in COLUMNS:
        own = [(row["low"], row["high"]) for row in parts if row["month"] == str(column.month)]
        assert own[0][0] == 0
        assert own[-1][1] == sum(column.amounts.values())
        assert all(before[1] == after[0] for before, after in pairwise(own))
    shown = texts(made)
    assert shown.count("automatic") == shown.count("signed") == 1
    assert "not stated" not in shown
    assert len({row["fill"] for row in parts}) == 2


def test_names_of_kinds_take_as_many_lines_as_a_phone_needs():
    names = {name: Fraction(1) for name in ("to be signed", "automatic", "not stated", "signed")}
    narrow, wide = (stacked([Column(START, names)], width=width, **WORDS) for width in (350, 860))
    assert len({row["line"] for row in rows(wide) if "line" in row}) == 1
    assert len({row["line"] for row in rows(narrow) if "line" in row}) == 2


def test_a_month_outside_has_another_mark_and_one_without_a_range_no_bar():
    months = [
        Judged(START, Fraction(7), -1.0, 4.0, outside=True),
        Judged(START + 1, Fraction(2), -1.0, 4.0, outside=False),
        Judged(START + 2, Fraction(3), None, None, outside=False),
    ]
    made = within_expected(months, **WORDS)
    marks = [layer["mark"].get("shape") for layer in made.spec["layer"] if layer["mark"]["type"] == "point"]
    assert marks == ["circle", "diamond"]
    svg = made.svg("c")
    assert svg.count(CONCRETE.soft) == 2
    assert svg.count(f'fill="{CONCRETE.ink}"') >= 1


def test_what_the_largest_have_begins_at_nothing_and_says_what_is_marked():
    together = [Fraction(1, 2), Fraction(3, 4), Fraction(1)]
    made = cumulated(Together(together, {2: "2: 75.0%", 3: "3: 100.0%"}, Fraction(1, 3)), **WORDS)
    curve = [(row["rank"], row["share"]) for row in rows(made) if "shown" not in row]
    assert {(0, 0.0), (1, 50.0), (2, 75.0), (3, 100.0)} <= set(curve)
    assert {"2: 75.0%", "3: 100.0%"} <= set(texts(made))
