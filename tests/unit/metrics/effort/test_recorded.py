from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from bookload.base.period import Month
from bookload.metrics.effort.recorded import log_span, recorded
from logged import at, company, deed


def rows(log, **more):
    ws = company(log, **more)
    return ws.collect(recorded(ws)).rows()


@pytest.mark.parametrize(
    ("zone", "month"),
    [("UTC", "2026-03"), ("Europe/Berlin", "2026-04"), ("America/New_York", "2026-03")],
)
def test_an_activity_belongs_to_the_month_that_it_starts_in_by_the_companys_clock(zone, month):
    # Berlin's clocks went forward two days before, so its midnight is 22:00.
    (row,) = rows([deed("2026-03-31 22:30")], policy={"company": {"time_zone": zone}})
    assert str(Month(row["month"])) == month
    assert row["quarter"] == Month.parse(month).ordinal // 3


def test_every_month_of_a_long_log_is_told_apart():
    log = [deed(f"{2019 + n // 12}-{n % 12 + 1:02d}-01 00:00") for n in range(90)]
    found = rows([*log, deed("2026-06-30 23:59")])
    assert sorted(row["month"] for row in found) == [*range(2019 * 12, 2019 * 12 + 90), 2026 * 12 + 5]


def test_minutes_stated_come_before_end_less_start():
    (row,) = rows([deed(minutes="12.5", end_at=at("2026-03-04 11:00"))])
    assert row["minutes"] == 125_000


def test_minutes_not_stated_are_from_start_to_end_in_whole_seconds():
    start = datetime(2026, 3, 4, 10, 0, 0, 900_000, UTC)
    (row,) = rows([{**deed(minutes=None), "start_at": start, "end_at": at("2026-03-04 11:00:10")}])
    assert row["minutes"] == round(10_000 * (60 + 10 / 60))


def test_minutes_that_nobody_states_are_not_0():
    (row,) = rows([deed(minutes=None)])
    assert row["minutes"] is None


def test_what_begins_after_as_of_is_not_known_yet():
    log = [deed("2026-06-30 21:59"), deed("2026-06-30 22:01")]
    assert len(rows(log, policy={"company": {"time_zone": "Europe/Berlin"}})) == 1


def test_a_log_lasts_from_its_first_activity_to_as_of():
    span = log_span(company([deed("2026-03-31 22:30")], policy={"company": {"time_zone": "Europe/Berlin"}}))
    assert span is not None
    assert (span.start, span.end, span.days) == (date(2026, 4, 1), date(2026, 7, 1), 91)
    assert [str(month) for month in span.whole_months] == ["2026-04", "2026-05", "2026-06"]
    assert span.length == Fraction(91 * 12, 365)


def test_a_month_that_the_log_begins_within_is_not_whole():
    span = log_span(company([deed("2026-05-02 10:00")], as_of=date(2026, 7, 30)))
    assert span is not None
    assert [str(month) for month in span.months] == ["2026-05", "2026-06", "2026-07"]
    assert [str(month) for month in span.whole_months] == ["2026-06"]


def test_an_empty_log_has_no_days():
    assert log_span(company([])) is None
    assert log_span(company([deed("2026-07-02 10:00")])) is None
