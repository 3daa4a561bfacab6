"""A leading sign in words, the same wherever it is shown."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.base import money
from bookload.report.figures import monthly, percent, units

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bookload.base.period import Month
    from bookload.metrics.books.signs import Signs
    from bookload.metrics.revenue.signs.judged import SignMonth
    from bookload.metrics.revenue.signs.sign import Sign

UNJUDGED = {
    "month_not_over": "not over yet",
    "few_accounts": "under ten accounts",
    "short_history": "under twelve months before it",
    "too_still": "too still to judge",
}
VERDICTS = {"turn_down": "▼ turn down", "turn_up": "▲ turn up", "steady": "within its band"}
MARKS = {
    "turn_down": "▼ turn down",
    "turn_up": "▲ turn up",
    "first_contraction": "▼ first contraction",
    "more_shrinking": "▼ more is shrinking",
    "shrinking_accounts": "▼ shrinking accounts",
    "slower_growth": "▼ growth below last year's",
}


def by_place(signs: Signs) -> Mapping[tuple[Month, str | None], SignMonth]:
    """Return the rows by month and key."""
    return {(row.month, row.key): row for row in signs.rows}


def words(sign: Sign, row: SignMonth, currency: str) -> str:
    """Return a sign as a sentence without its key: what, how strongly, since when."""
    said = {
        "turn_down": _turned,
        "turn_up": _turned,
        "first_contraction": _contracted,
        "more_shrinking": _more,
        "shrinking_accounts": _shrinking,
        "slower_growth": _slower,
    }[sign.kind](sign, row, currency)
    since = f", since {sign.since}" if sign.since != sign.month else ""
    few = "" if sign.judged else "; under ten accounts: no verdict"
    return f"{MARKS[sign.kind]}: {said}{since}{few}"


def _turned(sign: Sign, row: SignMonth, currency: str) -> str:
    band = row.trend
    assert band is not None  # noqa: S101 - a turn has a band
    side = "below" if sign.kind == "turn_down" else "above"
    return (
        f"MRR moved by {_moved(row, currency)}, {side} the {share(band.low)} to {share(band.high)} that "
        f"{band.months} months lead to expect ({abs(sign.strength or 0):.1f} usual deviations)"
    )


def _contracted(_sign: Sign, row: SignMonth, currency: str) -> str:
    return f"MRR moved by {_moved(row, currency)} after {row.growing} months of growth"


def _more(sign: Sign, row: SignMonth, currency: str) -> str:
    band = row.fallen_trend
    assert band is not None  # noqa: S101 - this sign has a band
    return (
        f"{percent(row.fallen)} of MRR ({monthly(sign.amount, currency)} {currency}) is of accounts that pay "
        f"less now, above the {share(band.high)} that {band.months} months lead to expect"
    )


def _shrinking(sign: Sign, _row: SignMonth, currency: str) -> str:
    count = len(sign.accounts)
    which = "1 account paid" if count == 1 else f"{count} accounts paid"
    return f"{which} less at two month ends running; {monthly(sign.amount, currency)} {currency} MRR is left"


def _slower(_sign: Sign, row: SignMonth, _currency: str) -> str:
    return f"{percent(row.growth)} over twelve months, {percent(row.growth_before)} over the twelve before"


def _moved(row: SignMonth, currency: str) -> str:
    return f"{signed(row.organic, currency)} {currency} ({percent(row.rate)})"


def share(value: float) -> str:
    """Return an estimated share as percent."""
    return percent(Fraction(value)) or ""


def signed(quanta: int, currency: str) -> str:
    """Return an amount a month with its sign."""
    text = units(money.mrr(quanta), currency) or ""
    return f"+{text}" if quanta > 0 else text
