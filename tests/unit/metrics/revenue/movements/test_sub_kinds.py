"""What expansion, contraction and churn are made of: each rule by an example worked by hand."""

from __future__ import annotations

import pytest

from bookload.base.errors import UsageError
from bookload.base.money import mrr
from bookload.base.period import Month
from bookload.metrics.revenue import PARTS, sub_kinds
from subscribed import company, paid

TEN_SEATS = paid("A", None, "2025-01-01", "2025-03-10", unit_amount="10", quantity="10")


def parts(workspace, month="2025-03", by="month", key=None):
    """The parts of a month by kind, as MRR, without what is 0 or not a part of the kind."""
    asked = Month.parse(month)
    return {
        row.kind: {name: mrr(getattr(row, name)) for name in ("total", *PARTS) if getattr(row, name)}
        for row in sub_kinds(workspace, by, asked, asked)
        if row.key == key and row.total
    }


def seats(count, price="10", **more):
    return paid("A", None, "2025-03-10", unit_amount=price, quantity=count, **more)


def test_more_seats_at_the_same_price_are_quantity():
    assert parts(company(TEN_SEATS, seats("15"))) == {"expansion": {"total": 50, "quantity": 50}}


def test_the_same_seats_at_another_price_are_price():
    assert parts(company(TEN_SEATS, seats("10", "9"))) == {"contraction": {"total": -10, "price": -10}}


def test_of_both_the_quantity_goes_at_the_old_price_and_the_price_has_the_rest():
    """10 x 10 = 100 to 15 x 12 = 180: 5 seats at 10 are 50, and 30 are the price of all 15."""
    workspace = company(TEN_SEATS, seats("15", "12"))
    assert parts(workspace) == {"expansion": {"total": 80, "quantity": 50, "price": 30}}


def test_a_quantity_that_is_not_stated_on_both_sides_makes_it_all_price():
    workspace = company(TEN_SEATS, paid("A", "150", "2025-03-10"))
    assert parts(workspace) == {"expansion": {"total": 50, "price": 50}}


def test_a_quantity_that_does_not_divide_is_rounded_to_a_millionth_half_away_from_zero():
    """Three seats for 100 a year, then four for 150: a third of 100 is 33.333333, and the rest is price."""
    workspace = company(
        paid("A", "100", "2025-01-01", "2025-03-10", interval="year", quantity="3"),
        paid("A", "150", "2025-03-10", interval="year", quantity="4"),
    )
    asked = Month.parse("2025-03")
    (row,) = (row for row in sub_kinds(workspace, "month", asked, asked) if row.kind == "expansion")
    assert (row.quantity, row.price) == (33_333_333 * 10**16, 16_666_667 * 10**16)


def test_another_plan_takes_what_discounts_leave():
    workspace = company(
        paid("A", "100", "2025-01-01", "2025-03-10", plan="basic", quantity="1"),
        paid("A", "180", "2025-03-10", plan="pro", quantity="2"),
    )
    assert parts(workspace) == {"expansion": {"total": 80, "plan": 80}}


def test_a_plan_that_is_stated_on_one_side_alone_is_no_change_of_plan():
    workspace = company(
        paid("A", "100", "2025-01-01", "2025-03-10"), paid("A", "180", "2025-03-10", plan="pro")
    )
    assert parts(workspace) == {"expansion": {"total": 80, "price": 80}}


def test_a_product_added_is_cross_sell_and_one_that_goes_is_dropped():
    workspace = company(
        paid("A", "100", "2025-01-01", "2025-03-10", product="P"), paid("A", "130", "2025-03-10", product="Q")
    )
    assert parts(workspace) == {"expansion": {"total": 30, "cross_sell": 130, "dropped": -100}}


def test_by_product_each_product_has_its_own_kind():
    workspace = company(
        paid("A", "100", "2025-01-01", "2025-03-10", product="P"), paid("A", "130", "2025-03-10", product="Q")
    )
    assert parts(workspace, by="product", key="Q") == {"expansion": {"total": 130, "cross_sell": 130}}
    assert parts(workspace, by="product", key="P") == {"contraction": {"total": -100, "dropped": -100}}
    by_grain = company(
        paid("A", "100", "2025-01-01", "2025-03-10", product="P"),
        paid("A", "130", "2025-03-10", product="Q"),
        revenue={"grain": "product"},
    )
    assert parts(by_grain) == {
        "expansion": {"total": 130, "cross_sell": 130},
        "contraction": {"total": -100, "dropped": -100},
    }


