"""Effects drawn: a chart says in words what it shows, and marks months and calls for what they are."""

from __future__ import annotations

from datetime import date

from bookload.base.period import Month
from bookload.planning.impact import Contact, Lag
from bookload.report.page.charted.impact import PLACEBO, charts, contact_charts
from impacts import answered, one_of


def rows_of(chart):
    return [row for rows in chart.pair.wide.spec["datasets"].values() for row in rows]


def test_one_intervention_is_drawn_month_by_month_with_its_figures_in_words():
    found = one_of(0)
    (chart,) = charts(found)
    one = found.found[0]
    drawn = {row["month"]: row["effect"] for row in rows_of(chart) if "low" in row}
    assert drawn == {each.since: 100 * each.effect for each in one.events}
    assert min(drawn) in PLACEBO
    assert chart.title.startswith(one.name)
    assert f"Over the months from the start {one.effect:+.1%} ({one.low:+.1%} to" in (
        chart.pair.narrow.description
    )


def test_several_stand_side_by_side_each_with_what_is_called():
    found = answered()
    (chart,) = charts(found)
    assert [each.called for each in found.found] == ["effect", "none_seen", "cannot_tell"]
    words = chart.pair.wide.description
    for each, said in zip(found.found, ("an effect", "none seen", "cannot tell"), strict=True):
        assert each.name in words
        assert f"{each.name}: {said}" in {row.get("name") for row in rows_of(chart)}
    assert "are cut there" not in chart.note


def test_what_cannot_be_compared_has_no_chart():
    assert charts(one_of(2)) == ()


def test_contact_is_drawn_by_lag():
    lags = tuple(Lag(month, 0.01 * month, -0.02, 0.03 * month) for month in (1, 2, 3))
    found = Contact(
        date(2026, 6, 30), (Month(24000),), 30, 40, 0.02, lags, None, 3, 4, "v", accounts=(), owners=None
    )
    (chart,) = contact_charts(found)
    assert [row["effect"] for row in rows_of(chart) if "low" in row] == [100 * each.effect for each in lags]
    assert "2 months after +2.0% (-2.0% to +6.0%)" in chart.pair.wide.description
