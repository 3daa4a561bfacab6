"""The bridge from opening to closing, kind by kind, and by what it is shown."""

from __future__ import annotations

import pytest

from bookload.base.errors import UsageError
from bookload.base.period import Month
from bookload.metrics.revenue import AMOUNTS, movements
from subscribed import bridge, company, paid, whole_range

JANUARY = Month.parse("2025-01")
A_TO_MAY = paid("A", "100", "2025-01-10", "2025-05-20")


def pause(account, start, end):
    return paid(account, "100", start, end, status="paused")


# --------------------------------------------------------------------------------------------------- kinds


def test_the_first_month_end_with_mrr_is_new():
    assert bridge(company(A_TO_MAY), "2025-01") == {"new": 100, "closing": 100}


def test_mrr_to_none_is_churn_and_subtracts_once():
    workspace = company(A_TO_MAY)
    assert bridge(workspace, "2025-05") == {"opening": 100, "churn": -100}
    assert bridge(workspace, "2025-06") == {}


def test_mrr_again_after_none_is_reactivation():
    workspace = company(A_TO_MAY, paid("A", "80", "2025-08-01"))
    assert bridge(workspace, "2025-08") == {"reactivation": 80, "closing": 80}


def test_more_is_expansion_and_less_contraction():
    workspace = company(
        paid("A", "100", "2025-01-01", "2025-03-15"),
        paid("A", "150", "2025-03-15", "2025-06-15"),
        paid("A", "120", "2025-06-15"),
    )
    assert bridge(workspace, "2025-03") == {"opening": 100, "expansion": 50, "closing": 150}
    assert bridge(workspace, "2025-06") == {"opening": 150, "contraction": -30, "closing": 120}
    assert bridge(workspace, "2025-04") == {"opening": 150, "closing": 150}


def test_a_pause_is_no_churn_and_its_end_no_reactivation():
    workspace = company(
        paid("A", "100", "2025-01-01", "2025-03-15"),
        pause("A", "2025-03-15", "2025-06-10"),
        paid("A", "110", "2025-06-10"),
    )
    assert bridge(workspace, "2025-03") == {"opening": 100, "paused": -100}
    assert bridge(workspace, "2025-04") == {}
    assert bridge(workspace, "2025-06") == {"resumed": 110, "closing": 110}


def test_who_left_out_of_a_pause_and_comes_back_is_reactivated():
    workspace = company(
        paid("A", "100", "2025-01-01", "2025-03-15"),
        pause("A", "2025-03-15", "2025-05-10"),
        paid("A", "110", "2025-08-10"),
    )
    assert bridge(workspace, "2025-05") == {}
    assert bridge(workspace, "2025-08") == {"reactivation": 110, "closing": 110}


def test_a_row_that_begins_with_a_pause_is_new_when_it_first_pays():
    workspace = company(pause("A", "2025-01-15", "2025-03-10"), paid("A", "100", "2025-03-10"))
    assert bridge(workspace, "2025-03") == {"new": 100, "closing": 100}


def test_pausing_one_of_two_subscriptions_is_a_contraction():
    workspace = company(
        paid("A", "30", "2025-01-01", subscription_id="A-2"),
        paid("A", "100", "2025-01-01", "2025-03-15"),
        pause("A", "2025-03-15", "2025-06-10"),
    )
    assert bridge(workspace, "2025-03") == {"opening": 130, "contraction": -100, "closing": 30}


def test_signed_and_left_within_a_month_and_back_later_is_new_then():
    workspace = company(
        paid("A", "100", "2025-02-03", "2025-02-25"),
        paid("A", "90", "2025-05-02"),
        paid("B", "1", "2025-01-01"),
    )
    assert bridge(workspace, "2025-02") == {"opening": 1, "closing": 1}
    assert bridge(workspace, "2025-05") == {"opening": 1, "new": 90, "closing": 91}


def test_moving_to_another_subscription_id_is_no_churn():
    workspace = company(
        paid("A", "100", "2025-01-01", "2025-03-15"), paid("A", "100", "2025-03-15", subscription_id="A-2")
    )
    assert bridge(workspace, "2025-03") == {"opening": 100, "closing": 100}


def test_cancelled_and_back_within_a_month_is_what_the_month_ends_say():
    workspace = company(paid("A", "100", "2025-01-01", "2025-03-05"), paid("A", "70", "2025-03-28"))
    assert bridge(workspace, "2025-03") == {"opening": 100, "contraction": -30, "closing": 70}


def test_a_free_plan_makes_nobody_live():
    workspace = company(
        paid("A", "0", "2025-01-01", "2025-04-01"),
        paid("A", "50", "2025-04-01", "2025-07-01"),
        paid("A", "0", "2025-07-01"),
    )
    assert bridge(workspace, "2025-01") == {}
    assert bridge(workspace, "2025-04") == {"new": 50, "closing": 50}
    assert bridge(workspace, "2025-07") == {"opening": 50, "churn": -50}


