"""Estimates drawn: what is drawn is what was given, and shapes tell apart what colours do."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from bookload.report.charts.estimates import MARKS, Aside, Since, by_month, edge, side_by_side

POINTS = [
    Since(-8, 0.01, -0.02, 0.04, "placebo"),
    Since(-2, -0.01, -0.03, 0.01, "before"),
    Since(-1, 0.0, 0.0, 0.0, "base"),
    Since(0, 0.05, 0.01, 0.09),
    Since(5, 0.125, 0.02, 0.23),
]
ROWS = [
    Aside("A & B: an effect", 0.08, 0.02, 0.14, "sure"),
    Aside("<C>: none seen", -0.01, -0.06, 0.04, "unsure"),
    Aside("D: cannot tell", 0.1, -3.0, 3.2, "untold"),
    Aside("E: cannot tell", None, None, None, "untold"),
]


def drawn(kind, **data):
    if kind == "months":
        return by_month(data.get("points", POINTS), title="A & B", description="from <1> to 2")
    return side_by_side(data.get("rows", ROWS), title="A & B", description="from <1> to 2")


def rows_of(chart):
    return [row for rows in chart.spec["datasets"].values() for row in rows]


@pytest.mark.parametrize("kind", ["months", "rows"])
def test_a_chart_is_one_element_that_names_itself_and_fetches_nothing(kind):
    svg = drawn(kind).svg("chart")
    assert ET.fromstring(svg).tag.endswith("svg")  # noqa: S314 - what the program has just made
    assert "A &amp; B" in svg
    assert "http" not in svg.replace("http://www.w3.org", "")


@pytest.mark.parametrize("kind", ["months", "rows"])
def test_nothing_to_draw_is_an_empty_chart_and_no_error(kind):
    assert drawn(kind, points=[], rows=[]).svg("chart").startswith("<svg")


def test_months_are_drawn_in_percent_as_they_were_given():
    found = {row["month"]: row for row in rows_of(drawn("months")) if "low" in row}
    for point in POINTS:
        row = found[point.month]
        assert (row["effect"], row["low"], row["high"]) == pytest.approx(
            (100 * point.effect, 100 * point.low, 100 * point.high)
        )
    named = {row["name"]: row["month"] for row in rows_of(drawn("months")) if "name" in row}
    assert named == {"placebo": -8, "before": -1.5, "after": 2.5}


def test_what_began_is_marked_only_where_something_did():
    starts = [row for row in rows_of(drawn("months")) if row.get("month") == -0.5]
    quiet = by_month(POINTS[3:], title="t", description="d", begins=False)
    assert len(starts) == 1
    assert not [row for row in rows_of(quiet) if row.get("month") == -0.5]


def test_intervals_end_at_an_edge_and_marks_never_do():
    assert edge(ROWS) == pytest.approx(0.5)
    assert edge([Aside("far", 1.5, 1.0, 2.0, "sure")]) == pytest.approx(1.8)
    found = {row["name"]: row for row in rows_of(drawn("rows")) if "name" in row}
    assert (found["D: cannot tell"]["low"], found["D: cannot tell"]["high"]) == (-50, 50)
    assert found["D: cannot tell"]["effect"] == pytest.approx(10)
    assert found["E: cannot tell"]["effect"] is None
    texts = ["".join(each.itertext()) for each in ET.fromstring(drawn("rows").svg("c")).iter()]  # noqa: S314 - ours
    assert {each.name for each in ROWS} <= set(texts), "no name is cut, also of what has no figure"


def test_kinds_differ_in_shape_fill_or_line():
    for kinds in (("placebo", "before", "base", "after"), ("sure", "unsure", "untold")):
        looks = {(MARKS[kind].shape, MARKS[kind].filled, MARKS[kind].dashed) for kind in kinds}
        assert len(looks) == len(kinds)
