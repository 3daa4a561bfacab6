"""What may come, drawn: accounts and ARR as fans from their past, and each role's hours asked and there."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bookload.base.money import QUANTA
from bookload.metrics.revenue.stocks import stock
from bookload.report.charts.forecast import MonthBand, demand_and_supply, fan
from bookload.report.figures import number
from bookload.report.page.front import month_words
from bookload.report.page.topic import Chart, drawn

if TYPE_CHECKING:
    from collections.abc import Callable

    from bookload.data.reader import Reader
    from bookload.metrics.revenue.stocks import StockRow
    from bookload.planning.forecast import Band, Forecast, RoleAhead, StockAhead

PAST = 18
"""Months of the past that stand before those ahead."""
BANDED = "The line is the middle of all simulated futures, the band holds eight of ten (P10 to P90)."


def charts(reader: Reader, found: Forecast) -> tuple[Chart, ...]:
    """Return the company's ARR and accounts ahead, and the hours of each role."""
    past = stock(reader).rows[-PAST:]
    company = [row for row in found.stocks if row.segment is None] or list(found.stocks)
    currency = reader.policy.company.currency
    return (
        _fan(f"ARR ahead, {currency}", past, company, _arr, lambda row: row.arr),
        _fan("Accounts ahead", past, company, lambda row: Fraction(row.accounts), lambda row: row.accounts),
        *(_hours(role, found) for role in found.draws.roles),
    )


def _arr(row: StockRow) -> Fraction:
    return Fraction(row.arr, QUANTA)


def _fan(
    title: str,
    past: tuple[StockRow, ...],
    ahead: list[StockAhead],
    fact: Callable[[StockRow], Fraction],
    band: Callable[[StockAhead], Band],
) -> Chart:
    months = [MonthBand(row.month, None, fact(row)) for row in past]
    months += [MonthBand(row.month, band(row)) for row in ahead]
    last = band(ahead[-1])
    said = (
        f"{number(fact(past[-1]), 0)} at the end of {month_words(past[-1].month)}; at that of "
        f"{month_words(ahead[-1].month)} {last.middle:,.0f}, between {last.low:,.0f} and {last.high:,.0f} in "
        "eight of ten futures."
    )
    return drawn(
        title.partition(" ")[0].lower(),
        title,
        f"{BANDED} ESTIMATES; the past is in ink.",
        lambda width: fan(months, title=title, description=said, width=width),
    )


def _hours(role: str, found: Forecast) -> Chart:
    rows: list[RoleAhead] = [row for row in found.roles if row.role == role]
    asked = [MonthBand(row.month, row.hours) for row in rows]
    there = [MonthBand(row.month, row.supply) for row in rows]
    last = rows[-1]
    said = (
        f"In {month_words(last.month)} {last.hours.middle:,.0f} hours are asked ({last.hours.low:,.0f} to "
        f"{last.hours.high:,.0f}) and {last.supply.middle:,.0f} are there ({last.supply.low:,.0f} to "
        f"{last.supply.high:,.0f}); more is asked than there is in {last.short:.0%} of futures."
    )
    name = role.replace("_", " ")
    return drawn(
        f"hours-{role}",
        f"Hours of {name}",
        f"In colour what is asked, in ink what is there as people leave. {BANDED}",
        lambda width: demand_and_supply(
            asked, there, title=f"Hours asked of {name} and there", description=said, width=width
        ),
    )
