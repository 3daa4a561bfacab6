"""Each cause, worked by hand: what one switch does to one row, and the row that it names."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from bookload.base.errors import DataError, MissingDataError, UsageError
from bookload.base.money import mrr
from bookload.base.period import Month
from bookload.data.documents import Policy
from bookload.data.documents.switches import Switches
from bookload.metrics.revenue import movements, stock
from bookload.metrics.revenue.reconcile import Bridge, Figures, between
from bookload.metrics.revenue.reconcile.bridge import bridge
from subscribed import Row, company, paid

JUNE = Month.parse("2025-06")
NOT_LATE = {"counted_statuses": ("active", "canceled")}
EUROS = [
    {"date": "2025-01-01", "currency": "EUR", "rate": "0.5"},
    {"date": "2025-12-31", "currency": "EUR", "rate": "0.4"},
]


def bridged(workspace, measure="mrr", before=None, **after) -> Bridge:
    """The bridge of June 2025 from the default switches, or `before`, to others."""
    sides = Switches(**(before or {})), Switches(**after)
    return bridge(Figures(workspace, measure, (JUNE,)), JUNE, ("a", "b"), *sides)


def amounts(found: Bridge) -> dict[str, Fraction]:
    """Each cause as MRR."""
    return {cause.step.cause: mrr(cause.amount) for cause in found.causes}


CASES: dict[str, tuple[Row, dict[str, Any], Fraction | int]] = {
    "past due": (paid("A", "100", "2025-01-01", status="past_due"), NOT_LATE, -100),
    "unpaid": (
        paid("A", "40", "2025-01-01", status="unpaid"),
        {"counted_statuses": ("active", "past_due", "unpaid", "canceled")},
        40,
    ),
    # Past due from 1 June on: fourteen days of it end on the 15th.
    "past due days": (paid("A", "100", "2025-06-01", status="past_due"), {"past_due_days": 14}, -100),
    "paused": (paid("A", "100", "2025-01-01", status="paused"), {"paused": "counted"}, 100),
    "trial": (paid("A", "100", "2025-06-01", trial_end_date="2025-07-15"), {"trials": "counted"}, 100),
    "churn date": (
        paid("A", "100", "2025-01-01", "2025-07-01", status="canceled", canceled_date="2025-06-10"),
        {"churn_date": "cancellation"},
        -100,
    ),
    # $1 a day is 365/12 a month, and 360/12 where a month has thirty days.
    "day factor": (paid("A", "1", "2025-01-01", interval="day"), {"days_a_year": "360"}, Fraction(-5, 12)),
    # $50 for two weeks is 50 x 26 / 12 a month, and 50 x 2 with four weeks a month.
    "week factor": (
        paid("A", "50", "2025-01-01", interval="week", interval_count=2),
        {"weeks_a_year": "48"},
        Fraction(-100, 12),
    ),
    # 18.29 a year is 1.524166... a month, in cents 1.52.
    "rounding": (
        paid("A", "18.29", "2025-01-01", interval="year"),
        {"rounding": "minor_units"},
        Fraction("1.52") - Fraction("18.29") / 12,
    ),
    # 100 EUR are $200 at the end of June, and $250 on the as-of date.
    "currency": (paid("A", "100", "2025-01-01", currency="EUR"), {"past": "constant_currency"}, 50),
}


@pytest.mark.parametrize("cause", CASES)
def test_a_switch_is_one_cause_with_its_amount_account_and_row(cause):
    row, switch, amount = CASES[cause]
    workspace = company(row, paid("B", "7", "2025-01-01"), fx_rates=EUROS)

    found = bridged(workspace, **switch)

    assert amounts(found) == {cause: amount}
    assert found.before + sum(one.amount for one in found.causes) == found.after
    (only,) = found.causes
    assert [part.account_id for part in only.accounts] == ["A"]
    (period,) = only.periods
    assert (period.subscription_id, mrr(period.after - period.before)) == ("A-1", amount)
    assert [(line.account_id, mrr(line.after - line.before)) for line in found.accounts] == [("A", amount)]


@pytest.mark.parametrize(("value", "more"), [("endless", 20), ("none", 20)])
def test_a_discount_that_ends_does_not_reduce_mrr_where_only_endless_ones_do(value, more):
    discount = {
        "subscription_id": "A-1",
        "percent": "20",
        "start_date": "2025-01-01",
        "end_date": "2026-01-01",
    }
    workspace = company(paid("A", "100", "2025-01-01"), discounts=[discount])

    assert amounts(bridged(workspace, discounts=value)) == {"discounts": more}


def test_a_late_renewal_is_bridged():
    workspace = company(paid("A", "100", "2025-01-01", "2025-06-25"), paid("A", "100", "2025-07-05"))

    assert amounts(bridged(workspace, renewal_gap_days=10)) == {"renewal gap": 100}
    assert amounts(bridged(workspace, renewal_gap_days=9)) == {"renewal gap": 0}


@pytest.mark.parametrize(("measure", "amount"), [("new", 100), ("churn", -100), ("mrr", 0)])
def test_who_signs_and_leaves_within_a_month_is_new_and_churn_where_each_day_counts(measure, amount):
    workspace = company(paid("A", "100", "2025-06-05", "2025-06-20"), paid("B", "7", "2025-01-01"))

    found = bridged(workspace, measure, movements="daily")

    assert amounts(found) == {"same-month churn": amount}
    rows = [(row.account_id, row.start_date.day, row.before == row.after) for row in found.causes[0].periods]
    assert rows == ([("A", 5, True)] if amount else [])


@pytest.mark.parametrize(("measure", "amount"), [("expansion", 30), ("contraction", -30)])
def test_trading_one_product_for_another_is_both_where_changes_net_by_product(measure, amount):
    workspace = company(
        paid("A", "100", "2025-01-01", "2025-06-10", product="P"),
        paid("A", "150", "2025-06-10", product="P"),
        paid("A", "100", "2025-01-01", "2025-06-10", subscription_id="A-2", product="Q"),
        paid("A", "70", "2025-06-10", subscription_id="A-2", product="Q"),
    )

    assert amounts(bridged(workspace, measure, grain="product")) == {"grain": amount}


def test_the_rows_of_a_movement_are_those_of_both_month_ends():
    workspace = company(
        paid("A", "100", "2025-01-01", "2025-06-10", status="canceled", canceled_date="2025-05-10")
    )

    found = bridged(workspace, "churn", churn_date="cancellation")

    assert amounts(found) == {"churn date": 100}
    (row,) = found.causes[0].periods
    assert (str(row.month), mrr(row.before - row.after)) == ("2025-05", Fraction(100))


def test_where_causes_overlap_the_account_is_named_with_what_each_order_makes_of_it():
    discount = {
        "subscription_id": "A-1",
        "percent": "20",
        "start_date": "2025-01-01",
        "end_date": "2026-01-01",
    }
    workspace = company(paid("A", "100", "2025-01-01", status="unpaid"), discounts=[discount])

    found = bridged(
        workspace, counted_statuses=("active", "past_due", "unpaid", "canceled"), discounts="none"
    )

    assert amounts(found) == {"unpaid": 80, "discounts": 20}
    unpaid, discounts = (
        [tuple(map(mrr, (one.amount, one.first, one.last))) for one in cause.overlaps]
        for cause in found.causes
    )
    assert [*map(list, unpaid)] == [[80, 80, 100]]
    assert [*map(list, discounts)] == [[20, 0, 20]]


def test_two_profiles_that_set_the_same_have_no_cause():
    found = bridged(company(paid("A", "100", "2025-01-01")))

    assert (found.causes, found.accounts) == ((), ())
    assert found.before == found.after


def test_a_switch_about_what_the_data_has_none_of_is_a_cause_of_nothing():
    found = bridged(company(paid("A", "100", "2025-01-01")), paused="counted", days_a_year="360")

    assert amounts(found) == {"paused": 0, "day factor": 0}


def test_several_rows_of_one_line_are_one_row_behind_a_cause():
    twice = [paid("A", "50", day, status="paused") for day in ("2025-01-01", "2025-02-01")]

    (cause,) = bridged(company(*twice), paused="counted").causes

    (row,) = cause.periods
    assert (row.start_date.month, row.end_date, mrr(row.after)) == (1, None, Fraction(100))


@pytest.mark.parametrize("switches", [{}, {"paused": "counted"}, {"past": "constant_currency"}])
def test_the_closing_is_the_one_that_every_other_figure_has(switches):
    rows = (
        paid("A", "100", "2025-01-01", currency="EUR"),
        paid("B", "30", "2025-02-01", status="paused"),
        paid("C", "9.99", "2025-03-01", "2025-06-30", interval="week"),
    )
    workspace = company(*rows, fx_rates=EUROS)
    under = company(*rows, fx_rates=EUROS, revenue=switches)

    (closing,) = (row.arr for row in stock(under) if row.month == JUNE)
    assert bridged(workspace, **switches).after == closing
    (row,) = movements(under, "month", JUNE, JUNE)
    assert row.closing == closing


# ------------------------------------------------------------------------------------------- by name


def test_profiles_are_taken_by_name_preset_own_or_current():
    workspace = company(paid("A", "100", "2025-01-01", status="paused"), revenue={"paused": "counted"})
    own = Policy.model_validate(
        {"revenue": {"paused": "counted"}, "profiles": {"house": {"based_on": "stripe"}}}
    )

    assert mrr(between(workspace, "current", "bookload", JUNE).before) == 100
    assert mrr(between(workspace, "current", "bookload", JUNE).after) == 0
    assert between(workspace.under(own), "house", "stripe", JUNE).causes == ()


def test_an_own_profile_called_current_is_that_profile():
    own = Policy.model_validate({"revenue": {"paused": "counted"}, "profiles": {"current": {}}})
    workspace = company(paid("A", "100", "2025-01-01", status="paused")).under(own)

    assert mrr(between(workspace, "current", "bookload", JUNE).before) == 0


def test_an_unknown_profile_measure_or_month_is_an_error_that_says_what_there_is():
    workspace = company(paid("A", "100", "2025-01-01"), known_from="2025-03-10")

    with pytest.raises(UsageError, match="did you mean 'stripe'"):
        between(workspace, "bookload", "strype", JUNE)
    with pytest.raises(UsageError, match="unknown measure 'mmr'"):
        between(workspace, "bookload", "stripe", JUNE, "mmr")  # type: ignore[arg-type]
    for month, measure, span in (
        ("2026-01", "mrr", "2025-03 to 2025-12"),
        ("2025-03", "churn", "2025-04 to 2025-12"),
        ("2020-01", "mrr", "2025-03 to 2025-12"),
    ):
        with pytest.raises(MissingDataError, match=span):
            between(workspace, "bookload", "stripe", Month.parse(month), measure)  # type: ignore[arg-type]


def test_a_company_that_knows_no_month_says_so():
    workspace = company(paid("A", "100", "2025-12-01"), known_from="2026-01-10")

    with pytest.raises(MissingDataError, match="the data knows: none"):
        between(workspace, "bookload", "stripe", JUNE)


def test_prices_from_two_tables_are_counted_from_both():
    history = [{"account_id": "H", "month": "2025-06", "mrr": "30"}]
    workspace = company(paid("A", "100", "2025-01-01", status="paused"), mrr_history=history)

    found = bridged(workspace, paused="counted")

    assert (mrr(found.before), mrr(found.after)) == (Fraction(30), Fraction(130))


def test_a_row_that_is_worth_nothing_anybody_knows_is_an_error():
    workspace = company(paid("A", None, "2025-01-01"))

    with pytest.raises(DataError, match="have no amount"):
        bridged(workspace)