def test_a_credit_of_an_account_that_is_not_live_is_less_and_then_more():
    workspace = company(paid("A", "-20", "2025-02-01", "2025-04-10"), paid("B", "50", "2025-01-01"))
    assert bridge(workspace, "2025-02", "account", "A") == {"contraction": -20, "closing": -20}
    assert bridge(workspace, "2025-04", "account", "A") == {"opening": -20, "expansion": 20}


# ------------------------------------------------------------------------------------------------ currencies


RATES = [
    {"date": "2025-01-31", "currency": "EUR", "rate": "0.5"},
    {"date": "2025-02-28", "currency": "EUR", "rate": "0.4"},
]


def test_a_change_of_rate_alone_is_fx():
    workspace = company(paid("A", "100", "2025-01-01", currency="EUR"), fx_rates=RATES)
    assert bridge(workspace, "2025-02") == {"opening": 200, "fx": 50, "closing": 250}


def test_movements_are_at_the_closing_rate():
    rows = (
        paid("A", "100", "2025-01-01", "2025-02-10", currency="EUR"),
        paid("A", "120", "2025-02-10", currency="EUR"),
    )
    assert bridge(company(*rows, fx_rates=RATES), "2025-02") == {
        "opening": 200,
        "expansion": 50,
        "fx": 50,
        "closing": 300,
    }
    assert bridge(company(rows[0], fx_rates=RATES), "2025-02") == {"opening": 200, "churn": -250, "fx": 50}


def test_in_constant_currency_there_is_no_fx():
    rows = (
        paid("A", "100", "2025-01-01", "2025-02-10", currency="EUR"),
        paid("A", "120", "2025-02-10", currency="EUR"),
    )
    workspace = company(*rows, fx_rates=RATES, revenue={"past": "constant_currency"})
    assert bridge(workspace, "2025-02") == {"opening": 250, "expansion": 50, "closing": 300}


def test_moving_to_another_currency_is_no_churn():
    workspace = company(
        paid("A", "100", "2025-01-01", "2025-02-10", currency="EUR"),
        paid("A", "250", "2025-02-10"),
        fx_rates=RATES,
    )
    assert bridge(workspace, "2025-02") == {"opening": 200, "fx": 50, "closing": 250}


# --------------------------------------------------------------------------------------------- shown by what


SWAPPED = (
    paid("A", "100", "2025-01-01", "2025-03-10", product="P"),
    paid("A", "20", "2025-01-01", product="Q", subscription_id="A-2"),
    paid("A", "110", "2025-03-10", product="R"),
)


def test_by_account_products_net_and_by_product_they_do_not():
    workspace = company(*SWAPPED)
    assert bridge(workspace, "2025-03") == {"opening": 120, "expansion": 10, "closing": 130}
    assert bridge(workspace, "2025-03", "product", "P") == {"opening": 100, "contraction": -100}
    assert bridge(workspace, "2025-03", "product", "R") == {"expansion": 110, "closing": 110}
    assert whole_range(workspace, "product").grain == "product"
    assert whole_range(workspace, "account").grain == "account"


def test_the_policys_grain_holds_for_the_company_too():
    workspace = company(*SWAPPED, revenue={"grain": "product"})
    assert bridge(workspace, "2025-03") == {
        "opening": 120,
        "expansion": 110,
        "contraction": -100,
        "closing": 130,
    }
    assert bridge(workspace, "2025-03", "account", "A") == bridge(workspace, "2025-03")
    assert whole_range(workspace).grain == "product"


def test_an_account_that_is_lost_or_won_is_so_in_each_of_its_products():
    workspace = company(
        paid("A", "100", "2025-01-01", "2025-03-10", product="P"),
        paid("A", "20", "2025-01-01", "2025-03-10", product="Q"),
    )
    assert bridge(workspace, "2025-01", "product", "Q") == {"new": 20, "closing": 20}
    assert bridge(workspace, "2025-03", "product", "Q") == {"opening": 20, "churn": -20}


def test_an_account_that_changes_its_segment_is_reclassified_and_what_it_did_is_the_new_ones():
    workspace = company(
        paid("A", "100", "2025-01-01", "2025-03-10"),
        paid("A", "130", "2025-03-10"),
        account_events=[
            {"account_id": "A", "at": "2025-01-01", "kind": "segment", "value": "S"},
            {"account_id": "A", "at": "2025-03-20", "kind": "segment", "value": "L"},
        ],
    )
    assert bridge(workspace, "2025-03", "segment", "S") == {"opening": 100, "reclassified": -100}
    assert bridge(workspace, "2025-03", "segment", "L") == {
        "expansion": 30,
        "reclassified": 100,
        "closing": 130,
    }
    assert bridge(workspace, "2025-04", "segment", "L") == {"opening": 130, "closing": 130}
    assert bridge(workspace, "2025-03") == {"opening": 100, "expansion": 30, "closing": 130}


