from __future__ import annotations

import re
from fractions import Fraction
from xml.etree import ElementTree as ET

import pytest
from altair import LayerChart
from altair.utils.schemapi import SchemaValidationError

from bookload.base.period import Month
from bookload.report.charts import (
    CONCRETE,
    Bar,
    Cell,
    Level,
    MonthHeads,
    Point,
    bridge,
    cohort_heatmap,
    drawing,
    heads,
    starts_at,
    trend,
)

MONTHS = [Month.parse("2025-06") + number for number in range(13)]
LINE = {month: Fraction(1_000_000 + 50_000 * number) for number, month in enumerate(MONTHS)}
BARS = [
    Bar("opening", Fraction(100), "100", end=True),
    Bar("new", Fraction(30), "+30"),
    Bar("churn", Fraction(-10), "−10"),
    Bar("closing", Fraction(120), "120", end=True),
]
CELLS = [
    Cell("2025-Q1", 0, Fraction(1), "100"),
    Cell("2025-Q1", 1, Fraction(4, 5), "80"),
    Cell("2025-Q2", 0, Fraction(0), "0"),
]


def drawn(kind="trend", **options):
    words = {"title": "A & B", "description": "from <1> to 2", **options}
    if kind == "bridge":
        return bridge(BARS, **words)
    if kind == "cohorts":
        return cohort_heatmap(CELLS, **words)
    if kind == "heads":
        return heads([MonthHeads(MONTHS[0], Fraction(8), Fraction(9), 7.5, 12.0)], **words)
    return trend([Point("total", LINE, main=True)], [Level("target", Fraction(1_200_000), (5, 3))], **words)


def parsed(svg):
    return ET.fromstring(svg)  # noqa: S314 - what the program has just made


def texts(svg):
    return ["".join(each.itertext()) for each in parsed(svg).iter() if each.tag.endswith("text")]


@pytest.mark.parametrize("kind", ["trend", "bridge", "heads", "cohorts"])
def test_a_chart_is_one_element_that_names_and_describes_itself(kind):
    svg = drawn(kind).svg("chart")
    root = parsed(svg)
    assert root.tag.endswith("svg")
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "chart-title chart-description"
    assert [each.text for each in list(root)[:2]] == ["A & B", "from <1> to 2"]
    assert re.findall(r'id="([^"]*)"', svg) == ["chart-title", "chart-description"]
    assert not re.search(r'<[^s>][^>]*\s(role|aria-\w+)="', svg)
    assert "http" not in svg.replace("http://www.w3.org", "")


@pytest.mark.parametrize("kind", ["trend", "bridge", "heads", "cohorts"])
def test_the_page_decides_the_colours_and_a_file_of_its_own_has_some(kind):
    colours = re.compile(r"#[0-9a-f]{3,6}\b")
    themed = drawn(kind).svg("chart")
    assert "var(--accent)" in themed
    assert colours.findall(themed) == []
    assert "var(" not in drawn(kind, palette=CONCRETE).svg("chart")


def test_text_in_a_chart_is_text():
    svg = trend([Point("<script>x</script>", LINE)], [], title="", description="").svg("chart")
    assert "<script" not in svg
    assert any("<script>x</script>" in text for text in texts(svg))


def test_the_same_figures_give_the_same_chart():
    assert drawn().svg("a") == drawn().svg("a")


def test_lines_are_named_at_their_end_with_their_last_value():
    assert {"total 1.6M", "target 1.2M"} <= set(texts(drawn().svg("chart")))


def test_a_month_that_is_not_available_breaks_the_line():
    holed = {**LINE, MONTHS[5]: None}
    svg = trend([Point("total", holed)], [], title="", description="").svg("chart")
    whole = trend([Point("total", LINE)], [], title="", description="").svg("chart")
    paths = [re.findall(r'd="(M[^"]*)"', each) for each in (svg, whole)]
    assert any(path.count("M") == 2 and path.count("L") == 10 for path in paths[0])
    assert any(path.count("M") == 1 and path.count("L") == 12 for path in paths[1])


def test_a_bridge_shows_every_amount_as_it_was_given():
    assert {"100", "+30", "−10", "120"} <= set(texts(drawn("bridge").svg("chart")))


def test_a_bridge_begins_at_nought_unless_all_of_it_is_far_from_it():
    assert starts_at(BARS) == 90
    assert starts_at([Bar("opening", Fraction(10), "10", end=True), *BARS[1:]]) == 0
    low = [Bar("opening", Fraction(10), "10", end=True), Bar("churn", Fraction(-30), "−30")]
    assert starts_at(low) == -20


def test_months_without_a_need_show_the_heads_there_alone():
    row = MonthHeads(MONTHS[0], Fraction(3), None, None, None)
    svg = heads([row], title="", description="").svg("chart")
    assert "var(--accent-soft)" not in svg


def test_a_heatmap_writes_every_share_and_leaves_out_what_is_not_reached():
    shown = texts(drawn("cohorts").svg("c"))
    assert [text for text in shown if text in {"100", "80", "0"}].count("100") == 1
    assert {"2025-Q1", "2025-Q2", "80"} <= set(shown)
    (rows,) = drawn("cohorts", palette=CONCRETE).spec["datasets"].values()
    assert len(rows) == len(CELLS)


def test_the_text_of_a_heatmap_stands_out_from_its_fill():
    (rows,) = drawn("cohorts", palette=CONCRETE).spec["datasets"].values()
    colours = {row["shown"]: row["colour"] for row in rows}
    assert colours == {"100": CONCRETE.paper, "80": CONCRETE.ink, "0": CONCRETE.ink}


def test_what_vega_lite_does_not_know_is_found_here_though_no_page_looks_for_it():
    chart = LayerChart(layer=[drawing.over([{"a": 1}]).mark_bar()])
    chart._kwds["padding"] = "much"
    chart._kwds["view"] = {"stroke": 3}
    with pytest.raises(SchemaValidationError):
        drawing.drawn(chart, CONCRETE, title="", description="", size=(10, 10))
