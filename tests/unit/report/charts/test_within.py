"""Costs within what is paid, and months as many as have room: drawn from what was given, nothing cut."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from bookload.base.period import Month
from bookload.planning.cost import costs
from bookload.report.charts.levers import Swing, tornado
from bookload.report.charts.months import BESIDE, LABEL, labels
from bookload.report.page.charted.costs import charts
from known import known
from unit.report.workbook.test_costs_sheet import company

START = Month(24_300)
LONG = "Check-in before renewal, mid-market, with a long name"


@pytest.mark.parametrize("count", [1, 7, 12, 30, 60])
@pytest.mark.parametrize("width", [350, 530, 860])
def test_labels_of_months_never_touch_and_years_are_said_once(count, width):
    months = [START + n for n in range(count)]
    shown = labels(months, width)
    step = (width - BESIDE) / count
    places = [[str(month) for month in months].index(name) for name in shown]
    assert all((after - before) * step >= LABEL for before, after in pairwise(places))
    assert str(months[-1]) in shown
    years = [lines[1] for lines in shown.values() if len(lines) > 1]
    assert len(years) == len(set(years)) == len({name[:4] for name in shown})


def test_no_lever_is_cut_on_a_phone_and_each_stands_beside_its_bar_where_there_is_room():
    swing = Swing(LONG, 1.0, Fraction(2), 3.0, allowed=True, was=Fraction(5))
    narrow, wide = (tornado([swing], title="t", description="d", width=width) for width in (350, 860))
    for made in (narrow, wide):
        root = ET.fromstring(made.svg("c"))  # noqa: S314 - what the program has just made
        assert LONG in {"".join(each.itertext()) for each in root.iter()}
        assert made.spec["layer"][-1]["mark"]["limit"] >= 6.7 * len(LONG) - 60
    assert narrow.spec["height"] > wide.spec["height"]


def test_costs_are_drawn_within_revenue_with_their_margins():
    found = costs(company())
    money, time = charts(found, "USD")
    rows = [row for rows in money.pair.wide.spec["datasets"].values() for row in rows]
    groups = {group.key or "(none stated)": group for group in found.groups}
    assert {row["name"]: row["part"] for row in rows} == {
        name: float(known(group.cost)) for name, group in groups.items()
    }
    assert {row["name"]: row["whole"] for row in rows} == dict.fromkeys(groups, 900.0)
    assert "support 7 of 0 hours" in time.pair.wide.description
    assert money.pair.wide.svg("costs").startswith("<svg")
