"""NRR, GRR and logo churn of a book, whose accounts come and go: by month, so that a transfer is none.

    NRR = product over the months of 1 + (expansion + contraction + churn) / (opening + transfers in)

and GRR the same without expansion; logo churn is 1 - the product of 1 - accounts lost / (accounts carried at
the start + accounts taken over). Below the line stands the opening at the month's own rates, so that a
change of rate is neither growth nor loss (constant currency). New, returning and paused accounts count in
neither.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import ibis

from bookload.base.period import Month, months
from bookload.base.result import Rows
from bookload.data.engine import whole
from bookload.data.once import once
from bookload.metrics.books.lines import owner_lines
from bookload.metrics.books.months import owner_months
from bookload.metrics.books.movements import owners_seen
from bookload.metrics.books.shares import shares
from bookload.metrics.revenue.known import span_known
from bookload.metrics.revenue.movements.lines import account_lines
from bookload.metrics.revenue.retention.retention import Period, spans

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from bookload.data.reader import Reader

JUDGED_FROM = 10
"""Accounts from which a book's retention says something; under it the rate is shown without a verdict."""


@dataclass(frozen=True, slots=True)
class BookRetentionRow:
    """Retention of one owner's book over the period that ends with a month.

    None where the period is not over or not known, where the book was empty at the start of one of its
    months, and for a reader of one book: the accounts that left it are not theirs to see, and without them
    every rate would look too good. `accounts` are the live ones in it at the end; `judged` says whether
    they are enough for a verdict.
    """

    month: Month
    owner_id: str
    nrr: Fraction | None
    grr: Fraction | None
    logo_churn: Fraction | None
    accounts: int
    judged: bool


def book_retention(reader: Reader, period: Period = "year") -> Rows[BookRetentionRow]:
    """Return the retention of every book over each period, as revenue's `retention` takes them, by month."""
    span, ends = spans(reader, period)
    changes, accounts = _changes(reader), _accounts(reader)
    owners = sorted(owners_seen(reader, {owner for _, owner in (*changes, *accounts)}))
    return Rows(
        tuple(
            _row(reader, month, owner, span, accounts.get((month, owner), 0))
            for month in ends
            for owner in owners
        )
    )


def _row(reader: Reader, month: Month, owner: str, span: int, accounts: int) -> BookRetentionRow:
    nrr = grr = logos = None
    if reader.access.sees_all_rows and span_known(reader, month, span):
        over = list(months(month - (span - 1), month))
        factors = [_factors(reader, each, owner) for each in over]
        nrr, grr = _product([net for net, _ in factors]), _product([gross for _, gross in factors])
        stayed = _product([_stayed(reader, each, owner) for each in over])
        logos = None if stayed is None else 1 - stayed
    return BookRetentionRow(month, owner, nrr, grr, logos, accounts, accounts >= JUDGED_FROM)


def _factors(reader: Reader, month: Month, owner: str) -> tuple[Fraction | None, Fraction | None]:
    """Return what a month kept of a book, with expansion and without."""
    row = _changes(reader).get((month, owner))
    if row is None or row["base"] <= 0:
        return None, None
    lost: int = row["contraction"] + row["churn"]
    return 1 + Fraction(lost + row["expansion"], row["base"]), 1 + Fraction(lost, row["base"])


def _stayed(reader: Reader, month: Month, owner: str) -> Fraction | None:
    """Return what share of the accounts of a book a month did not lose."""
    carried, lost = _logos(reader).get((month, owner), (0, 0))
    return 1 - Fraction(lost, carried) if carried else None


def _product(factors: list[Fraction | None]) -> Fraction | None:
    product = Fraction(1)
    for factor in factors:
        if factor is None:
            return None
        product *= factor
    return product


@once
def _changes(reader: Reader) -> Mapping[tuple[Month, str], Mapping[str, Any]]:
    """Return by month and owner what a rate is made of, in quanta at the month's own rates."""
    names = ("month", "owner_id", "expansion", "contraction", "churn", "base")
    return {_place(row): row for row in reader.collect(owner_months(reader).select(*names)).rows()}


@once
def _logos(reader: Reader) -> Mapping[tuple[Month, str], tuple[int, int]]:
    """Return by month and owner how many accounts were carried or taken over, and how many of them were lost.

    An account that is shared counts for each who carries some of it.
    """
    rows, zero = owner_lines(reader), whole(0)
    carried = rows.filter((rows.restated_before > zero) | (rows.restated_at > zero))
    gone = (carried.churn < zero) & (carried.closing == zero)
    marked = carried.mutate(gone=ibis.cases((gone, 1), else_=0).cast("int64"))
    counts = marked.group_by("month", "owner_id").aggregate(
        carried=marked.count(), lost=marked.gone.sum().cast("int64")
    )
    found = reader.collect(counts)
    return {_place(row): (row["carried"], row["lost"]) for row in found.rows()}  # type: ignore[misc]


@once
def _accounts(reader: Reader) -> Mapping[tuple[Month, str], int]:
    """Return how many live accounts each owner has a share of, by month and owner."""
    rows = live_shares(reader)
    counts = rows.group_by("month", "owner_id").aggregate(accounts=rows.count())
    return {_place(row): row["accounts"] for row in reader.collect(counts).rows()}  # type: ignore[misc]


def live_shares(reader: Reader) -> ir.Table:
    """Return who carries what share of each account that is live at a month end, as `carried_shares` does."""
    rows = carried_shares(reader)
    return rows.filter(rows.live_after == 1)


def carried_shares(reader: Reader) -> ir.Table:
    """Return who carries what share of each account that is worth anything at a month end, live or not.

    Columns: account_id, owner_id, month, share (x 10^4), closing (the whole one, in quanta), live_after.
    """
    lines = account_lines(reader)
    worth = lines.filter((lines.live_after == 1) | (lines.closing != whole(0)))
    rows = worth.select("account_id", "month", "closing", "live_after")
    held = rows.inner_join(shares(reader), ["account_id", "month"])
    return held.select("account_id", "owner_id", "month", "share", "closing", "live_after")


def _place(row: Mapping[str, Any]) -> tuple[Month, str]:
    return Month(row["month"]), row["owner_id"]