def test_a_discount_that_starts_or_ends_is_discount():
    workspace = company(
        paid("A", "100", "2025-01-01"),
        discounts=[
            {
                "subscription_id": "A-1",
                "percent": "20",
                "start_date": "2025-03-10",
                "end_date": "2025-05-10",
            }
        ],
    )
    assert parts(workspace) == {"contraction": {"total": -20, "discount": -20}}
    assert parts(workspace, "2025-05") == {"expansion": {"total": 20, "discount": 20}}


def test_a_discount_apart_from_what_the_price_did():
    """100 less 20% is 80; 150 less 20% is 120: of the 40 more the price made 50, and the discount took 10."""
    workspace = company(
        paid("A", "100", "2025-01-01", "2025-03-10"),
        paid("A", "150", "2025-03-10"),
        discounts=[{"subscription_id": "A-1", "percent": "20", "start_date": "2025-01-01"}],
    )
    assert parts(workspace) == {"expansion": {"total": 40, "price": 50, "discount": -10}}


def test_a_change_of_currency_is_price():
    workspace = company(
        paid("A", "100", "2025-01-01", "2025-03-10", currency="EUR", quantity="10"),
        paid("A", "250", "2025-03-10", quantity="12"),
        fx_rates=[{"date": "2025-01-01", "currency": "EUR", "rate": "0.5"}],
    )
    assert parts(workspace) == {"expansion": {"total": 50, "price": 50}}


def test_who_leaves_of_their_own_will_and_whose_payment_failed_are_told_apart():
    workspace = company(
        paid("A", "100", "2025-01-01", "2025-03-10"),
        paid("B", "70", "2025-01-01", "2025-03-20", cancel_reason="non-payment"),
        paid("C", "1", "2025-01-01"),
    )
    assert parts(workspace) == {"churn": {"total": -170, "voluntary": -100, "non_payment": -70}}
    assert parts(workspace, by="account", key="B") == {"churn": {"total": -70, "non_payment": -70}}


def test_the_row_that_ended_last_says_why_the_account_left():
    """An upgrade on the 5th ends a row that was paid; the row after it ends unpaid, and all of it is lost."""
    workspace = company(
        paid("A", "100", "2025-01-01", "2025-03-05"),
        paid("A", "120", "2025-03-05", "2025-03-25", cancel_reason="non-payment"),
    )
    assert parts(workspace) == {"churn": {"total": -100, "non_payment": -100}}


def test_day_by_day_each_day_has_its_own_parts():
    workspace = company(
        paid("A", "100", "2025-01-01", "2025-03-05"),
        paid("A", "120", "2025-03-05", "2025-03-25", cancel_reason="non-payment"),
        revenue={"movements": "daily"},
    )
    assert parts(workspace) == {
        "expansion": {"total": 20, "price": 20},
        "churn": {"total": -120, "non_payment": -120},
    }


def test_by_segment_a_part_is_in_the_segment_at_the_months_end():
    workspace = company(
        TEN_SEATS,
        seats("15"),
        account_events=[{"account_id": "A", "at": "2025-03-20", "kind": "segment", "value": "L"}],
    )
    assert parts(workspace, by="segment", key="L") == {"expansion": {"total": 50, "quantity": 50}}


def test_a_month_has_its_three_kinds_zeros_where_nothing_happened_and_none_where_it_is_not_known():
    before = (paid("B", "1", "2025-01-01", "2025-02-20"), paid("B", "2", "2025-02-20"))
    workspace = company(TEN_SEATS, seats("15"), *before, known_from="2025-02-15")
    rows = list(sub_kinds(workspace, "month", Month.parse("2025-02"), Month.parse("2025-04")))
    assert [(str(row.month), row.kind) for row in rows[:3]] == [
        ("2025-02", kind) for kind in ("expansion", "contraction", "churn")
    ]
    assert {getattr(row, name) for row in rows[:3] for name in ("total", *PARTS)} == {None}
    expansion, churn = rows[6], rows[8]
    assert (expansion.total, expansion.quantity, expansion.voluntary) == (0, 0, None)
    assert (churn.total, churn.quantity, churn.voluntary) == (0, None, 0)
    assert not sub_kinds(workspace, "account", Month.parse("2025-02"), Month.parse("2025-02")).rows


def test_an_unknown_grouping_is_an_error():
    with pytest.raises(UsageError, match="grouping of sub-kinds"):
        sub_kinds(company(TEN_SEATS), "person", Month.parse("2025-03"), Month.parse("2025-03"))  # type: ignore[arg-type]
