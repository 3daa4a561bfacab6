"""A result as a page of its own: what stands on the terminal, with charts that say what they show."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from bookload.base.access import Access
from bookload.base.errors import AccessDeniedError
from bookload.base.result import Rows
from bookload.metrics.revenue.stocks import stock
from bookload.planning.forecast import Forecast
from bookload.planning.forecast.ahead import roles_ahead, stocks_ahead
from bookload.planning.plan.hiring import Cover, HiringPlan, Together
from bookload.report.page import write_topic
from bookload.report.page.charted import forecast as forecast_charts
from bookload.report.page.charted import plan as plan_charts
from bookload.report.page.page import render
from bookload.report.page.topic import topic
from bookload.report.terminal import table
from planned import AS_OF, NEXT, futures
from reported import SCRIPT, reader

PARTS = [
    f"Before {SCRIPT}",
    "",
    table("First", ["who", "kind", "hours"], [[SCRIPT, "a", "1.0"], ["B", "b", None]], text_columns=2),
    "- said of the first\n  and more",
    table("", ["", "n"], [["x", "2"]]),
]


def ahead() -> Forecast:
    drawn = futures(200, months=6)
    return Forecast(
        as_of=AS_OF,
        method="drivers",
        chosen="told to",
        learnt=12,
        start=(),
        stocks=Rows(stocks_ahead(drawn)),
        roles=Rows(roles_ahead(drawn)),
        scores=(),
        widths=(1.0, 1.0),
        attrition=0.1,
        assumed=False,
        findings=(),
        draws=drawn,
    )


def test_lines_before_the_first_table_lead_and_others_follow_theirs():
    page = topic(reader(), "Hours", (), PARTS)
    assert page.lead == (f"Before {SCRIPT}",)
    first, second = page.tables
    assert (first.title, first.said) == ("First", ("- said of the first", "and more"))
    assert (first.grid.columns, first.grid.words) == (("who", "kind", "hours"), 2)
    assert first.grid.rows == ((SCRIPT, "a", "1.0"), ("B", "b", None))
    assert (second.title, second.grid.rows) == ("Figures", (("x", "2"),))


def test_the_page_is_one_file_that_runs_and_fetches_nothing():
    made = render(topic(reader(), "Hours", (), PARTS))
    assert "<script" not in made
    assert "&lt;script&gt;" in made
    assert not re.search(r"(src|href)=|url\(|@import", made)
    assert "default-src 'none'" in made
    assert '<span class="na">n/a</span>' in made
    assert ">Where this comes from<" in made


def test_a_reader_of_one_book_gets_no_page(tmp_path):
    with pytest.raises(AccessDeniedError):
        write_topic(reader().seen_by(Access.of("csm", "P-1")), tmp_path / "page.html", "Hours", (), PARTS)
    assert list(tmp_path.iterdir()) == []


def test_a_forecast_is_drawn_from_its_past_on_and_its_words_are_its_bands():
    ws, found = reader(), ahead()
    charts = forecast_charts.charts(ws, found)
    assert [chart.name for chart in charts] == ["arr", "accounts", "hours-csm", "hours-support"]
    said = charts[1].pair.wide.description
    last = next(row for row in reversed(found.stocks.rows) if row.segment is None).accounts
    assert said.startswith(f"{stock(ws).rows[-1].accounts} at the end of Jun 2026; at that of Dec 2026 ")
    assert f"{last.middle:,.0f}, between {last.low:,.0f} and {last.high:,.0f}" in said
    drawn = [row for rows in charts[1].pair.narrow.spec["datasets"].values() for row in rows]
    assert {"month": "2026-06", "value": float(stock(ws).rows[-1].accounts)} in drawn


def test_a_plan_is_drawn_for_each_role_and_for_all_together():
    cover = Cover(NEXT, "csm", 150.0, 100.0, 50.0, 0.5, 0.85, 0.1, None, 50.0)
    plan = HiringPlan(
        as_of=date(2026, 6, 30),
        months=(NEXT,),
        roles=("csm", "support"),
        cover=Fraction(4, 5),
        joint_cover=Fraction(7, 10),
        fitted=1,
        judged=1,
        first={},
        first_together=None,
        searches=(),
        rows=(cover, replace(cover, role="support", chance=0.4)),
        together=(Together(NEXT, 0.34, 0.1, None),),
        whole=None,
        unmet=(),
        ways=(),
        programmes=(),
        gap=0.0,
        stopped=False,
        revenue_role="csm",
        pay_basis={},
    )
    assert [chart.pair.wide.description for chart in plan_charts.charts(plan)] == [
        f"Chance of enough hours in Jul 2026: {with_plan} with the plan, 10% without any hire; "
        f"the level is {level}."
        for with_plan, level in (("85%", "80%"), ("40%", "80%"), ("34%", "70%"))
    ]
    assert len(plan_charts.charts(replace(plan, roles=("csm",)))) == 1


def test_who_sees_no_pay_is_named_in_the_header():
    assert "as board sees it" in render(topic(reader("board"), "Hours", (), PARTS))
