"""Each check: one broken row, and the finding that names it. A check without a case here fails."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any, cast

import pytest

from bookload.base.errors import Finding, Severity
from bookload.base.money import LARGEST_AMOUNT
from bookload.base.period import FAR
from bookload.data.tables import checks
from bookload.data.tables.checks import Tables, all_checks
from sound import SOUND
from stored import MICROS, ONE, rows, subscription


@dataclass(frozen=True)
class Case:
    """What is broken, and what has to be said of it; `row` counts from 1."""

    check: str
    replaced: Mapping[str, Sequence[Mapping[str, Any]]]
    severity: Severity
    row: int
    column: str | None
    value: str | None
    says: str
    count: int = 1


def also(table: str, *more: Mapping[str, Any]) -> dict[str, list[Mapping[str, Any]]]:
    return {table: [*SOUND[table], *more]}


def changed(table: str, **changes: Any) -> dict[str, list[Mapping[str, Any]]]:
    """The table with its first row changed."""
    first, *others = SOUND[table]
    return {table: [{**first, **changes}, *others]}


def invoiced(**changes: Any) -> dict[str, Any]:
    """A line of an invoice for January 2026."""
    return {
        "account_id": "A-1",
        "period_start": date(2026, 1, 1),
        "period_end": date(2026, 2, 1),
        "amount": MICROS,
        "currency": "EUR",
    } | changes


CASES = [
    # ------------------------------------------------------------------------------------- every table
    Case("every_table missing-value", changed("accounts", name=" "), "error", 1, "name", " ", "is empty"),
    Case(
        "every_table missing-value",
        changed("subscriptions", amount=None, unit_amount=MICROS),
        "error",
        1,
        "amount",
        None,
        "every row of subscriptions needs it",
    ),
    Case(
        "every_table value-not-allowed",
        changed("subscriptions", interval="mont"),
        "error",
        1,
        "interval",
        "mont",
        r"did you mean 'month'",
    ),
    Case(
        "every_table duplicate-key",
        also("accounts", {"account_id": "A-2", "name": "Other"}),
        "error",
        4,
        "account_id",
        "A-2",
        "row 2 has the same account_id",
    ),
    Case(
        "every_table end-before-start",
        changed("ownership", end_date=date(2024, 12, 31)),
        "error",
        1,
        "end_date",
        "2024-12-31",
        "before it starts, on 2025-01-01",
    ),
    Case(
        "every_table end-before-start",
        changed("people", leave_date=date(2023, 12, 31)),
        "error",
        1,
        "leave_date",
        "2023-12-31",
        "before it starts, on 2024-01-01",
    ),
    Case(
        "every_table no-time-in-force",
        changed("subscriptions", end_date=date(2025, 1, 1)),
        "note",
        1,
        "end_date",
        None,
        "in force on none",
    ),
    Case(
        "every_table unknown-currency",
        changed("subscriptions", currency="EURO"),
        "error",
        1,
        "currency",
        "EURO",
        r"did you mean 'EUR'",
    ),
    Case(
        "every_table missing-currency",
        changed("subscriptions", currency=None),
        "error",
        1,
        "currency",
        None,
        "has no currency, others of the table have one",
    ),
    Case(
        "every_table amount-too-large",
        changed("subscriptions", amount=LARGEST_AMOUNT * MICROS + 1),
        "error",
        1,
        "amount",
        "1000000000000.000001",
        "beyond 1,000,000,000,000",
    ),
    Case(
        "every_table negative-number",
        changed("activities", minutes=-5 * ONE),
        "error",
        1,
        "minutes",
        "-5",
        "minutes is negative",
    ),
    Case(
        "every_table date-out-of-range",
        changed("people", hire_date=date(202, 2, 1)),
        "error",
        1,
        "hire_date",
        "0202-02-01",
        "outside 1970 to 2200",
    ),
    Case(
        "every_table date-out-of-range",
        changed("mrr_history", month=2201 * 12),
        "error",
        1,
        "month",
        "2201-01",
        "outside 1970 to 2200",
    ),
    Case(
        "every_table date-out-of-range",
        changed("activities", start_at=datetime(1969, 12, 31, 23, 59, tzinfo=UTC)),
        "error",
        1,
        "start_at",
        "1969-12-31T23:59:00+00:00",
        "outside 1970 to 2200",
    ),
    # ---------------------------------------------------------------------------------------- accounts
    Case(
        "accounts accounts-alike",
        also("accounts", {"account_id": "a-1 ", "name": "Acme"}),
        "warning",
        4,
        "account_id",
        "a-1 ",
        "differs from account 'A-1' in case or blanks alone",
    ),
    Case(
        "accounts cycle-of-parents",
        {
            "accounts": [
                {"account_id": "A-1", "name": "1", "parent_account_id": "A-2"},
                {"account_id": "A-2", "name": "2", "parent_account_id": "A-3"},
                {"account_id": "A-3", "name": "3", "parent_account_id": "A-2"},
            ]
        },
        "error",
        2,
        "parent_account_id",
        "A-3",
        "A-2 → A-3 → A-2",
    ),
    Case(
        "accounts unknown-parent",
        changed("accounts", parent_account_id="A-9"),
        "warning",
        1,
        "parent_account_id",
        "A-9",
        "no account with this id to be the parent",
    ),
    Case(
        "accounts country-not-of-two-letters",
        changed("accounts", country="Germany"),
        "note",
        1,
        "country",
        None,
        "not a code of two letters: Germany",
    ),
    # ----------------------------------------------------------------------------------- references
    *(
        Case(
            f"{table} unknown-account",
            changed(table, account_id="a1"),
            "error",
            1,
            "account_id",
            "a1",
            r"no account with this id in accounts \(did you mean 'A-1'\?\)",
        )
        for table in ("account_events", "subscriptions", "ownership", "mrr_history", "interventions")
    ),
    Case(
        "invoice_lines unknown-account",
        {
            "invoice_lines": [
                {
                    "account_id": "A-9",
                    "period_start": date(2026, 1, 1),
                    "period_end": date(2026, 2, 1),
                    "amount": MICROS,
                    "currency": "EUR",
                }
            ]
        },
        "error",
        1,
        "account_id",
        "A-9",
        "no account with this id",
    ),
    Case(
        "activities unknown-account",
        changed("activities", account_id="A-1; A-8;a-2;"),
        "error",
        1,
        "account_id",
        "A-1; A-8;a-2;",
        r"no account A-8, a-2 \(did you mean 'A-2'\?\) in accounts",
    ),
    *(
        Case(
            f"{table} unknown-person",
            changed(table, person_id="P-9"),
            cast("Severity", severity),
            1,
            "person_id",
            "P-9",
            "no person with this id",
        )
        for table, severity in (
            ("positions", "error"),
            ("pay", "error"),
            ("absences", "error"),
            ("pools", "error"),
            ("activities", "warning"),
        )
    ),
    # ------------------------------------------------------------------------------------ subscriptions
    Case(
        "subscriptions overlapping-rows",
        also("subscriptions", subscription(1, start_date=date(2025, 6, 1))),
        "warning",
        3,
        "start_date",
        "2025-06-01",
        "both count",
    ),
    Case(
        "subscriptions canceled-without-end",
        changed("subscriptions", status="canceled"),
        "error",
        1,
        "end_date",
        "open",
        "neither an end",
    ),
    Case(
        "subscriptions canceled-date-after-end",
        changed("subscriptions", canceled_date=date(2026, 2, 1), end_date=date(2026, 1, 1)),
        "note",
        1,
        "canceled_date",
        None,
        "the end counts",
    ),
    Case(
        "subscriptions negative-amount",
        changed("subscriptions", amount=-5 * MICROS),
        "warning",
        1,
        "amount",
        "-5.00",
        "reduces the account's MRR",
    ),
    Case("subscriptions zero-amount", changed("subscriptions", amount=0), "note", 1, "amount", None, "is 0"),
    Case(
        "subscriptions interval-count-below-one",
        changed("subscriptions", interval_count=0),
        "error",
        1,
        "interval_count",
        "0",
        "at least one interval",
    ),
    Case(
        "subscriptions product-too-large",
        changed("subscriptions", unit_amount=LARGEST_AMOUNT * MICROS, quantity=ONE + 1, amount=None),
        "error",
        1,
        "quantity",
        "1.0001",
        "beyond 1,000,000,000,000",
    ),
    Case(
        "subscriptions amount-that-differs",
        changed("subscriptions", unit_amount=9_999_000, quantity=10 * ONE),
        "note",
        1,
        "amount",
        None,
        "differs from quantity times unit_amount",
    ),
    Case(
        "subscriptions subscription-of-two-accounts",
        also("subscriptions", subscription(1, account_id="A-3", line_id="L2")),
        "warning",
        3,
        "subscription_id",
        "S-001",
        "account A-1's in another row",
    ),
    # -------------------------------------------------------------------------------------- mrr_history
    Case(
        "mrr_history account-with-other-rows",
        changed("mrr_history", account_id="A-1"),
        "warning",
        1,
        "account_id",
        None,
        "are in subscriptions too; they are taken from there, and its rows of mrr_history count nothing",
    ),
    Case(
        "mrr_history negative-mrr",
        changed("mrr_history", mrr=-MICROS),
        "warning",
        1,
        "mrr",
        "-1.00",
        "negative",
    ),
    Case("mrr_history zero-mrr", changed("mrr_history", mrr=0), "note", 1, "mrr", None, "not live"),
    # ---------------------------------------------------------------------------------------- ownership
    Case(
        "ownership unknown-owner",
        changed("ownership", owner_id="p1"),
        "error",
        1,
        "owner_id",
        "p1",
        r"no person and no pool with this id \(did you mean 'P-1'\?\)",
    ),
    Case(
        "ownership shares-over-one",
        also(
            "ownership",
            {**SOUND["ownership"][0], "owner_id": "P-2", "share": 11, "start_date": date(2025, 6, 1)},
        ),
        "error",
        2,
        "share",
        "0.0011",
        "owned 1.0011 times from 2025-06-01 on, in the role csm",
    ),
    Case(
        "ownership owner-not-yet-hired",
        changed("ownership", start_date=date(2023, 12, 31)),
        "warning",
        1,
        "start_date",
        "2023-12-31",
        "owner P-1 is employed from 2024-01-01 on only",
    ),
    Case(
        "ownership owner-who-left",
        changed("people", leave_date=date(2026, 3, 1)),
        "warning",
        1,
        "end_date",
        "open",
        "owner P-1 left on 2026-03-01",
    ),
    Case(
        "ownership owner-who-does-not-count",
        changed("positions", role="Director, Customer Success"),
        "warning",
        1,
        "owner_id",
        "P-1",
        "P-1 owns 1 live accounts as 'Director, Customer Success', a role that is not among team.csm_roles",
    ),
    Case(
        "ownership gap-in-ownership",
        {
            "ownership": [
                {**SOUND["ownership"][0], "end_date": date(2025, 6, 1)},
                {**SOUND["ownership"][0], "owner_id": "POOL", "start_date": date(2025, 6, 2)},
            ]
        },
        "note",
        2,
        "start_date",
        None,
        "no owner from 2025-06-01 to this day",
    ),
    # -------------------------------------------------------------------------------------------- team
    Case(
        "pools pool-without-members",
        also("pools", {"pool_id": "Q", "name": "Empty"}),
        "warning",
        2,
        "pool_id",
        "Q",
        "has no members",
    ),
    Case(
        "pools pool-that-is-a-person",
        changed("pools", pool_id="P-1"),
        "error",
        1,
        "pool_id",
        "P-1",
        "a person has the same id",
    ),
    Case(
        "pools member-shares-over-one",
        also(
            "pools", {**SOUND["pools"][0], "pool_id": "Q", "from_date": date(2026, 1, 1), "share": ONE // 2}
        ),
        "warning",
        2,
        "share",
        "0.5",
        "P-2 gives pools 1.50 of their time from 2026-01-01 on",
    ),
    Case(
        "people unknown-manager",
        changed("people", manager_id="P-9"),
        "warning",
        1,
        "manager_id",
        "P-9",
        "no person with this id to be the manager",
    ),
    Case(
        "people own-manager",
        changed("people", manager_id="P-1"),
        "warning",
        1,
        "manager_id",
        "P-1",
        "reports to themselves",
    ),
    Case(
        "people unknown-role",
        changed("people", role="Solution Architect"),
        "warning",
        1,
        "role",
        "Solution Architect",
        "role 'Solution Architect' is not among team.csm_roles, so these 1 people do not count: P-1",
    ),
    Case(
        "positions unknown-role",
        changed("positions", role="Client Partner"),
        "warning",
        1,
        "role",
        "Client Partner",
        "role 'Client Partner' is not among team.csm_roles, so these 1 people do not count: P-1",
    ),
    Case(
        "people more-than-full-time",
        changed("people", fte=40 * ONE),
        "warning",
        1,
        "fte",
        "40",
        "one and a half people",
    ),
    Case(
        "positions more-than-full-time",
        changed("positions", fte=100 * ONE),
        "warning",
        1,
        "fte",
        "100",
        "one and a half people",
    ),
    Case(
        "positions position-before-hire",
        changed("positions", from_date=date(2023, 12, 1)),
        "warning",
        1,
        "from_date",
        "2023-12-01",
        "before P-1 was hired, on 2024-01-01",
    ),
    Case(
        "pay ote-below-base", changed("pay", ote=80_000 * MICROS), "warning", 1, "ote", None, "less than base"
    ),
    Case("pay pay-not-positive", changed("pay", base=0), "error", 1, "base", None, "not more than 0"),
    Case(
        "absences overlapping-absences",
        also(
            "absences",
            {
                "person_id": "P-1",
                "start_date": date(2026, 7, 19),
                "end_date": date(2026, 7, 25),
                "kind": "sick",
            },
        ),
        "warning",
        2,
        "start_date",
        "2026-07-19",
        "counts once",
    ),
    # -------------------------------------------------------------------------------------- activities
    Case(
        "activities missing-minutes",
        {"activities": [{**SOUND["activities"][0], "minutes": None, "activity_id": n} for n in "ab"]},
        "note",
        1,
        "minutes",
        None,
        "how long it took is not known",
        count=2,
    ),
    Case(
        "activities end-before-start",
        changed("activities", end_at=datetime(2026, 3, 4, 9, tzinfo=UTC)),
        "error",
        1,
        "end_at",
        "2026-03-04T09:00:00+00:00",
        "ends before it starts",
    ),
    Case(
        "activities longer-than-a-day",
        changed("activities", minutes=1_441 * ONE),
        "warning",
        1,
        "minutes",
        "1441",
        "more than 24 hours",
    ),
    Case(
        "activities longer-than-a-day",
        changed("activities", minutes=None, end_at=datetime(2026, 3, 5, 10, 1, tzinfo=UTC)),
        "warning",
        1,
        "minutes",
        None,
        "more than 24 hours",
    ),
    # ------------------------------------------------------------------------------------ money tables
    Case("costs negative-cost", changed("costs", amount=-MICROS), "warning", 1, "amount", "-1.00", "reduces"),
    Case("fx_rates rate-not-positive", changed("fx_rates", rate=0), "error", 1, "rate", "0", "more than 0"),
    Case(
        "fx_rates rate-of-own-currency",
        changed("fx_rates", currency="EUR"),
        "error",
        1,
        "rate",
        "1.08",
        "EUR is the workspace's own currency, whose rate is 1",
    ),
    Case(
        "fx_rates rate-wrong-way-round",
        changed("fx_rates", currency="GBP", rate=115_000_000),
        "error",
        1,
        "rate",
        "1.15",
        r"one EUR buys 0\.8500 GBP by the built-in rate; this is nearer to its inverse, 1\.176471",
    ),
    Case(
        "fx_rates rate-wrong-way-round",
        changed("fx_rates", rate=99_000_000),
        "warning",
        1,
        "rate",
        "0.99",
        r"one EUR buys 1\.0500 USD",
    ),
    # ---------------------------------------------------------------- discounts, events and invoice lines
    Case(
        "discounts unknown-subscription",
        {"discounts": [{"subscription_id": "S-9", "percent": 10 * ONE, "start_date": date(1900, 1, 1)}]},
        "warning",
        1,
        "subscription_id",
        "S-9",
        "no subscription with this id",
    ),
    Case(
        "discounts missing-discount",
        {"discounts": [{"subscription_id": "S-001"}]},
        "error",
        1,
        "percent",
        None,
        "neither percent nor amount",
    ),
    Case(
        "discounts percent-over-hundred",
        {"discounts": [{"subscription_id": "S-001", "percent": 100 * ONE + 1}]},
        "error",
        1,
        "percent",
        "100.0001",
        "more than all of it",
    ),
    Case(
        "discounts percent-like-a-share",
        {
            "discounts": [
                {"subscription_id": "S-001", "percent": n} for n in (ONE, ONE // 5, ONE + 1, 20 * ONE)
            ]
        },
        "warning",
        1,
        "percent",
        None,
        "looks like a share of 1",
        count=2,
    ),
    Case(
        "discounts negative-amount",
        {"discounts": [{"subscription_id": "S-001", "amount": -MICROS, "currency": "EUR"}]},
        "error",
        1,
        "amount",
        "-1.00",
        "less than nothing",
    ),
    Case(
        "discounts currency-that-differs",
        {"discounts": [{"subscription_id": "S-001", "amount": MICROS, "currency": "USD"}]},
        "error",
        1,
        "currency",
        "USD",
        "another currency than the price",
    ),
    Case(
        "subscription_events unknown-subscription",
        {"subscription_events": [{"subscription_id": "S-9", "at": date(2026, 1, 1), "status": "paused"}]},
        "warning",
        1,
        "subscription_id",
        "S-9",
        "no subscription with this id",
    ),
    Case(
        "subscription_events state-that-differs",
        {
            "subscription_events": [
                {"subscription_id": "S-001", "at": date(2026, 1, 1), "status": "paused"},
                {"subscription_id": "S-001", "at": date(2025, 3, 1), "status": "active"},
                {"subscription_id": "S-002", "at": date(2025, 3, 1), "status": "active"},
            ]
        },
        "warning",
        1,
        "status",
        None,
        "the last row of the subscription has another status",
    ),
    Case(
        "subscription_events cancellation-before-row",
        {
            "subscription_events": [
                {"subscription_id": "S-001", "at": date(2001, 1, 1), "status": "canceled"},
            ]
        },
        "warning",
        1,
        "at",
        None,
        "that row is not ended by it",
    ),
    Case(
        "invoice_lines account-with-other-rows",
        {"invoice_lines": [invoiced(), invoiced(period_start=date(2026, 1, 8)), invoiced(account_id="A-3")]},
        "warning",
        1,
        "account_id",
        None,
        "are in subscriptions or mrr_history too; they are taken from there",
        count=2,
    ),
    Case(
        "invoice_lines settles-nothing",
        {
            "invoice_lines": [
                invoiced(proration=True),
                invoiced(proration=True, product="P"),
                invoiced(period_end=date(2026, 1, 31)),
                invoiced(period_start=date(2025, 12, 1), product="P"),
            ]
        },
        "note",
        1,
        "proration",
        None,
        "counts by its days",
    ),
    Case(
        "invoice_lines negative-amount",
        {"invoice_lines": [invoiced(amount=-MICROS), invoiced(amount=-MICROS, proration=True)]},
        "note",
        1,
        "amount",
        None,
        "negative and reduces",
    ),
]

BUILT_IN = {"USD": Fraction(105, 100), "GBP": Fraction(85, 100)}


def look(case: Case) -> list[Finding]:
    table, code = case.check.split()
    check = next(each for each in all_checks() if (each.table, each.code) == (table, code))
    tables = {name: rows(name, *each) for name, each in {**SOUND, **case.replaced}.items()}
    return check.look(Tables(tables, currency="EUR", rates=lambda code, _: BUILT_IN.get(code)))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.check.replace(" ", "."))
def test_a_broken_row_is_found_and_named(case: Case) -> None:
    (finding,) = look(case)
    assert finding.code == case.check.split()[1]
    assert finding.severity == case.severity
    assert (finding.row, finding.column, finding.value) == (case.row, case.column, case.value)
    assert finding.table == next(iter(case.replaced)) or case.check.startswith("ownership")
    assert finding.count == case.count
    assert re.search(case.says, finding.message)
    assert finding.remedy.endswith(".")


@pytest.mark.parametrize(
    "discount",
    [
        {"currency": None},
        {"currency": "EUR"},
        {"currency": "USD", "end_date": date(2025, 1, 1)},
        {"currency": "USD", "line_id": "L2"},
        {"currency": "USD", "amount": None, "percent": 10 * ONE},
        {"currency": "USD", "subscription_id": "S-002"},
    ],
)
def test_a_discount_that_meets_no_price_in_another_currency_is_none_that_differs(discount: Any) -> None:
    row = {"subscription_id": "S-001", "amount": MICROS} | discount
    tables = {name: rows(name, *each) for name, each in {**SOUND, "discounts": [row]}.items()}
    assert checks.run(tables, currency="EUR") == ()


def test_percentages_need_no_currency_where_amounts_have_one() -> None:
    off = [{"subscription_id": "S-001", "amount": MICROS, "currency": "EUR", "line_id": "a"}]
    off.append({"subscription_id": "S-001", "percent": 10 * ONE, "line_id": "b"})
    tables = {name: rows(name, *each) for name, each in {**SOUND, "discounts": off}.items()}
    assert checks.run(tables, currency="EUR") == ()


def test_an_event_of_a_subscription_without_rows_is_not_compared() -> None:
    event = {"subscription_id": "S-9", "at": date(2026, 1, 1), "status": "paused"}
    tables = {name: rows(name, *each) for name, each in {**SOUND, "subscription_events": [event]}.items()}
    assert [finding.code for finding in checks.run(tables)] == ["unknown-subscription"]


def test_a_credit_and_a_charge_of_one_settlement_may_stand_on_one_invoice() -> None:
    half = {"period_start": date(2026, 1, 16), "proration": True, "invoice_id": "I-1"}
    lines = [invoiced(**half, amount=-MICROS // 2), invoiced(**half, amount=MICROS)]
    tables = {name: rows(name, *each) for name, each in {**SOUND, "invoice_lines": lines}.items()}
    assert "duplicate-key" not in {finding.code for finding in checks.run(tables)}
    twice = {**tables, "invoice_lines": rows("invoice_lines", *lines, lines[0])}
    assert "duplicate-key" in {finding.code for finding in checks.run(twice)}


def test_every_check_has_a_case() -> None:
    assert {f"{check.table} {check.code}" for check in all_checks()} == {case.check for case in CASES}


def test_a_sound_company_has_no_findings() -> None:
    tables = {name: rows(name, *each) for name, each in SOUND.items()}
    assert checks.run(tables, currency="EUR", rates=lambda code, _: BUILT_IN.get(code)) == ()


def test_no_amount_of_pay_is_in_any_finding() -> None:
    """Fault 64: whoever reads findings may have no right to pay."""
    digits = ("81357", "81,357", "103579", "103,579", "99999999", "81_357")
    for change in (
        {"person_id": "P-9"},
        {"ote": 81_356 * MICROS},
        {"base": -81_357 * MICROS},
        {"base": (LARGEST_AMOUNT + 81_357) * MICROS},
        {"base": None},
        {"currency": "EURO"},
        {"from_date": date(1900, 1, 2)},
    ):
        replaced = changed("pay", **change)
        tables = {name: rows(name, *each) for name, each in {**SOUND, **replaced}.items()}
        found = checks.run(tables)
        assert found
        for text in digits:
            assert text not in " ".join(map(str, found))


def test_a_day_that_is_far_away_is_no_date_out_of_range() -> None:
    far = {"pools": [{**SOUND["pools"][0], "from_date": date(1900, 1, 1), "to_date": FAR}]}
    tables = {name: rows(name, *each) for name, each in {**SOUND, **far}.items()}
    assert checks.run(tables) == ()