def test_an_account_without_a_segment_is_shown_under_an_empty_one():
    assert bridge(company(A_TO_MAY), "2025-01", "segment", "") == {"new": 100, "closing": 100}


def test_groups_without_revenue_in_a_month_have_a_row_of_zeros():
    workspace = company(A_TO_MAY, accounts=[{"account_id": "A", "name": "A", "region": "EMEA"}])
    rows = list(movements(workspace, "region", Month.parse("2025-05"), Month.parse("2025-06")))
    assert [(str(row.month), row.key, row.closing) for row in rows] == [
        ("2025-05", "EMEA", 0),
        ("2025-06", "EMEA", 0),
    ]
    assert len(whole_range(workspace, "region")) == len(workspace.months)


def test_a_company_has_a_row_for_every_month_of_zeros_where_nothing_happened():
    rows = whole_range(company(A_TO_MAY))
    assert len(rows) == 12
    assert all(getattr(rows.rows[-1], name) == 0 for name in AMOUNTS)
    assert {row.key for row in rows} == {None}


def test_an_account_has_no_row_in_a_month_without_it():
    rows = whole_range(company(A_TO_MAY, paid("B", "1", "2025-01-01")), "account")
    assert [str(row.month) for row in rows if row.key == "A"] == [
        f"2025-{month:02d}" for month in range(1, 6)
    ]


def test_the_total_is_one_bridge_over_the_whole_range():
    workspace = company(A_TO_MAY, paid("B", "10", "2025-02-01"), paid("B", "5", "2025-08-01", line_id="more"))
    (row,) = movements(workspace, "total", Month.parse("2025-02"), Month.parse("2025-12"))
    shown = {name: getattr(row, name) // (12 * 10**22) for name in AMOUNTS if getattr(row, name)}
    assert shown == {"opening": 100, "new": 10, "expansion": 5, "churn": -100, "closing": 15}
    assert str(row.month) == "2025-12"


def test_a_range_that_ends_before_it_begins_has_no_rows():
    workspace = company(A_TO_MAY)
    for by in ("total", "month", "account", "segment"):
        assert len(movements(workspace, by, Month.parse("2025-03"), Month.parse("2025-02"))) == 0


def test_an_unknown_grouping_is_an_error_with_the_nearest_one():
    with pytest.raises(UsageError, match="did you mean 'segment'"):
        movements(company(A_TO_MAY), "segments", JANUARY, JANUARY)  # type: ignore[arg-type]


# ----------------------------------------------------------------------------------------- what is not known


def test_months_that_open_before_the_data_knows_anything_are_not_stated():
    workspace = company(A_TO_MAY, paid("B", "1", "2025-03-20"), known_from="2025-03-15")
    nothing_known = dict.fromkeys(AMOUNTS)
    assert bridge(workspace, "2025-02") == nothing_known
    assert bridge(workspace, "2025-03") == nothing_known
    assert bridge(workspace, "2025-04") == {"opening": 101, "closing": 101}
    assert not list(movements(workspace, "account", Month.parse("2025-03"), Month.parse("2025-03")))
    (total,) = movements(workspace, "total", Month.parse("2025-03"), Month.parse("2025-05"))
    assert total.closing is None


def test_data_known_from_a_months_last_day_states_the_next_month():
    rows = (A_TO_MAY,)
    assert bridge(company(*rows, known_from="2025-03-31"), "2025-04") == {"opening": 100, "closing": 100}
    assert bridge(company(*rows, known_from="2025-04-01"), "2025-04")["opening"] is None


def test_who_was_live_before_the_data_is_known_is_not_new_again():
    rows = (
        paid("A", "5", "2025-01-01", "2025-02-10"),
        paid("A", "7", "2025-06-10"),
        paid("B", "1", "2025-01-01"),
    )
    assert bridge(company(*rows, known_from="2025-04-15"), "2025-06", "account", "A") == {
        "reactivation": 7,
        "closing": 7,
    }


def test_months_after_as_of_are_not_stated_and_that_of_as_of_is_as_of_as_of():
    workspace = company(A_TO_MAY, as_of="2025-05-19")
    assert bridge(workspace, "2025-05") == {"opening": 100, "closing": 100}
    assert bridge(workspace, "2025-06") == dict.fromkeys(AMOUNTS)


def test_months_before_the_first_are_zeros():
    assert bridge(company(A_TO_MAY), "2024-11") == {}
