"""Exports of billing systems as they come: Chargebee's states, Recurly's headers."""

from __future__ import annotations

from pathlib import Path

import pytest

from bookload.base.errors import errors_in
from imported import coded, imported, rows

CHARGEBEE = """Subscription Id,Customer Id,Plan Quantity,Plan Unit Price,Billing Period,Billing Period Unit,\
Currency,Status,Started At,Next Billing At,Cancelled At
AzZ1,CB-001,5,100.00,3,month,USD,Active,01-Jan-2025 00:00,01-Jul-2026 00:00,
AzZ2,CB-002,1,1200.00,1,year,USD,Non Renewing,15-Mar-2025 00:00,,15-Mar-2027 00:00
AzZ3,CB-003,1,50.00,1,month,USD,Cancelled,10-Feb-2025 00:00,,10-Sep-2025 00:00
AzZ4,CB-004,4,50.00,1,month,USD,In Trial,20-Jan-2026 00:00,,
AzZ5,CB-005,4,50.00,1,month,USD,Paused,20-Jan-2026 00:00,,
AzZ6,CB-006,4,50.00,1,month,USD,Future,20-Jan-2027 00:00,,
"""
RECURLY = """subscription_id,account_code,plan_code,plan_interval_unit,plan_interval_length,quantity,\
unit_amount,currency,state,activated_at,current_period_started_at,current_period_ends_at,canceled_at,\
expires_at,trial_ends_at
4a1,acct-1,gold,months,1,2,30.00,USD,active,2025-02-01T00:00:00Z,2026-03-01T00:00:00Z,2026-04-01T00:00:00Z,,,
4a2,acct-2,gold,months,12,1,360.00,USD,canceled,2025-02-01T00:00:00Z,2026-02-01T00:00:00Z,\
2027-02-01T00:00:00Z,2026-03-01T00:00:00Z,2027-02-01T00:00:00Z,
4a3,acct-3,gold,days,30,1,30.00,USD,expired,2025-02-01T00:00:00Z,2026-02-01T00:00:00Z,\
2026-03-01T00:00:00Z,2026-02-15T00:00:00Z,2026-03-01T00:00:00Z,
"""


def test_the_states_of_chargebee_are_known(tmp_path: Path) -> None:
    plan = imported(tmp_path, {"cb.csv": CHARGEBEE})
    assert not errors_in(plan.findings)
    found = rows(plan, "subscriptions", "account_id", "status", "unit_amount", "interval", "interval_count")
    assert found == [
        ("CB-001", "active", 100, "month", 3),
        ("CB-002", "active", 1200, "year", 1),
        ("CB-003", "canceled", 50, "month", 1),
        ("CB-004", "trialing", 50, "month", 1),
        ("CB-005", "paused", 50, "month", 1),
        ("CB-006", "active", 50, "month", 1),
    ]
    ends = dict(rows(plan, "subscriptions", "account_id", "end_date"))
    assert str(ends["CB-003"]) == "2025-09-10"
    assert str(ends["CB-002"]) == "2027-03-15"


def test_what_runs_out_with_a_cancellation_that_was_declared_before_goes_on(tmp_path: Path) -> None:
    plan = imported(tmp_path, {"cb.csv": CHARGEBEE.replace("15-Mar-2027", "15-Dec-2025")})
    assert not errors_in(plan.findings)
    ends = dict(rows(plan, "subscriptions", "account_id", "end_date"))
    assert str(ends["CB-002"]) == "2299-12-31"


def test_the_headers_of_recurly_are_known(tmp_path: Path) -> None:
    plan = imported(tmp_path, {"rc.csv": RECURLY})
    assert not errors_in(plan.findings)
    columns = ("account_id", "unit_amount", "interval", "interval_count", "status")
    assert rows(plan, "subscriptions", *columns) == [
        ("acct-1", 30, "month", 1, "active"),
        ("acct-2", 360, "month", 12, "canceled"),
        ("acct-3", 30, "day", 30, "canceled"),
    ]
    ends = [str(end) for (end,) in rows(plan, "subscriptions", "end_date")]
    assert ends == ["2026-03-01", "2027-02-01", "2299-12-31"]


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("Non Renewing", "active"),
        ("non_renewing", "active"),
        ("in_trial", "trialing"),
        ("expired", "canceled"),
        ("Suspended", "paused"),
        ("future", "canceled"),
    ],
)
def test_a_state_in_a_list_of_what_is_now(tmp_path: Path, word: str, state: str) -> None:
    plan = imported(tmp_path, {"x.csv": f"Customer,CSM,MRR,Status\nA,Ana,5,{word}\nB,Ana,6,active\n"})
    here = [] if state == "canceled" else [("A", state)]
    assert rows(plan, "subscriptions", "account_id", "status") == [*here, ("B", "active")]
    assert bool(coded(plan.findings, "rows-not-counted")) == (state in {"canceled", "trialing"})


