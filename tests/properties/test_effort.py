"""What holds of any log: every side adds up to the same, and groups only ever move minutes about."""

from __future__ import annotations

import typing
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bookload.metrics.effort import read_log
from bookload.metrics.effort.against import minutes_of
from bookload.metrics.effort.effort import effort
from bookload.metrics.effort.recorded import log_span
from bookload.metrics.effort.sides import Side, side_rows
from bookload.metrics.effort.tally import account_minutes, all_sides
from known import known
from logged import account, by_account, company, deed, month_of, took

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Pacific/Auckland")
NAMES = ("A", "B", "C", "A;B", "B;A;C", "A;B;C", " A ; C", "A;;B", None, "")
STARTS = st.integers(0, 500 * 24 * 60).map(
    lambda minute: datetime(2025, 1, 30, tzinfo=UTC) + timedelta(minutes=minute)
)


@st.composite
def deeds(draw):
    """An activity of any length or none stated, for any of three accounts, on any day of 500."""
    start = draw(STARTS)
    minutes = draw(st.sampled_from([None, None, "0", "0.0001", "7.3333", "30", "45", "480"]))
    seconds = draw(st.one_of(st.none(), st.integers(0, 10_000)))
    row = deed(
        minutes=minutes,
        account=draw(st.sampled_from(NAMES)),
        kind=draw(st.sampled_from(["call", "email", "internal"])),
        stage=draw(st.sampled_from([None, "onboarding", "steady"])),
        person_id=draw(st.sampled_from(["P-1", "P-2"])),
    )
    end = {} if seconds is None else {"end_at": start + timedelta(seconds=seconds, microseconds=seconds)}
    return {**row, "start_at": start, **end}


LOGS = st.lists(deeds(), min_size=1, max_size=25)


@given(LOGS, st.sampled_from(ZONES))
@settings(max_examples=5)
def test_every_side_is_what_a_loop_over_the_log_comes_to(log, zone):
    ws = company(log, policy={"company": {"time_zone": zone}})
    stated = sum(int(minutes) for row in log if (minutes := took(row)) is not None)
    for side in typing.get_args(Side):
        rows = side_rows(ws, side)
        assert sum(row.minutes for row in rows) == stated
        assert sum(row.activities for row in rows) == len(log)
        assert sum(row.unknown for row in rows) == sum(took(row) is None for row in log)
    accounts: dict[str | None, int] = {}
    for each in side_rows(ws, "account"):
        accounts[each.key] = accounts.get(each.key, 0) + each.minutes
    expected = by_account(log)
    assert {key: minutes for key, minutes in accounts.items() if minutes} == {
        key: minutes for key, minutes in expected.items() if minutes
    }
    months: dict[str | None, int] = {}
    for each in side_rows(ws, "month"):
        months[each.key] = months.get(each.key, 0) + each.minutes
    for key, summed in months.items():
        of_month = [row for row in log if str(month_of(row, zone)) == key]
        assert summed == sum(int(taken) for row in of_month if (taken := took(row)) is not None)
    log_rows = read_log(ws)
    assert int(log_rows.minutes[log_rows.known].sum()) == stated
    for side, tallied in all_sides(log_rows).items():
        assert tallied == side_rows(ws, side).rows
    touched = known(log_span(ws)).months
    assert account_minutes(log_rows, touched) == minutes_of(ws, touched)


@given(LOGS, st.lists(st.sampled_from(["Large", "Small", None]), min_size=3, max_size=3))
@settings(max_examples=4)
def test_splitting_a_segment_changes_no_total(log, segments):
    one = company(log, accounts=[account(name, "All") for name in "ABC"])
    split = company(log, accounts=[account(name, each) for name, each in zip("ABC", segments, strict=True)])
    sums = [{row.place: 0 for row in side_rows(ws, "segment")} for ws in (one, split)]
    for found, ws in zip(sums, (one, split), strict=True):
        for row in side_rows(ws, "segment"):
            found[row.place] += row.minutes
    assert sums[0] == sums[1]
    assert sum(sums[1].values()) == sum(int(minutes) for row in log if (minutes := took(row)) is not None)


@given(LOGS)
@settings(max_examples=3)
def test_modelled_minutes_are_the_logged_ones(log):
    found = effort(company(log, policy={"effort": {"draws": 100}})).hours
    assert found is not None
    for_accounts = sum(step.minutes for step in found.steps)
    assert sum(step.modelled for step in found.steps) == for_accounts
    assert for_accounts >= sum(row.minutes for row in found.places if row.place == "account")
