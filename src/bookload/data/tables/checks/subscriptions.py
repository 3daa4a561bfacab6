"""What can be wrong in subscriptions: accounts, amounts, intervals, and rows that count twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from bookload.base.money import LARGEST_AMOUNT, MICROS
from bookload.data.tables.checks.columns import (
    FAR_DAY,
    codes,
    days,
    ends,
    equals,
    is_missing,
    mask,
    numbers,
    overlapping,
)
from bookload.data.tables.checks.found import Problem, counted, findings
from bookload.data.tables.checks.references import unknown_accounts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bookload.base.errors import Finding
    from bookload.data.tables.checks.given import Tables

TABLE = "subscriptions"
QUANTITY_ONE = 10**4


def check_for_unknown_account(tables: Tables) -> list[Finding]:
    """A subscription is paid for by an account that is not in accounts (error)."""
    return unknown_accounts(tables, TABLE)


def check_for_overlapping_rows(tables: Tables) -> list[Finding]:
    """Two rows of one line of a subscription are in force on the same day (warning): both count."""
    rows = tables[TABLE]
    lines = codes(rows["subscription_id"], rows["line_id"])
    recurring = np.flatnonzero(_recurring(tables))
    start, end = days(rows, "start_date")[recurring], ends(rows, "end_date")[recurring]
    problem = Problem(
        code="overlapping-rows",
        table=TABLE,
        column="start_date",
        message="begins while another row of the same line is in force; both count",
        remedy="End the earlier row on the day that this one starts, or give the two different line_ids.",
        severity="warning",
    )
    return findings(tables, problem, recurring[overlapping(lines[recurring], start, end)])


def check_for_canceled_without_end(tables: Tables) -> list[Finding]:
    """A canceled row has neither an end nor a day of cancellation (error): it would count for ever."""
    rows = tables[TABLE]
    open_ended = (ends(rows, "end_date") == FAR_DAY) & is_missing(rows, "canceled_date")
    problem = Problem(
        code="canceled-without-end",
        table=TABLE,
        column="end_date",
        message="the row is canceled and has neither an end nor a day of cancellation",
        remedy="Give the first day that it is no longer in force as end_date.",
    )
    return findings(tables, problem, equals(rows, "status", "canceled") & open_ended)


def check_for_canceled_date_after_end(tables: Tables) -> list[Finding]:
    """A cancellation was declared after the row had ended (note)."""
    rows = tables[TABLE]
    problem = Problem(
        code="canceled-date-after-end",
        table=TABLE,
        column="canceled_date",
        message="the cancellation is dated after the row's end; the end counts",
        remedy="Check whether end_date or canceled_date is the day that it ended.",
        severity="note",
    )
    return counted(tables, problem, days(rows, "canceled_date") > ends(rows, "end_date"))


def check_for_negative_amount(tables: Tables) -> list[Finding]:
    """A recurring amount is negative (warning): it reduces the account's MRR."""
    return [finding for column in ("amount", "unit_amount") for finding in _negative(tables, column)]


def _negative(tables: Tables, column: str) -> list[Finding]:
    problem = Problem(
        code="negative-amount",
        table=TABLE,
        column=column,
        message="the recurring amount is negative and reduces the account's MRR",
        remedy="If it is a refund or a one-time credit, give the row the kind one_time.",
        severity="warning",
    )
    return findings(tables, problem, _recurring(tables) & (numbers(tables[TABLE], column) < 0))


def check_for_zero_amount(tables: Tables) -> list[Finding]:
    """A recurring amount is 0 (note): a free plan does not make an account live."""
    rows = tables[TABLE]
    zero = _recurring(tables) & mask(pc.equal(rows["amount"], 0))
    problem = Problem(
        code="zero-amount",
        table=TABLE,
        column="amount",
        message="the amount is 0; such a row does not make its account live",
        remedy="Nothing to do if the plan is free.",
        severity="note",
    )
    return counted(tables, problem, zero)


def check_for_interval_count_below_one(tables: Tables) -> list[Finding]:
    """A payment covers no interval (error): there is no price a month then."""
    problem = Problem(
        code="interval-count-below-one",
        table=TABLE,
        column="interval_count",
        message="a payment covers at least one interval",
        remedy="Give how many intervals one payment covers; 1 where it is not known.",
    )
    return findings(tables, problem, numbers(tables[TABLE], "interval_count", 1) < 1)


def check_for_product_too_large(tables: Tables) -> list[Finding]:
    """Quantity x unit_amount is beyond 1,000,000,000,000 units (error): sums would not stay exact."""
    rows = tables[TABLE]
    unit, quantity = numbers(rows, "unit_amount"), numbers(rows, "quantity")
    most = LARGEST_AMOUNT * MICROS * QUANTITY_ONE
    # Screened with floats, decided with whole numbers: the product does not fit into 64 bits.
    near = np.flatnonzero(np.abs(unit.astype(np.float64) * quantity.astype(np.float64)) > most * 0.99)
    beyond = [row for row in near.tolist() if abs(int(unit[row]) * int(quantity[row])) > most]
    problem = Problem(
        code="product-too-large",
        table=TABLE,
        column="quantity",
        message=f"quantity times unit_amount is beyond {LARGEST_AMOUNT:,}",
        remedy="Check both for a lost decimal point.",
    )
    return findings(tables, problem, np.array(beyond, np.int64))


def check_for_amount_that_differs(tables: Tables) -> list[Finding]:
    """Amount is not quantity x unit_amount (note): amount counts."""
    rows = tables[TABLE]
    given = ~np.logical_or.reduce(
        [is_missing(rows, column) for column in ("amount", "quantity", "unit_amount")]
    )
    amount, unit, quantity = (numbers(rows, column) for column in ("amount", "unit_amount", "quantity"))
    most = MICROS // 100  # a hundredth of the currency unit
    product = unit.astype(np.float64) * quantity.astype(np.float64) / QUANTITY_ONE
    screened = np.flatnonzero(given & (np.abs(product - amount) > most * 0.99))
    off = [
        row
        for row in screened.tolist()
        if abs(int(unit[row]) * int(quantity[row]) - int(amount[row]) * QUANTITY_ONE) >= most * QUANTITY_ONE
    ]
    problem = Problem(
        code="amount-that-differs",
        table=TABLE,
        column="amount",
        message="amount differs from quantity times unit_amount by a hundredth or more; amount counts",
        remedy="Nothing to do if the amount is the price agreed.",
        severity="note",
    )
    return counted(tables, problem, np.array(off, np.int64))


def check_for_subscription_of_two_accounts(tables: Tables) -> list[Finding]:
    """One subscription id is used for more than one account (warning)."""
    rows = tables[TABLE]
    subscription, account = codes(rows["subscription_id"]), codes(rows["account_id"])
    _, first, group = np.unique(subscription, return_index=True, return_inverse=True)
    problem = Problem(
        code="subscription-of-two-accounts",
        table=TABLE,
        column="subscription_id",
        message=lambda row: (
            f"the same subscription is account {rows['account_id'][int(first[group[row]])]}'s in another row"
        ),
        remedy="Give each account's subscription an id of its own, unless it really moved.",
        severity="warning",
    )
    return findings(tables, problem, account != account[first[group]])


def _recurring(tables: Tables) -> NDArray[np.bool_]:
    """Which rows are recurring: an empty kind is."""
    return ~equals(tables[TABLE], "kind", "one_time", "usage")