INVOICES = """Invoice Number,Customer Id,Date From,Date To,Amount,Currency
INV1,A,2025-01-01,2025-02-01,100,USD
INV2,B,2025-01-01,2026-01-01,1200,USD
"""


def test_accounts_that_only_invoices_name_are_there(tmp_path: Path) -> None:
    plan = imported(tmp_path, {"invoice_lines.csv": INVOICES})
    assert not errors_in(plan.findings)
    assert rows(plan, "accounts", "account_id", "name") == [("A", "A"), ("B", "B")]


def test_invoices_add_no_account_to_a_list_of_accounts(tmp_path: Path) -> None:
    files = {"accounts.csv": "account_id,name,segment\nA,Acme,SMB\n", "invoice_lines.csv": INVOICES}
    plan = imported(tmp_path, files)
    assert rows(plan, "accounts", "account_id", "name") == [("A", "Acme")]


STRIPE = """id,Customer ID,Quantity,Currency,Interval,Amount,Status,Start Date (UTC),\
Current Period End (UTC),Coupon,Canceled At (UTC),Cancel At Period End,Ended At (UTC)
sub_1,cus_1,1,usd,month,100.00,active,2025-01-03 10:00,2025-04-03 10:00,,,false,
sub_2,cus_2,1,usd,month,100.00,active,2025-01-05 10:00,2025-04-05 10:00,SAVE20,,false,
sub_3,cus_3,1,usd,year,1200.00,active,2025-01-05 10:00,2026-01-05 10:00,,2025-03-01 10:00,true,
sub_4,cus_4,1,usd,month,100,canceled,2025-01-05 10:00,2025-03-05 10:00,,2025-02-20 10:00,false,2025-02-20
"""


def test_what_stripe_cancels_at_the_period_s_end_ends_then(tmp_path: Path) -> None:
    plan = imported(tmp_path, {"subscriptions.csv": STRIPE})
    ends = [str(end) for _, end in rows(plan, "subscriptions", "account_id", "end_date")]
    assert ends == ["2299-12-31", "2299-12-31", "2026-01-05", "2025-02-20"]
    assert [finding.count for finding in coded(plan.findings, "ends-at-renewal")] == [1]


def test_coupons_that_nothing_takes_off_are_told(tmp_path: Path) -> None:
    (told,) = coded(imported(tmp_path, {"subscriptions.csv": STRIPE}).findings, "discounts-not-taken")
    assert (told.severity, told.column) == ("warning", "Coupon")
    none = STRIPE.replace("SAVE20", "")
    assert not coded(imported(tmp_path / "none", {"subscriptions.csv": none}).findings, "discounts-not-taken")


def test_what_is_told_of_coupons_is_what_to_write_instead(tmp_path: Path) -> None:
    (told,) = coded(imported(tmp_path, {"subscriptions.csv": STRIPE}).findings, "discounts-not-taken")
    assert (
        "subscription_id,percent,start_date,end_date, such as sub_1,20,2025-01-01,2025-07-01" in told.remedy
    )
    line = "subscription_id,percent,start_date,end_date\nsub_1,20,2025-01-01,2025-07-01\n"
    plan = imported(tmp_path / "both", {"subscriptions.csv": STRIPE, "discounts.csv": line})
    assert not errors_in(plan.findings)
    assert rows(plan, "discounts", "subscription_id", "percent") == [("sub_1", 20 * 10_000)]


SOLD = "subscription_id,account_id,start_date,mrr\nS1,A,2025-01-01,100\n"


@pytest.mark.parametrize(
    "header", ["Discount %", "Discount (%)", "% off", "% Off", "Percent Off", "Rabatt %"]
)
def test_a_share_off_is_known_by_its_sign(tmp_path: Path, header: str) -> None:
    files = {"subscriptions.csv": SOLD, "discounts.csv": f"Subscription,{header}\nS1,10\n"}
    assert rows(imported(tmp_path, files), "discounts", "percent", "amount") == [(10 * 10_000, None)]


def test_an_export_of_no_discounts_is_a_table_without_rows(tmp_path: Path) -> None:
    plan = imported(
        tmp_path, {"subscriptions.csv": SOLD, "discounts.csv": "subscription_id,percent,start_date\n"}
    )
    assert not errors_in(plan.findings)
    assert plan.tables["discounts"].num_rows == 0
    (note,) = coded(plan.findings, "header-alone")
    assert (note.severity, note.file, note.table) == ("note", "discounts.csv", "discounts")


def test_a_list_of_prices_without_a_row_is_none(tmp_path: Path) -> None:
    files = {
        "subscriptions.csv": SOLD.splitlines()[0] + "\n",
        "people.csv": "name,hire_date\nAna,2020-01-01\n",
    }
    (error,) = errors_in(imported(tmp_path, files).findings)
    assert (error.code, error.file) == ("no_rows", "subscriptions.csv")
    assert "leave it out" in error.remedy
