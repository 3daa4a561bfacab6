from __future__ import annotations

from fractions import Fraction

import pytest

from bookload.data.documents.policy import Effort
from bookload.metrics.effort.savings.many import GroupSize, group_size, group_sizes, series
from bookload.metrics.effort.savings.savings import savings
from bookload.metrics.effort.steps import read_deliveries
from logged import account, company, deed

NAMES = [f"A-{number:02d}" for number in range(20)]
MONTHS = Fraction(30 * 12, 365)


def training(count, **more):
    how = {"subject": "Admin training", "direction": "outbound", "kind": "training", **more}
    return [deed("2026-06-01 00:00", 60, name, **how) for name in NAMES[:count]]


def found(log, **effort):
    policy = {"effort": effort} if effort else None
    ws = company(log, accounts=[account(name) for name in NAMES], policy=policy)
    return savings(ws, read_deliveries(ws))


def test_what_ten_accounts_were_taught_one_by_one_takes_two_sessions_of_eight():
    (row,) = found(training(10)).one_to_many
    assert (row.times, row.hours, row.part, row.measured) == (10, 10 / MONTHS, Fraction(8, 10), False)
    assert row.saved == 8 / MONTHS


def test_fewer_accounts_than_a_session_holds_are_no_candidate():
    assert found(training(7)).one_to_many == ()


def test_ten_times_the_same_account_is_not_one_to_many():
    assert found(training(1) * 10).one_to_many == ()


@pytest.mark.parametrize("more", [{"direction": "inbound"}, {"direction": None}, {"subject": None}])
def test_what_customers_ask_for_is_theirs_to_time(more):
    assert found(training(10, **more)).one_to_many == ()


def test_the_size_of_a_session_is_the_logs_once_it_has_ten():
    ws = company([deed(account="A;B;C", kind="webinar"), deed(account="A;B", kind="webinar")] * 5)
    sizes = ws.collect(group_sizes(ws)).rows()
    assert group_size(sizes, Effort()) == GroupSize(2, measured=True)
    assert group_size(sizes[:1], Effort(group_size=6)) == GroupSize(6, measured=False)


def test_what_is_written_alike_three_times_a_month_could_be_automated():
    result = found(training(3, channel="E-mail"), automated_share="0.5")
    (row,) = result.automated
    assert (row.times, row.saved, row.measured) == (3, Fraction(3, 2) / MONTHS, False)
    assert result.one_to_many == ()
    assert found(training(2, channel="e-mail")).automated == ()


def test_months_are_counted_each_by_itself():
    log = [*training(8), *(deed("2026-05-01 00:00", 60, name, subject="Admin training", direction="out",
                                kind="training") for name in NAMES[:9])]  # fmt: skip
    (row,) = found(log).one_to_many
    # 8 become 1 session and 9 become 2: 14 of 17 hours.
    assert row.part == Fraction(14, 17)


def test_different_accounts_are_counted_not_calls():
    ws = company(training(3), accounts=[account(name) for name in NAMES])
    (row,) = ws.collect(series(ws)).rows()
    assert (row["times"], row["accounts"], row["minutes"], row["written"]) == (3, 3, 1_800_000, 0)
